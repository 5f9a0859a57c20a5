package dev.espalier.app.format;

import dev.espalier.search.token.TokenText;

/** Texts of nodes and tokens as the window shows them. */
public final class Texts {

  private Texts() {}

  /** One token with its white space made visible: space as ␣, line ends as ↵, tab as →. */
  public static String visible(String token) {
    StringBuilder shown = new StringBuilder(token.length());
    TokenText.join(token)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case ' ' -> shown.append('␣');
            case '\n' -> shown.append('↵');
            case '\r' -> shown.append('←');
            case '\t' -> shown.append('→');
            default -> {
              if (c >= 0xDC80 && c <= 0xDCFF) {
                shown.append("‹%02X›".formatted(c & 0xFF));
              } else if (c < 0x20 || c == 0x7F) {
                shown.append("‹U+%04X›".formatted(c));
              } else {
                shown.appendCodePoint(c);
              }
            }
          }
        });
    return shown.toString();
  }

  /** Running text: bytes that are no character become the replacement character. */
  public static String readable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    TokenText.join(text)
        .codePoints()
        .forEach(c -> shown.appendCodePoint(c >= 0xDC80 && c <= 0xDCFF ? 0xFFFD : c));
    return shown.toString();
  }

  /** At most {@code limit} characters on one line, the rest behind an ellipsis. */
  public static String snippet(String text, int limit) {
    String line = readable(text).strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= limit) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, limit - 1)).stripTrailing() + "…";
  }
}
