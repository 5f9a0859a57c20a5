package dev.espalier.sessions;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Values on a line, from left to right. Whatever recorders do not write comes out as null, and then
 * the rest of the line is of no use.
 */
final class WrittenText {

  /** Digits that any long has room for. */
  private static final int SAFE_DIGITS = 18;

  /** Whole numbers of so many digits are doubles, and so is the power of ten. */
  private static final int EXACT_DIGITS = 15;

  private static final int LONGEST_NUMBER = 32;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** Longer texts are seldom seen twice. */
  private static final int SHORT = 16;

  /** Names and pieces of text seen last; a line made of the same ones needs no copies of them. */
  private static final @Nullable String[] SEEN = new @Nullable String[1 << 12];

  private static final int BEFORE_PLAIN = 0x20;
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;
  private final int end;
  private int at;

  WrittenText(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean atEnd() {
    return at == end;
  }

  /** Whether this comes next; then it is passed over. */
  boolean skip(char next) {
    if (at < end && bytes[at] == next) {
      at++;
      return true;
    }
    return false;
  }

  boolean skip(byte[] next) {
    if (next.length > end - at) {
      return false;
    }
    for (int i = 0; i < next.length; i++) {
      if (bytes[at + i] != next[i]) {
        return false;
      }
    }
    at += next.length;
    return true;
  }

  @Nullable Integer integer() {
    Long value = whole();
    return value == null || value.intValue() != value ? null : Integer.valueOf(value.intValue());
  }

  @Nullable Long whole() {
    boolean negative = skip('-');
    int from = at;
    long value = 0;
    while (digit()) {
      value = 10 * value + bytes[at++] - '0';
    }
    return properDigits(from, at) && at - from <= SAFE_DIGITS && !continuesNumber()
        ? Long.valueOf(negative ? -value : value)
        : null;
  }

  @Nullable Double real() {
    int from = at;
    boolean negative = skip('-');
    int first = at;
    long digits = 0;
    while (digit()) {
      digits = 10 * digits + bytes[at++] - '0';
    }
    if (!properDigits(first, at) || !skip('.')) {
      return null;
    }
    int point = at;
    while (digit()) {
      digits = 10 * digits + bytes[at++] - '0';
    }
    if (at == point) {
      return null;
    }
    if (!continuesNumber() && at - first - 1 <= EXACT_DIGITS) {
      // Both are exact, so that the quotient is the nearest double there is.
      double value = digits / POWERS[at - point];
      return negative ? -value : value;
    }
    if (skip('E') || skip('e')) {
      boolean _ = skip('-') || skip('+');
      int exponent = at;
      while (digit()) {
        at++;
      }
      if (at == exponent) {
        return null;
      }
    }
    return at - from > LONGEST_NUMBER
        ? null
        : Double.valueOf(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
  }

  private boolean digit() {
    return at < end && bytes[at] >= '0' && bytes[at] <= '9';
  }

  private boolean properDigits(int from, int to) {
    return to > from && (to == from + 1 || bytes[from] != '0');
  }

  private boolean continuesNumber() {
    return at < end && (bytes[at] == '.' || bytes[at] == 'e' || bytes[at] == 'E');
  }

  @Nullable Boolean truth() {
    if (skip(TRUE)) {
      return true;
    }
    return skip(FALSE) ? false : null;
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  @Nullable String string() {
    if (!skip('"')) {
      return null;
    }
    int from = at;
    int hash = 0;
    while (at < end && bytes[at] >= BEFORE_PLAIN && bytes[at] != '"' && bytes[at] != '\\') {
      hash = 31 * hash + bytes[at++];
    }
    if (at == end) {
      return null;
    }
    if (bytes[at] == '"') {
      return plain(from, at++, hash);
    }
    return escaped(from);
  }

  private String plain(int from, int to, int hash) {
    int length = to - from;
    if (length > SHORT) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    int place = (hash ^ hash >>> 12) & SEEN.length - 1;
    String seen = SEEN[place];
    if (seen != null && isAt(seen, from, length)) {
      return seen;
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    SEEN[place] = text;
    return text;
  }

  private boolean isAt(String text, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  /** A text of any characters, from its beginning. */
  private @Nullable String escaped(int from) {
    StringBuilder text = new StringBuilder();
    at = from;
    while (at < end && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        at++;
        int character = escape();
        if (character < 0) {
          return null;
        }
        text.append((char) character);
        continue;
      }
      int begin = at;
      while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
        if (bytes[at] >= 0 && bytes[at] < BEFORE_PLAIN) {
          return null;
        }
        at++;
      }
      String piece = new String(bytes, begin, at - begin, StandardCharsets.UTF_8);
      if (piece.indexOf(REPLACEMENT) >= 0) {
        // Perhaps no text at all.
        return null;
      }
      text.append(piece);
    }
    return skip('"') ? text.toString() : null;
  }

  /** The character that an escape stands for, −1 if it is none. */
  private int escape() {
    if (at == end) {
      return -1;
    }
    return switch (bytes[at++]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> -1;
    };
  }

  private int hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < end ? Character.digit(bytes[at], 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }
}
