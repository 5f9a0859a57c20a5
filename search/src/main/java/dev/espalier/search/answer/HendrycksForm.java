package dev.espalier.search.answer;

/** See {@link AnswerNormaliser#HENDRYCKS}. */
final class HendrycksForm {
  private HendrycksForm() {}

  static String of(String answer) {
    String s =
        answer
            .replace("\n", "")
            .replace("\\!", "")
            .replace("\\\\", "\\")
            .replace("tfrac", "frac")
            .replace("dfrac", "frac")
            .replace("\\left", "")
            .replace("\\right", "")
            .replace("^{\\circ}", "")
            .replace("^\\circ", "")
            .replace("\\$", "");
    int unit = s.indexOf("\\text{ ");
    if (unit >= 0) {
      s = s.substring(0, unit);
    }
    s = s.replace("\\%", "").replace("%", "");
    s = TexShorthand.leadingZero(s.strip());
    if (s.isEmpty()) {
      return s;
    }
    s = TexShorthand.withoutName(s);
    s = TexShorthand.roots(s).replace(" ", "");
    s = TexShorthand.fractions(s);
    if (s.equals("0.5")) {
      return "\\frac{1}{2}";
    }
    return TexShorthand.slash(s);
  }
}
