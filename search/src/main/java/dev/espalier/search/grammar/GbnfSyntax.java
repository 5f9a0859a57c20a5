package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Reads GBNF, the grammar notation of llama.cpp, in full: rules {@code name ::= …} with literals,
 * classes, {@code .}, groups, alternatives, the repetitions {@code * + ?} and {@code {m,n}}, token
 * references {@code <text>} and {@code <[id]>}, their negation with {@code !}, and comments.
 *
 * <p>Departures: left recursion is allowed; names may hold underscores; several token ids may be
 * named at once, {@code <[5-7,9]>}; a repetition count is exact or refused, never silently
 * unbounded.
 */
final class GbnfSyntax {

  private static final int MAX_REPEAT = 100_000;
  private static final int MAX_DEPTH = 400;

  private final String source;
  private final Map<String, Expression> rules = new LinkedHashMap<>();
  private final Map<String, Integer> firstUse = new LinkedHashMap<>();
  private int at;
  private int depth;

  private GbnfSyntax(String source) {
    this.source = source;
  }

  static Grammar parse(String source) throws GrammarException {
    GbnfSyntax syntax = new GbnfSyntax(source);
    syntax.rules();
    for (Map.Entry<String, Integer> use : syntax.firstUse.entrySet()) {
      if (!syntax.rules.containsKey(use.getKey())) {
        throw GrammarException.at(
            source, use.getValue(), "the rule \"" + use.getKey() + "\" is not defined");
      }
    }
    if (syntax.rules.isEmpty()) {
      throw GrammarException.of("the grammar has no rules; it needs at least root ::= …");
    }
    return Grammar.of(syntax.rules, "root");
  }

  private void rules() throws GrammarException {
    space(true);
    while (at < source.length()) {
      int begin = at;
      String name = name("a rule name");
      space(false);
      if (!source.startsWith("::=", at)) {
        throw error(at, "expected ::= after the rule name \"" + name + "\"");
      }
      at += 3;
      space(true);
      Expression body = alternatives(false);
      if (rules.putIfAbsent(name, body) != null) {
        throw error(begin, "the rule \"" + name + "\" is defined twice");
      }
      if (at < source.length() && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
        throw error(at, "unexpected \"" + source.substring(at, at + 1) + "\"");
      }
      space(true);
    }
  }

