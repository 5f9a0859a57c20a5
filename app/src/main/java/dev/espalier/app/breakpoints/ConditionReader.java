package dev.espalier.app.breakpoints;

import dev.espalier.app.breakpoints.Condition.Quantity;
import dev.espalier.app.breakpoints.Condition.Test;
import dev.espalier.app.breakpoints.Condition.Words;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a condition by recursive descent:
 *
 * <pre>{@code
 * condition ::= all ("||" all)*
 * all       ::= one ("&&" one)*
 * one       ::= "!" one | "(" condition ")" | text ("==" | "!=" | "~") text | sum compare sum
 * sum       ::= product (("+" | "-") product)*
 * product   ::= factor (("*" | "/") factor)*
 * factor    ::= "-" factor | number | name | "(" sum ")"
 * }</pre>
 */
final class ConditionReader {

  /** Nobody nests deeper, and the stack holds out. */
  private static final int DEEPEST = 64;

  private static final String[] COMPARISONS = {"<=", ">=", "==", "!=", "<", ">"};

  private final String source;
  private int at;
  private int depth;

  ConditionReader(String source) {
    this.source = source;
  }

  Test condition() throws ConditionException {
    Test read = any();
    space();
    if (at < source.length()) {
      throw wrong("expected && or || or the end, found “" + source.substring(at) + "”");
    }
    return read;
  }

  private Test any() throws ConditionException {
    if (++depth > DEEPEST) {
      throw wrong("the condition is nested too deeply");
    }
    Test left = all();
    while (take("||")) {
      Test first = left;
      Test second = all();
      left = moment -> first.holds(moment) || second.holds(moment);
    }
    depth--;
    return left;
  }

  private Test all() throws ConditionException {
    Test left = one();
    while (take("&&")) {
      Test first = left;
      Test second = one();
      left = moment -> first.holds(moment) && second.holds(moment);
    }
    return left;
  }

  private Test one() throws ConditionException {
    if (!looksAt("!=") && take("!")) {
      if (++depth > DEEPEST) {
        throw wrong("the condition is nested too deeply");
      }
      Test inner = one();
      depth--;
      return moment -> !inner.holds(moment);
    }
    if (isText()) {
      return ofTexts();
    }
    int begin = at;
    if (take("(")) {
      // A bracket may hold a condition or the beginning of a sum; the second try reads a sum.
      int depthBefore = depth;
      try {
        Test inner = any();
        if (!take(")")) {
          throw wrong("expected )");
        }
        if (!continuesSum()) {
          return inner;
        }
      } catch (ConditionException e) {
        if (!canBeSum(begin)) {
          throw e;
        }
      }
      depth = depthBefore;
      at = begin;
    }
    return comparison();
  }

  private boolean continuesSum() {
    for (String operator : new String[] {"+", "-", "*", "/", "<", ">", "==", "!="}) {
      if (looksAt(operator)) {
        return true;
      }
    }
    return false;
  }

  private boolean canBeSum(int begin) {
    int before = at;
    at = begin;
    try {
      sum();
      return true;
    } catch (ConditionException _) {
      return false;
    } finally {
      at = before;
    }
  }

  private Test comparison() throws ConditionException {
    Quantity left = sum();
    String operator = "";
    for (String candidate : COMPARISONS) {
      if (operator.isEmpty() && take(candidate)) {
        operator = candidate;
      }
    }
    if (operator.isEmpty()) {
      throw wrong("expected a comparison, such as < or ==");
    }
    Quantity right = sum();
    return switch (operator) {
      case "<" -> m -> left.of(m) < right.of(m);
      case "<=" -> m -> left.of(m) <= right.of(m);
      case ">" -> m -> left.of(m) > right.of(m);
      case ">=" -> m -> left.of(m) >= right.of(m);
      case "==" -> m -> left.of(m) == right.of(m);
      // What is not there differs from nothing.
      default -> m -> left.of(m) < right.of(m) || left.of(m) > right.of(m);
    };
  }

  private Quantity sum() throws ConditionException {
    Quantity left = product();
    while (true) {
      Quantity first = left;
      if (take("+")) {
        Quantity second = product();
        left = m -> first.of(m) + second.of(m);
      } else if (take("-")) {
        Quantity second = product();
        left = m -> first.of(m) - second.of(m);
      } else {
        return left;
      }
    }
  }

