package dev.espalier.search.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as text without loss, for tokens that end in the middle of a character.
 *
 * <p>A byte that is not part of a complete UTF-8 character becomes the lone surrogate U+DC80 to
 * U+DCFF (Python's {@code surrogateescape}, PEP 383), so that text survives the trip through a
 * session file, and joining the pieces of a split character gives the character back.
 */
public final class TokenText {

  private static final int ESCAPE = 0xDC00;
  private static final int REPLACEMENT = 0xFFFD;

  private TokenText() {}

  /** The text of these bytes. */
  public static String of(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      int length = characterLength(bytes, i);
      if (length == 0) {
        text.append((char) (ESCAPE | (bytes[i] & 0xFF)));
        i++;
      } else {
        text.append(new String(bytes, i, length, StandardCharsets.UTF_8));
        i += length;
      }
    }
    return text.toString();
  }

  /** The bytes of a text made by {@link #of}. */
  public static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isEscapedByte(c)) {
        bytes.write(c & 0xFF);
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
      }
      i += Character.charCount(c);
    }
    return bytes.toByteArray();
  }

  /** The text with every split character joined that its pieces make whole. */
  public static String join(String pieces) {
    return pieces.codePoints().anyMatch(TokenText::isEscapedByte) ? of(bytes(pieces)) : pieces;
  }

  /**
   * The text for people and other programs: U+FFFD stands for every byte that is no part of a
   * character, and which bytes these were is lost.
   */
  public static String readable(String text) {
    StringBuilder readable = new StringBuilder(text.length());
    join(text)
        .codePoints()
        .forEach(c -> readable.appendCodePoint(isEscapedByte(c) ? REPLACEMENT : c));
    return readable.toString();
  }

  private static boolean isEscapedByte(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
  }

  /** Length in bytes of the well-formed character that starts at {@code i}, or 0. */
  private static int characterLength(byte[] bytes, int i) {
    int lead = bytes[i] & 0xFF;
    int length =
        lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > bytes.length) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = length > 1 ? bytes[i + 1] & 0xFF : 0;
    boolean overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    boolean surrogateOrBeyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    return overlong || surrogateOrBeyond ? 0 : length;
  }
}