  /** Skips blanks and comments, and line ends where the rule goes on over them. */
  private void space(boolean lineEnds) {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '#') {
        while (at < source.length() && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
          at++;
        }
      } else if (c == ' ' || c == '\t' || (lineEnds && (c == '\n' || c == '\r'))) {
        at++;
      } else {
        return;
      }
    }
  }

  private String name(String what) throws GrammarException {
    int begin = at;
    while (at < source.length() && isNamePart(source.charAt(at))) {
      at++;
    }
    if (at == begin) {
      throw error(at, "expected " + what);
    }
    return source.substring(begin, at);
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private Expression alternatives(boolean inGroup) throws GrammarException {
    if (++depth > MAX_DEPTH) {
      throw error(at, "groups nested deeper than " + MAX_DEPTH);
    }
    List<Expression> options = new ArrayList<>();
    options.add(sequence(inGroup));
    while (at < source.length() && source.charAt(at) == '|') {
      at++;
      space(true);
      options.add(sequence(inGroup));
    }
    depth--;
    return options.size() == 1
        ? options.getFirst()
        : new Expression.Either(Lists.immutable.withAll(options));
  }

  private Expression sequence(boolean inGroup) throws GrammarException {
    List<Expression> parts = new ArrayList<>();
    while (at < source.length()) {
      Expression part = element();
      if (part == null) {
        break;
      }
      space(inGroup);
      parts.add(repeated(part, inGroup));
    }
    return parts.size() == 1
        ? parts.getFirst()
        : new Expression.Sequence(Lists.immutable.withAll(parts));
  }

  private @Nullable Expression element() throws GrammarException {
    int begin = at;
    char c = source.charAt(at);
    switch (c) {
      case '"' -> {
        return literal();
      }
      case '[' -> {
        return new Expression.Terminal(new Regex.Chars(characterClass()));
      }
      case '.' -> {
        at++;
        return new Expression.Terminal(Regex.anyChar());
      }
      case '(' -> {
        at++;
        space(true);
        Expression inner = alternatives(true);
        space(true);
        if (at >= source.length() || source.charAt(at) != ')') {
          throw error(begin, "a ( without its )");
        }
        at++;
        return inner;
      }
      case '<' -> {
        return new Expression.SpecialToken(token());
      }
      case '!' -> {
        at++;
        if (at >= source.length() || source.charAt(at) != '<') {
          throw error(begin, "a ! must be followed by a token such as <|end|> or <[2]>");
        }
        return new Expression.SpecialToken(new TokenChoice.Except(token()));
      }
      case '*', '+', '?', '{' -> throw error(begin, "nothing to repeat before \"" + c + "\"");
      default -> {
        if (!isNamePart(c)) {
          return null;
        }
        String rule = name("a rule name");
        firstUse.putIfAbsent(rule, begin);
        return new Expression.Call(rule);
      }
    }
  }

  private Expression repeated(Expression body, boolean inGroup) throws GrammarException {
    Expression expression = body;
    while (at < source.length()) {
      switch (source.charAt(at)) {
        case '*' -> {
          at++;
          expression = new Expression.Repeat(expression, 0, Regex.Repeat.UNBOUNDED);
        }
        case '+' -> {
          at++;
          expression = new Expression.Repeat(expression, 1, Regex.Repeat.UNBOUNDED);
        }
        case '?' -> {
          at++;
          expression = new Expression.Repeat(expression, 0, 1);
        }
        case '{' -> expression = counted(expression);
        default -> {
          return expression;
        }
      }
      space(inGroup);
    }
    return expression;
  }

  private Expression counted(Expression body) throws GrammarException {
    int begin = at++;
    space(false);
    int min = number(begin);
    int max = min;
    space(false);
    if (at < source.length() && source.charAt(at) == ',') {
      at++;
      space(false);
      max =
          at < source.length() && source.charAt(at) == '}' ? Regex.Repeat.UNBOUNDED : number(begin);
      space(false);
    }
    if (at >= source.length() || source.charAt(at) != '}') {
      throw error(begin, "a { without its }");
    }
    at++;
    if (max != Regex.Repeat.UNBOUNDED && max < min) {
      throw error(begin, "a repetition from " + min + " to " + max);
    }
    return new Expression.Repeat(body, min, max);
  }

  private int number(int begin) throws GrammarException {
    int from = at;
    while (at < source.length() && Character.digit(source.charAt(at), 10) >= 0 && at - from < 10) {
      at++;
    }
    if (from == at) {
      throw error(at, "expected a number");
    }
    long value = Long.parseLong(source.substring(from, at));
    if (value > MAX_REPEAT) {
      throw error(begin, "a repetition count above " + MAX_REPEAT);
    }
    return (int) value;
  }

  private Expression literal() throws GrammarException {
    int begin = at++;
    StringBuilder text = new StringBuilder();
    while (true) {
      if (at >= source.length() || source.charAt(at) == '\n') {
        throw error(begin, "a \" without its closing \"");
      }
      if (source.charAt(at) == '"') {
        at++;
        return Expression.text(text.toString());
      }
      text.appendCodePoint(character());
    }
  }

  private CodePoints characterClass() throws GrammarException {
    int begin = at++;
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
      int from = character();
      int to = from;
      if (source.startsWith("-", at) && at + 1 < source.length() && source.charAt(at + 1) != ']') {
        at++;
        to = character();
      }
      if (to < from) {
        throw error(itemStart, "a range that runs backwards");
      }
      parts.add(CodePoints.range(from, to));
    }
    CodePoints set = CodePoints.union(parts);
    return negated ? set.complement() : set;
  }

  private int character() throws GrammarException {
    int begin = at;
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\') {
      return scalar(begin, c);
    }
    if (at >= source.length()) {
      throw error(begin, "a \\ at the end");
    }
    char escaped = source.charAt(at++);
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '"', '[', ']', '-', '^', '/' -> escaped;
      case 'x' -> hex(begin, 2);
      case 'u' -> hex(begin, 4);
      case 'U' -> hex(begin, 8);
      default -> throw error(begin, "the escape \\" + escaped + " is not known");
    };
  }

  private int hex(int begin, int digits) throws GrammarException {
    String text = source.substring(at, Math.min(source.length(), at + digits));
    if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw error(begin, "expected " + digits + " hexadecimal digits");
    }
    at += digits;
    return scalar(begin, (int) Math.min(Long.parseLong(text, 16), Integer.MAX_VALUE));
  }

  private int scalar(int begin, int value) throws GrammarException {
    if (value > Character.MAX_CODE_POINT
        || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
      throw error(begin, "U+%X is no character".formatted(value));
    }
    return value;
  }

  private TokenChoice token() throws GrammarException {
    TokenChoice.Reference reference = TokenChoice.Reference.at(source, at);
    at = reference.end();
    return reference.choice();
  }

  private GrammarException error(int offset, String problem) {
    return GrammarException.at(source, offset, problem);
  }
}
