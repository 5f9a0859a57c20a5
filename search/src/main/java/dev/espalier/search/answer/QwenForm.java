package dev.espalier.search.answer;

import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** See {@link AnswerNormaliser#QWEN}. */
final class QwenForm {
  private static final ImmutableList<String> NUMBER_WORDS =
      Lists.immutable.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  /** A unit stands between other characters than letters, digits and underscores. */
  private static final Pattern UNITS =
      Pattern.compile(
          "(?<!\\w)(?:degrees?|mph|kmph|kmh|ft|feet|inch(?:es)?|yards?|miles?|meters?|metres?|km"
              + "|cm|mm|dm|m|sq|square|cubic|cc|acres?|hectares?|lit(?:re|er)s?|gallons?|ml|l|kg"
              + "|gm?|lbs?|pounds?|tons?|hours?|hr|minutes?|min|seconds?|sec|s|days?|weeks?|months?"
              + "|years?|yr|dollars?|cents?|rupees?|rs|percent|points?|units?|rounds?|numbers?|men"
              + "|women|man|woman|apples?|coins?|toys?|a|c|d|h|t)(?!\\w)");

  private static final Pattern TRAILING_TEXT = Pattern.compile("\\\\text\\{[^}]*+\\}$");
  private static final Pattern TEXT = Pattern.compile("\\\\text\\{([^}]*+)\\}");
  private static final Pattern MBOX = Pattern.compile("\\\\mbox\\{[^}]*+\\}");
  private static final Pattern ARRAY = Pattern.compile("\\\\begin\\{array\\}\\{[^}]*+\\}");
  private static final Pattern WHOLE_WITH_ZEROS =
      Pattern.compile("(?<=\\d)\\.0++(?!\\d)|(?<=\\d)\\.(?=$)");

  private QwenForm() {}

  static String of(String answer) {
    String s = answer.strip().replace("\n", "");
    while (s.endsWith(".")) {
      s = s.substring(0, s.length() - 1);
    }
    s = s.replace("\\!", "");
    s = ARRAY.matcher(s).replaceAll("\\\\begin{pmatrix}");
    s =
        s.replace("\\end{array}", "\\end{pmatrix}")
            .replace("bmatrix", "pmatrix")
            .replace("tfrac", "frac")
            .replace("dfrac", "frac")
            .replace("\\neq", "\\ne")
            .replace("\\leq", "\\le")
            .replace("\\geq", "\\ge")
            .replace("\\left", "")
            .replace("\\right", "")
            .replace("\\{", "{")
            .replace("\\}", "}");
    s = orUnchanged(TRAILING_TEXT.matcher(s).replaceAll("").strip(), s);
    s = orUnchanged(UNITS.matcher(s).replaceAll(""), s);
    s =
        s.replace("^{\\circ}", "")
            .replace("^\\circ", "")
            .replace("\\$", "")
            .replace("$", "")
            .replace("\\(", "")
            .replace("\\)", "");
    int word = NUMBER_WORDS.indexOf(s.strip());
    if (word >= 0) {
      return Integer.toString(word);
    }
    s = TEXT.matcher(s).replaceAll("$1");
    for (String name : new String[] {"x", "y", "z"}) {
      s = s.replace(name + "=", "").replace(name + "\\in", "").replace(name + "\\to", "");
    }
    s = s.replace("\\emptyset", "{}").replace("(-\\infty,\\infty)", "\\mathbb{R}");
    s = TexShorthand.leadingZero(s.replace("\\%", "").replace("%", ""));
    if (s.length() > 2 && enclosed(s)) {
      s = s.substring(1, s.length() - 1);
    }
    s = s.replace("infinity", "\\infty");
    if (!s.contains("\\infty")) {
      s = s.replace("inf", "\\infty");
    }
    s = s.replace("and", "").replace("\\mathbf", "");
    s = MBOX.matcher(s).replaceAll("").replace("'", "").replace("\"", "");
    s = WHOLE_WITH_ZEROS.matcher(s).replaceAll("");
    if (s.isEmpty()) {
      return s;
    }
    s = TexShorthand.withoutName(s);
    s = TexShorthand.roots(s).replace(" ", "");
    return TexShorthand.slash(TexShorthand.fractions(s));
  }

  private static String orUnchanged(String changed, String before) {
    return changed.isEmpty() ? before : changed;
  }

  /** Whether all of it is letters and digits within one pair of brackets. */
  private static boolean enclosed(String s) {
    char first = s.charAt(0);
    char last = s.charAt(s.length() - 1);
    boolean pair =
        (first == '{' && last == '}')
            || (first == '(' && last == ')')
            || (first == '[' && last == ']');
    return pair && s.substring(1, s.length() - 1).chars().allMatch(Character::isLetterOrDigit);
  }
}
