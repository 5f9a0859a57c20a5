package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.ByteLists;

/**
 * Reads regular expressions: the part of ECMAScript's and Java's syntax that describes regular
 * languages. Greedy and lazy quantifiers mean the same here, since only the language matters.
 *
 * <p>Refused by name: look-around, back-references, word boundaries, possessive quantifiers and
 * atomic groups.
 */
final class RegexSyntax {

  /** Stand for the ends of the text inside a pattern; no UTF-8 text contains either. */
  private static final int TEXT_START = 0xFE;

  private static final int TEXT_END = 0xFF;

  /** Sets that were asked for: each takes a look at all of Unicode. */
  private static final Map<String, CodePoints> PROPERTIES = new ConcurrentHashMap<>();

  private static final int MAX_REPEAT = 100_000;
  private static final int MAX_DEPTH = 400;

  private static final CodePoints DIGIT = CodePoints.range('0', '9');
  private static final CodePoints WORD =
      DIGIT.or(CodePoints.range('A', 'Z')).or(CodePoints.range('a', 'z')).or(CodePoints.of('_'));
  private static final CodePoints LINE_ENDS = CodePoints.of("\n\r\u2028\u2029");
  private static final CodePoints SPACE =
      CodePoints.of(" \t\n\u000B\f\r\u00A0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF")
          .or(CodePoints.range(0x2000, 0x200A));

  private final String source;
  private int at;
  private int depth;
  private boolean anchored;
  private boolean ignoreCase;
  private boolean dotAll;

  private RegexSyntax(String source) {
    this.source = source;
  }

  /**
   * The texts that match the pattern as a whole.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  static Regex whole(String pattern) throws GrammarException {
    RegexSyntax syntax = new RegexSyntax(pattern);
    Regex regex = syntax.parse();
    if (!syntax.anchored) {
      return regex;
    }
    return withoutMarks(
        Regex.sequence(mark(TEXT_START).optional(), regex, mark(TEXT_END).optional()));
  }

  /**
   * The texts in which the pattern matches somewhere, as JSON Schema's {@code pattern} means it.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  static Regex anywhere(String pattern) throws GrammarException {
    RegexSyntax syntax = new RegexSyntax(pattern);
    Regex regex = syntax.parse();
    if (!syntax.anchored) {
      return Regex.sequence(Regex.anything(), regex, Regex.anything());
    }
    return withoutMarks(
        Regex.sequence(
            Regex.either(Regex.empty(), Regex.sequence(mark(TEXT_START), Regex.anything())),
            regex,
            Regex.either(Regex.empty(), Regex.sequence(Regex.anything(), mark(TEXT_END)))));
  }

  private static Regex mark(int b) {
    return new Regex.Text(ByteLists.immutable.with((byte) b));
  }

  private static Regex withoutMarks(Regex marked) throws GrammarException {
    Regex framed = Regex.sequence(mark(TEXT_START), Regex.anything(), mark(TEXT_END));
    ByteAutomaton both = Automata.both(Automata.of(marked), Automata.of(framed));
    return new Regex.Compiled(Automata.between(both, TEXT_START, TEXT_END));
  }

  private Regex parse() throws GrammarException {
    Regex regex = alternatives();
    if (at < source.length()) {
      throw error(at, "a ) without its (");
    }
    return regex;
  }

  private Regex alternatives() throws GrammarException {
    if (++depth > MAX_DEPTH) {
      throw error(at, "groups nested deeper than " + MAX_DEPTH);
    }
    List<Regex> options = new ArrayList<>();
    List<Regex> parts = new ArrayList<>();
    while (at < source.length() && source.charAt(at) != ')') {
      if (source.charAt(at) == '|') {
        at++;
        options.add(new Regex.Sequence(Lists.immutable.withAll(parts)));
        parts.clear();
      } else {
        parts.add(quantified(atom()));
      }
    }
    depth--;
    Regex last =
        parts.size() == 1 ? parts.getFirst() : new Regex.Sequence(Lists.immutable.withAll(parts));
    if (options.isEmpty()) {
      return last;
    }
    options.add(last);
    return new Regex.Either(Lists.immutable.withAll(options));
  }

  private Regex quantified(Regex body) throws GrammarException {
    Regex regex = body;
    boolean again = true;
    for (int count = 0; again && at < source.length(); count++) {
      int begin = at;
      int min = 0;
      int max = Regex.Repeat.UNBOUNDED;
      switch (source.charAt(at)) {
        case '*' -> at++;
        case '+' -> {
          at++;
          min = 1;
        }
        case '?' -> {
          at++;
          max = 1;
        }
        case '{' -> {
          int[] bounds = bounds();
          if (bounds.length == 0) {
            return regex;
          }
          min = bounds[0];
          max = bounds[1];
        }
        default -> again = false;
      }
      if (again) {
        if (count > 0) {
          throw error(begin, "nothing to repeat here");
        }
        regex = new Regex.Repeat(regex, min, max);
        if (at < source.length() && source.charAt(at) == '?') {
          at++;
        } else if (at < source.length() && source.charAt(at) == '+') {
          throw error(at, "possessive quantifiers are not supported");
        }
      }
    }
    return regex;
  }

  /** The numbers of {m}, {m,} or {m,n}; none where the brace is an ordinary character. */
  private int[] bounds() throws GrammarException {
    int close = source.indexOf('}', at);
    String inner = close < 0 ? "" : source.substring(at + 1, close);
    if (!inner.matches("\\d{1,9}(,\\d{0,9})?")) {
      return new int[0];
    }
    String[] numbers = inner.split(",", -1);
    int min = Integer.parseInt(numbers[0]);
    int max =
        numbers.length == 1
            ? min
            : numbers[1].isEmpty() ? Regex.Repeat.UNBOUNDED : Integer.parseInt(numbers[1]);
    if (min > MAX_REPEAT || max > MAX_REPEAT) {
      throw error(at, "a repetition count above " + MAX_REPEAT);
    }
    if (max != Regex.Repeat.UNBOUNDED && max < min) {
      throw error(at, "a repetition from " + min + " to " + max);
    }
    at = close + 1;
    return new int[] {min, max};
  }