  private Quantity product() throws ConditionException {
    Quantity left = factor();
    while (true) {
      Quantity first = left;
      if (take("*")) {
        Quantity second = factor();
        left = m -> first.of(m) * second.of(m);
      } else if (take("/")) {
        Quantity second = factor();
        left = m -> first.of(m) / second.of(m);
      } else {
        return left;
      }
    }
  }

  private Quantity factor() throws ConditionException {
    if (++depth > DEEPEST) {
      throw wrong("the condition is nested too deeply");
    }
    try {
      if (take("-")) {
        Quantity inner = factor();
        return m -> -inner.of(m);
      }
      if (take("(")) {
        Quantity inner = sum();
        if (!take(")")) {
          throw wrong("expected )");
        }
        return inner;
      }
      space();
      int begin = at;
      if (at < source.length() && (Character.isDigit(source.charAt(at)) || looksAt("."))) {
        return number(begin);
      }
      Fact fact = fact();
      if (fact.isText()) {
        throw new ConditionException(
            begin, "%s is a text; a number is needed here".formatted(fact.key()));
      }
      return fact::number;
    } finally {
      depth--;
    }
  }

  private Quantity number(int begin) throws ConditionException {
    while (at < source.length() && isNumberPart(at, begin)) {
      at++;
    }
    String digits = source.substring(begin, at);
    try {
      double value = Double.parseDouble(digits);
      return _ -> value;
    } catch (NumberFormatException _) {
      throw new ConditionException(begin, "“" + digits + "” is no number");
    }
  }

  private boolean isNumberPart(int i, int begin) {
    char c = source.charAt(i);
    boolean sign = (c == '-' || c == '+') && i > begin && "eE".indexOf(source.charAt(i - 1)) >= 0;
    return Character.isDigit(c) || c == '.' || c == 'e' || c == 'E' || sign;
  }

  private boolean isText() {
    space();
    if (at < source.length() && source.charAt(at) == '"') {
      return true;
    }
    Fact fact = Fact.named(name(at));
    return fact != null && fact.isText();
  }

  private Test ofTexts() throws ConditionException {
    Words left = words();
    if (take("==")) {
      Words right = words();
      return m -> left.of(m).equals(right.of(m));
    }
    if (take("!=")) {
      Words right = words();
      return m -> !left.of(m).equals(right.of(m));
    }
    if (take("~")) {
      space();
      int begin = at;
      String pattern = literal();
      try {
        return Condition.matches(left, Pattern.compile(pattern));
      } catch (PatternSyntaxException e) {
        throw new ConditionException(
            begin + 1 + Math.max(0, e.getIndex()),
            "the regular expression is wrong: " + e.getDescription());
      }
    }
    throw wrong("expected ==, != or ~ after a text");
  }

  private Words words() throws ConditionException {
    space();
    int begin = at;
    if (at < source.length() && source.charAt(at) == '"') {
      String literal = literal();
      return _ -> literal;
    }
    Fact fact = fact();
    if (!fact.isText()) {
      throw new ConditionException(
          begin, "%s is a number; a text is needed here".formatted(fact.key()));
    }
    return fact::words;
  }

  private String literal() throws ConditionException {
    if (at >= source.length() || source.charAt(at) != '"') {
      throw wrong("expected a text in double quotes");
    }
    int begin = at++;
    StringBuilder text = new StringBuilder();
    while (at < source.length() && source.charAt(at) != '"') {
      if (source.startsWith("\\\"", at)) {
        at++;
      }
      text.append(source.charAt(at++));
    }
    if (at >= source.length()) {
      throw new ConditionException(begin, "the text that begins here has no closing quote");
    }
    at++;
    return text.toString();
  }

  private Fact fact() throws ConditionException {
    space();
    int begin = at;
    String name = name(at);
    if (name.isEmpty()) {
      throw wrong(
          at >= source.length()
              ? "expected a name or a number; there are " + Fact.names()
              : "“" + source.charAt(at) + "” cannot come here");
    }
    Fact fact = Fact.named(name);
    if (fact == null) {
      throw new ConditionException(
          begin, "there is no “%s”; there are %s".formatted(name, Fact.names()));
    }
    at += name.length();
    return fact;
  }

  private String name(int from) {
    int end = from;
    while (end < source.length() && Character.isLetter(source.charAt(end))) {
      end++;
    }
    return source.substring(from, end);
  }

  private void space() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }

  private boolean looksAt(String symbol) {
    space();
    return source.startsWith(symbol, at);
  }

  private boolean take(String symbol) {
    if (!looksAt(symbol)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  private ConditionException wrong(String what) {
    return new ConditionException(Math.min(at, source.length()), what);
  }
}
