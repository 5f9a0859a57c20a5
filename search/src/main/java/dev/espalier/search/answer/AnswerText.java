package dev.espalier.search.answer;

import java.util.regex.Pattern;

/** Takes off an answer what says nothing about its value. */
final class AnswerText {
  /** Spacing, sizing and styles; each stands alone, so {@code \rightarrow} stays. */
  private static final Pattern SPACING =
      Pattern.compile(
          "\\\\(?:left|right|big|Big|bigg|displaystyle|quad|qquad|limits)(?![A-Za-z])"
              + "|(?<!\\\\)\\\\[!,;: ]|[~$\u00a0]");

  private static final Pattern TRAILING_UNIT =
      Pattern.compile(
          "(?<=[^\\s])\\s*+\\\\(?:text|mbox|mathrm|textrm)\\{[^{}]*+\\}(?:\\^\\{?[23]\\}?)?$");

  private static final Pattern ONLY_TEXT =
      Pattern.compile("\\\\(?:text|mbox|mathrm|textbf|mathbf|textit)\\{([^{}]*+)\\}");

  private static final Pattern MEMBER = Pattern.compile("^[A-Za-z] *+\\\\in(?![A-Za-z]) *+");

  private static final Pattern THOUSANDS =
      Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})++(?:\\.\\d++)?");

  private AnswerText() {}

  static String clean(String answer) {
    String s = answer.strip();
    s = s.replace("{,}", "").replace(",\\!", "").replace("\\$", "");
    s = s.replace("\\(", "").replace("\\)", "");
    s = SPACING.matcher(s).replaceAll("").strip();
    s = s.replace("^{\\circ}", "").replace("^\\circ", "").replace("°", "");
    s = s.replace("\\%", "").replace("%", "");
    s = s.replace("\\dfrac", "\\frac").replace("\\tfrac", "\\frac").replace("\\cfrac", "\\frac");
    s = s.replace("−", "-").replace("×", "\\times ").replace("·", "\\cdot ");
    s = s.replace("∞", "\\infty").replace("∪", "\\cup ");
    s = TRAILING_UNIT.matcher(s).replaceAll("").strip();
    if (s.startsWith("\\boxed{") && s.endsWith("}")) {
      s = s.substring("\\boxed{".length(), s.length() - 1).strip();
    }
    var only = ONLY_TEXT.matcher(s);
    if (only.matches()) {
      s = only.group(1).strip();
    }
    s = MEMBER.matcher(s).replaceFirst("");
    if (s.endsWith(".")) {
      s = s.substring(0, s.length() - 1).strip();
    }
    if (THOUSANDS.matcher(s).matches()) {
      s = s.replace(",", "");
    }
    return s.startsWith("+") ? s.substring(1).strip() : s;
  }
}