  private Regex atom() throws GrammarException {
    int begin = at;
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case '(' -> group(begin);
      case '[' -> new Regex.Chars(cased(characterClass(begin)));
      case '.' -> new Regex.Chars(dotAll ? CodePoints.ALL : CodePoints.ALL.minus(LINE_ENDS));
      case '^' -> {
        anchored = true;
        yield mark(TEXT_START);
      }
      case '$' -> {
        anchored = true;
        yield mark(TEXT_END);
      }
      case '*', '+', '?' -> throw error(begin, "nothing to repeat before " + (char) c);
      case '\\' -> escape(begin);
      default -> literal(c);
    };
  }

  private Regex literal(int c) {
    return ignoreCase
        ? new Regex.Chars(cased(CodePoints.of(c)))
        : Regex.text(Character.toString(c));
  }

  private CodePoints cased(CodePoints set) {
    return ignoreCase ? set.ignoringCase() : set;
  }

  private Regex group(int begin) throws GrammarException {
    boolean outerCase = ignoreCase;
    boolean outerDot = dotAll;
    if (source.startsWith("?", at)) {
      if (source.startsWith("?:", at)) {
        at += 2;
      } else if (source.startsWith("?=", at)
          || source.startsWith("?!", at)
          || source.startsWith("?<=", at)
          || source.startsWith("?<!", at)) {
        throw error(begin, "look-around is not supported");
      } else if (source.startsWith("?>", at)) {
        throw error(begin, "atomic groups are not supported");
      } else if (source.startsWith("?<", at) || source.startsWith("?P<", at)) {
        int close = source.indexOf('>', at);
        if (close < 0) {
          throw error(begin, "a group name without its >");
        }
        at = close + 1;
      } else {
        flags(begin);
        if (source.charAt(at - 1) == ')') {
          // (?i) holds up to the end of the enclosing group, which restores it.
          return Regex.empty();
        }
      }
    }
    Regex inner = alternatives();
    if (at >= source.length()) {
      throw error(begin, "a ( without its )");
    }
    at++;
    ignoreCase = outerCase;
    dotAll = outerDot;
    return inner;
  }

  private void flags(int begin) throws GrammarException {
    at++;
    boolean on = true;
    while (at < source.length()) {
      char c = source.charAt(at++);
      switch (c) {
        case ':', ')' -> {
          return;
        }
        case '-' -> on = false;
        case 'i' -> ignoreCase = on;
        case 's' -> dotAll = on;
        case 'u' -> {
          // Unicode is how everything is read here.
        }
        default -> throw error(at - 1, "the group flag \"" + c + "\" is not supported");
      }
    }
    throw error(begin, "a ( without its )");
  }

  private Regex escape(int begin) throws GrammarException {
    if (at >= source.length()) {
      throw error(begin, "a \\ at the end");
    }
    char c = source.charAt(at);
    if ((c >= '1' && c <= '9') || c == 'k') {
      throw error(begin, "back-references are not supported");
    }
    switch (c) {
      case 'b', 'B' -> throw error(begin, "word boundaries are not supported");
      case 'A' -> {
        at++;
        anchored = true;
        return mark(TEXT_START);
      }
      case 'z', 'Z' -> {
        at++;
        anchored = true;
        return mark(TEXT_END);
      }
      default -> {
        CodePoints set = escapedSet(begin);
        return new Regex.Chars(cased(set));
      }
    }
  }

  /** What follows a backslash, where it stands for one character. */
  private CodePoints escapedSet(int begin) throws GrammarException {
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case 'd' -> DIGIT;
      case 'D' -> DIGIT.complement();
      case 'w' -> WORD;
      case 'W' -> WORD.complement();
      case 's' -> SPACE;
      case 'S' -> SPACE.complement();
      case 'n' -> CodePoints.of('\n');
      case 'r' -> CodePoints.of('\r');
      case 't' -> CodePoints.of('\t');
      case 'f' -> CodePoints.of('\f');
      case 'v' -> CodePoints.of(0x0B);
      case '0' -> CodePoints.of(0);
      case 'a' -> CodePoints.of(7);
      case 'e' -> CodePoints.of(0x1B);
      case 'c' -> {
        if (at >= source.length() || !isAsciiLetter(source.charAt(at))) {
          throw error(begin, "\\c must be followed by a letter");
        }
        yield CodePoints.of(source.charAt(at++) & 0x1F);
      }
      case 'x' -> CodePoints.of(source.startsWith("{", at) ? braced(begin) : hex(begin, 2));
      case 'u' -> CodePoints.of(source.startsWith("{", at) ? braced(begin) : utf16(begin));
      case 'U' -> CodePoints.of(scalar(begin, hex(begin, 8)));
      case 'p', 'P' -> property(begin, c == 'P');
      default -> {
        if (isAsciiLetter(c)) {
          throw error(begin, "the escape \\" + Character.toString(c) + " is not supported");
        }
        yield CodePoints.of(c);
      }
    };
  }

  private static boolean isAsciiLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private int hex(int begin, int digits) throws GrammarException {
    String text = source.substring(at, Math.min(source.length(), at + digits));
    if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw error(begin, "expected " + digits + " hexadecimal digits");
    }
    at += digits;
    return (int) Long.parseLong(text, 16);
  }

  private int utf16(int begin) throws GrammarException {
    int unit = hex(begin, 4);
    if (Character.isHighSurrogate((char) unit) && source.startsWith("\\u", at)) {
      at += 2;
      int low = hex(begin, 4);
      return Character.toCodePoint((char) unit, (char) low);
    }
    return scalar(begin, unit);
  }

  private int braced(int begin) throws GrammarException {
    int close = source.indexOf('}', at);
    String digits = close < 0 ? "" : source.substring(at + 1, close);
    if (!digits.matches("[0-9a-fA-F]{1,8}")) {
      throw error(begin, "expected hexadecimal digits in braces");
    }
    at = close + 1;
    return scalar(begin, (int) Long.parseLong(digits, 16));
  }

  private int scalar(int begin, int value) throws GrammarException {
    if (value < 0
        || value > Character.MAX_CODE_POINT
        || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
      throw error(begin, "U+%X is no character".formatted(value));
    }
    return value;
  }

  private CodePoints property(int begin, boolean negated) throws GrammarException {
    String name;
    if (source.startsWith("{", at)) {
      int close = source.indexOf('}', at);
      if (close < 0) {
        throw error(begin, "a property name without its }");
      }
      name = source.substring(at + 1, close);
      at = close + 1;
    } else {
      name = source.substring(at, Math.min(source.length(), at + 1));
      at += name.length();
    }
    CodePoints set = property(begin, name.replace("Script=", "Is").replace("sc=", "Is"));
    return negated ? set.complement() : set;
  }

  private CodePoints property(int begin, String name) throws GrammarException {
    CodePoints known = PROPERTIES.get(name);
    if (known == null) {
      known = membersOf(begin, name);
      PROPERTIES.put(name, known);
    }
    return known;
  }

  private CodePoints membersOf(int begin, String name) throws GrammarException {
    Pattern pattern;
    try {
      pattern = Pattern.compile("\\p{" + longName(name) + "}");
    } catch (PatternSyntaxException _) {
      throw error(begin, "the character property \"" + name + "\" is not known");
    }
    List<CodePoints> runs = new ArrayList<>();
    int start = -1;
    for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
      boolean in =
          c <= Character.MAX_CODE_POINT && pattern.matcher(Character.toString(c)).matches();
      if (in && start < 0) {
        start = c;
      } else if (!in && start >= 0) {
        runs.add(CodePoints.range(start, c - 1));
        start = -1;
      }
    }
    return CodePoints.union(runs);
  }

  private static String longName(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "letter" -> "L";
      case "uppercase_letter" -> "Lu";
      case "lowercase_letter" -> "Ll";
      case "mark" -> "M";
      case "number" -> "N";
      case "decimal_number", "digit" -> "Nd";
      case "punctuation" -> "P";
      case "symbol" -> "S";
      case "separator" -> "Z";
      case "alphabetic", "uppercase", "lowercase", "white_space" -> "Is" + name;
      default -> name;
    };
  }

  private CodePoints characterClass(int begin) throws GrammarException {
    boolean negated = source.startsWith("^", at);
    if (negated) {
      at++;
    }
    List<CodePoints> parts = new ArrayList<>();
    while (true) {
      if (at >= source.length()) {
        throw error(begin, "a [ without its ]");
      }
      if (source.charAt(at) == ']') {
        at++;
        break;
      }
      int itemStart = at;
      CodePoints low = classItem();
      boolean range =
          source.startsWith("-", at) && at + 1 < source.length() && source.charAt(at + 1) != ']';
      if (!range) {
        parts.add(low);
        continue;
      }
      at++;
      CodePoints high = classItem();
      int from = single(low);
      int to = single(high);
      if (from < 0 || to < 0) {
        // [\w-.] means the set, a hyphen and the other, as browsers read it.
        parts.add(low.or(CodePoints.of('-')).or(high));
      } else if (from > to) {
        throw error(itemStart, "a range that runs backwards");
      } else {
        parts.add(CodePoints.range(from, to));
      }
    }
    CodePoints set = CodePoints.union(parts);
    if (!negated) {
      return set;
    }
    return cased(set).complement();
  }

  private CodePoints classItem() throws GrammarException {
    int begin = at;
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\') {
      return CodePoints.of(scalar(begin, c));
    }
    if (at >= source.length()) {
      throw error(begin, "a \\ at the end");
    }
    if (source.charAt(at) == 'b') {
      at++;
      return CodePoints.of('\b');
    }
    return escapedSet(begin);
  }

  /** The only member of a set, or −1. */
  private static int single(CodePoints set) {
    List<int[]> ranges = set.ranges();
    return ranges.size() == 1 && ranges.getFirst()[0] == ranges.getFirst()[1]
        ? ranges.getFirst()[0]
        : -1;
  }

  private GrammarException error(int offset, String problem) {
    return GrammarException.at(source, offset, problem);
  }
}
