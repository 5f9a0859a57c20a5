package dev.espalier.search.grammar.source;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.TokenChoice;

/** The text of a Lark grammar with a place in it: names, numbers, quotations, and what is blank. */
final class LarkText {

  private static final int MAX_NUMBER = 100_000;

  private final String source;
  private int at;

  LarkText(String source) {
    this.source = source;
  }

  int offset() {
    return at;
  }

  boolean ended() {
    return at >= source.length();
  }

  /** The character here; 0 at the end. */
  char here() {
    return ended() ? 0 : source.charAt(at);
  }

  boolean lineEnd() {
    return here() == '\n' || here() == '\r';
  }

  boolean startsWith(String text) {
    return source.startsWith(text, at);
  }

  /** Goes past {@code text} if it stands here. */
  boolean take(String text) {
    boolean found = startsWith(text);
    at += found ? text.length() : 0;
    return found;
  }

  /** Goes past a character. */
  char next() {
    return source.charAt(at++);
  }

  /** Goes back to a place. */
  void back(int offset) {
    at = offset;
  }

  /** The character here, quoted. */
  String shown() {
    return '"' + Character.toString(source.codePointAt(at)) + '"';
  }

  /** Skips blanks, comments and, if they mean nothing here, line ends. */
  void space(boolean lineEnds) {
    while (!ended()) {
      char c = here();
      if (c == '#' || startsWith("//")) {
        while (!ended() && !lineEnd()) {
          at++;
        }
      } else if (c == ' ' || c == '\t' || (lineEnds && lineEnd())) {
        at++;
      } else {
        return;
      }
    }
  }

  void expect(char c, String problem) throws GrammarException {
    if (here() != c) {
      throw error(at, problem);
    }
    at++;
  }

  String word() throws GrammarException {
    int begin = at;
    while (isNamePart(here())) {
      at++;
    }
    if (at == begin) {
      throw error(at, "expected a name");
    }
    return source.substring(begin, at);
  }

  static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /** A count of repetitions. */
  int number() throws GrammarException {
    int begin = at;
    while (here() >= '0' && here() <= '9') {
      at++;
    }
    if (begin == at) {
      throw error(at, "expected a number");
    }
    if (at - begin > 6 || Integer.parseInt(source.substring(begin, at)) > MAX_NUMBER) {
      throw error(begin, "a repetition count above " + MAX_NUMBER);
    }
    return Integer.parseInt(source.substring(begin, at));
  }

  /** A string in quotation marks, without them. */
  String quoted() throws GrammarException {
    int begin = at++;
    StringBuilder text = new StringBuilder();
    while (!ended() && !lineEnd()) {
      char c = next();
      if (c == '"') {
        for (int i = 0; i < text.length(); i++) {
          if (Character.isSurrogate(text.charAt(i)) && !pairedAt(text, i)) {
            throw error(begin, "half of a surrogate pair is no character");
          }
        }
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    throw error(begin, "a \" without its closing \"");
  }

  private static boolean pairedAt(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private char escaped() throws GrammarException {
    int begin = at - 1;
    char c = ended() ? '\n' : next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'b' -> '\b';
      case 'x' -> hex(begin, 2);
      case 'u' -> hex(begin, 4);
      default -> throw error(begin, "this escape is not known");
    };
  }

  private char hex(int begin, int digits) throws GrammarException {
    String text = source.substring(at, Math.min(source.length(), at + digits));
    if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw error(begin, "expected " + digits + " hexadecimal digits");
    }
    at += digits;
    return (char) Integer.parseInt(text, 16);
  }

  /** A regular expression between slashes, its flags made part of it. */
  String pattern() throws GrammarException {
    int begin = at++;
    boolean inClass = false;
    while (!ended() && !lineEnd() && (inClass || here() != '/')) {
      char c = here();
      inClass = c == '[' || (inClass && c != ']');
      at += c == '\\' ? 2 : 1;
    }
    if (ended() || lineEnd()) {
      throw error(begin, "a / without its closing /");
    }
    String pattern = source.substring(begin + 1, at).replace("\\/", "/");
    at++;
    StringBuilder flags = new StringBuilder();
    while (!ended() && "imslux".indexOf(here()) >= 0) {
      if ("mlx".indexOf(here()) >= 0) {
        throw error(at, "the flag " + here() + " is not supported");
      }
      flags.append(next());
    }
    return flags.isEmpty() ? pattern : "(?" + flags + ":" + pattern + ")";
  }

  /** A token of the vocabulary in angle brackets. */
  TokenChoice token() throws GrammarException {
    TokenChoice.Reference reference = TokenChoice.Reference.at(source, at);
    at = reference.end();
    return reference.choice();
  }

  /** From a brace to the one that closes it. */
  String braces() throws GrammarException {
    int begin = at;
    if (here() != '{') {
      throw error(at, "expected a schema in braces");
    }
    int open = 0;
    boolean inString = false;
    while (!ended()) {
      char c = next();
      if (inString) {
        if (c == '\\') {
          at++;
        } else {
          inString = c != '"';
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{') {
        open++;
      } else if (c == '}' && --open == 0) {
        return source.substring(begin, at);
      }
    }
    at = source.length();
    throw error(begin, "a { without its }");
  }

  GrammarException error(int offset, String problem) {
    return GrammarException.at(source, offset, problem);
  }
}
