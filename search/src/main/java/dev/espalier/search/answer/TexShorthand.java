package dev.espalier.search.answer;

/** Writes out what TeX lets one leave out. */
final class TexShorthand {
  private TexShorthand() {}

  /** {@code \sqrt3} becomes {@code \sqrt{3}}. */
  static String roots(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    int from = 0;
    for (int at = text.indexOf("\\sqrt"); at >= 0; at = text.indexOf("\\sqrt", from)) {
      int end = at + 5;
      out.append(text, from, end);
      from = end;
      if (end < text.length() && text.charAt(end) != '{' && text.charAt(end) != '[') {
        out.append('{').append(text.charAt(end)).append('}');
        from = end + 1;
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  /** {@code \frac12} becomes {@code \frac{1}{2}}, {@code \frac1{72}} {@code \frac{1}{72}}. */
  static String fractions(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    int from = 0;
    for (int at = text.indexOf("\\frac"); at >= 0; at = text.indexOf("\\frac", from)) {
      int end = at + 5;
      out.append(text, from, end);
      from = end;
      if (end >= text.length() || text.charAt(end) == '{') {
        continue;
      }
      if (end + 1 >= text.length()) {
        // A fraction of one thing is no fraction; leave the rest as it stands.
        break;
      }
      out.append('{').append(text.charAt(end)).append('}');
      from = end + 1;
      if (text.charAt(from) != '{') {
        out.append('{').append(text.charAt(from)).append('}');
        from++;
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  /** {@code 3/4}, and nothing but whole numbers, becomes {@code \frac{3}{4}}. */
  static String slash(String text) {
    int at = text.indexOf('/');
    if (at < 0 || text.indexOf('/', at + 1) >= 0) {
      return text;
    }
    String above = text.substring(0, at);
    String below = text.substring(at + 1);
    return isWhole(above) && isWhole(below) ? "\\frac{" + above + "}{" + below + "}" : text;
  }

  private static boolean isWhole(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    return text.length() > digits && text.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9');
  }

  /** {@code k=5} becomes {@code 5} if what stands before the only sign is short. */
  static String withoutName(String text) {
    int at = text.indexOf('=');
    boolean only = at >= 0 && text.indexOf('=', at + 1) < 0;
    return only && text.substring(0, at).strip().length() <= 2 ? text.substring(at + 1) : text;
  }

  /** Writes the zero before a point that begins a number. */
  static String leadingZero(String text) {
    String out = text.replace(" .", " 0.").replace("{.", "{0.");
    return out.startsWith(".") ? "0" + out : out;
  }
}
