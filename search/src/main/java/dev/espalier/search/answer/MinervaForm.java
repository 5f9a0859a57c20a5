package dev.espalier.search.answer;

import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** See {@link AnswerNormaliser#MINERVA}. */
final class MinervaForm {
  /** Replacements in order, from and to alternating. */
  private static final ImmutableList<String> REPLACED =
      Lists.immutable.of(
          "an ",
          "",
          "a ",
          "",
          ".$",
          "$",
          "\\$",
          "",
          "\\ ",
          "",
          " ",
          "",
          "mbox",
          "text",
          ",\\text{and}",
          ",",
          "\\text{and}",
          ",",
          "\\text{m}",
          "\\text{}");

  private static final ImmutableList<String> REMOVED =
      Lists.immutable.of(
          "square",
          "ways",
          "integers",
          "dollars",
          "mph",
          "inches",
          "ft",
          "hours",
          "km",
          "units",
          "\\ldots",
          "points",
          "feet",
          "minutes",
          "digits",
          "cents",
          "degrees",
          "cm",
          "gm",
          "pounds",
          "meters",
          "meals",
          "edges",
          "students",
          "multiples",
          "\\text{s}",
          "\\text{.}",
          "\\text{\ns}",
          "\\text{}^2",
          "\\text{}^3",
          "\\text{\n}",
          "\\text{}",
          "\\mathrm{th}",
          "^\\circ",
          "^{\\circ}",
          "\\;",
          ",\\!",
          "{,}",
          "\"",
          "\\dots");

  private static final Pattern FRACTION = Pattern.compile("frac([^{])(.)");
  private static final Pattern ROOT = Pattern.compile("sqrt([^{])");

  private MinervaForm() {}

  static String of(String answer) {
    String s = answer.substring(answer.lastIndexOf('=') + 1);
    for (int i = 0; i < REPLACED.size(); i += 2) {
      s = s.replace(REPLACED.get(i), REPLACED.get(i + 1));
    }
    for (String removed : REMOVED) {
      s = s.replace(removed, "");
    }
    int open = s.indexOf('$');
    int close = open < 0 ? -1 : s.indexOf('$', open + 1);
    if (close >= 0) {
      s = s.substring(open + 1, close);
    }
    s = unwrap(s, "\\text{", false);
    s = unwrap(s, "\\textbf{", false);
    s = unwrap(s, "\\overline{", false);
    s = unwrap(s, "\\boxed{", true);
    s = FRACTION.matcher(s).replaceAll("frac{$1}{$2}");
    s = ROOT.matcher(s).replaceAll("sqrt{$1}");
    s = s.replace("$", "");
    String digits = s.replace(",", "");
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? digits : s;
  }

  /** Takes the wrapping off: up to the next brace everywhere, or up to the last brace once. */
  private static String unwrap(String text, String opening, boolean greedy) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, from)) {
      int start = at + opening.length();
      int end = greedy ? text.lastIndexOf('}') : text.indexOf('}', start);
      if (end < start) {
        break;
      }
      out.append(text, from, at).append(text, start, end);
      from = end + 1;
    }
    return out.append(text, from, text.length()).toString();
  }
}
