package dev.espalier.app.condition;

import dev.espalier.app.condition.Term.Quantity;
import dev.espalier.app.condition.Term.Test;
import dev.espalier.app.condition.Term.Words;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition by recursive descent:
 *
 * <pre>{@code
 * condition ::= all ("||" all)*
 * all       ::= one ("&&" one)*
 * one       ::= "!" one | "(" condition ")" | truth | text ("==" | "!=" | "~") text
 *             | sum compare sum
 * sum       ::= product (("+" | "-") product)*
 * product   ::= factor (("*" | "/") factor)*
 * factor    ::= "-" factor | number | "exp(" sum ")" | name | "(" sum ")"
 * }</pre>
 *
 * <p>What names there are (truths, texts and numbers) is the vocabulary's business.
 *
 * @param <M> what the condition is about
 */
final class ConditionReader<M> {

  /** The names that may stand in a condition. */
  interface Vocabulary<M> {
    /**
     * The name at the reader's place, with what belongs to it.
     *
     * @throws ConditionException if there is none that is known
     */
    Term<M> term(ConditionReader<M> reader) throws ConditionException;
  }

  /** Nobody nests deeper, and the stack holds out. */
  private static final int DEEPEST = 64;

  private static final String[] COMPARISONS = {"<=", ">=", "==", "!=", "<", ">"};

  private final String source;
  private final Vocabulary<M> vocabulary;
  private int at;
  private int depth;

  ConditionReader(String source, Vocabulary<M> vocabulary) {
    this.source = source;
    this.vocabulary = vocabulary;
  }

  /** The whole of the source as a condition. */
  Test<M> condition() throws ConditionException {
    Test<M> read = any();
    space();
    if (at < source.length()) {
      throw wrong("expected && or || or the end, found “" + source.substring(at) + "”");
    }
    return read;
  }

  /** The whole of the source as a number or a text. */
  Term<M> value() throws ConditionException {
    Term<M> read = isText() ? new Term.Text<>(words()) : new Term.Count<>(sum());
    space();
    if (at < source.length()) {
      throw wrong("expected the end, found “" + source.substring(at) + "”");
    }
    return read;
  }

  /** A condition over something else that stands here, as the argument of a name. */
  <N> Test<N> inner(Vocabulary<N> names) throws ConditionException {
    ConditionReader<N> reader = new ConditionReader<>(source, names);
    reader.at = at;
    reader.depth = depth;
    Test<N> read = reader.any();
    at = reader.at;
    return read;
  }

  private Test<M> any() throws ConditionException {
    if (++depth > DEEPEST) {
      throw wrong("the condition is nested too deeply");
    }
    Test<M> left = all();
    while (take("||")) {
      Test<M> first = left;
      Test<M> second = all();
      left = moment -> first.holds(moment) || second.holds(moment);
    }
    depth--;
    return left;
  }

  private Test<M> all() throws ConditionException {
    Test<M> left = one();
    while (take("&&")) {
      Test<M> first = left;
      Test<M> second = one();
      left = moment -> first.holds(moment) && second.holds(moment);
    }
    return left;
  }

  private Test<M> one() throws ConditionException {
    if (!looksAt("!=") && take("!")) {
      if (++depth > DEEPEST) {
        throw wrong("the condition is nested too deeply");
      }
      Test<M> inner = one();
      depth--;
      return moment -> !inner.holds(moment);
    }
    if (isText()) {
      return ofTexts();
    }
    int begin = at;
    if (ahead() instanceof Term.Truth<M> && vocabulary.term(this) instanceof Term.Truth<M> truth) {
      return truth.test();
    }
    if (take("(")) {
      // A bracket may hold a condition or the beginning of a sum; the second try reads a sum.
      int depthBefore = depth;
      try {
        Test<M> inner = any();
        close();
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

  private Test<M> comparison() throws ConditionException {
    Quantity<M> left = sum();
    String operator = "";
    for (String candidate : COMPARISONS) {
      if (operator.isEmpty() && take(candidate)) {
        operator = candidate;
      }
    }
    if (operator.isEmpty()) {
      throw wrong("expected a comparison, such as < or ==");
    }
    Quantity<M> right = sum();
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

  private Quantity<M> sum() throws ConditionException {
    Quantity<M> left = product();
    while (true) {
      Quantity<M> first = left;
      if (take("+")) {
        Quantity<M> second = product();
        left = m -> first.of(m) + second.of(m);
      } else if (take("-")) {
        Quantity<M> second = product();
        left = m -> first.of(m) - second.of(m);
      } else {
        return left;
      }
    }
  }

  private Quantity<M> product() throws ConditionException {
    Quantity<M> left = factor();
    while (true) {
      Quantity<M> first = left;
      if (take("*")) {
        Quantity<M> second = factor();
        left = m -> first.of(m) * second.of(m);
      } else if (take("/")) {
        Quantity<M> second = factor();
        left = m -> first.of(m) / second.of(m);
      } else {
        return left;
      }
    }
  }

  private Quantity<M> factor() throws ConditionException {
    if (++depth > DEEPEST) {
      throw wrong("the condition is nested too deeply");
    }
    try {
      if (take("-")) {
        Quantity<M> inner = factor();
        return m -> -inner.of(m);
      }
      if (take("(")) {
        Quantity<M> inner = sum();
        close();
        return inner;
      }
      space();
      int begin = at;
      if (at < source.length() && (Character.isDigit(source.charAt(at)) || looksAt("."))) {
        return number(begin);
      }
      if (looksAt("exp(")) {
        take("exp(");
        Quantity<M> inner = sum();
        close();
        return m -> Math.exp(inner.of(m));
      }
      Term<M> term = vocabulary.term(this);
      return switch (term) {
        case Term.Count<M>(Quantity<M> quantity) -> quantity;
        case Term.Text<M> _, Term.Truth<M> _ ->
            throw new ConditionException(
                begin,
                "%s is a %s; a number is needed here"
                    .formatted(source.substring(begin, at).strip(), term.kind()));
      };
    } finally {
      depth--;
    }
  }

  private Quantity<M> number(int begin) throws ConditionException {
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
    return ahead() instanceof Term.Text<M>;
  }

  /** The name at this place, without going on; null if there is none that is known. */
  private @Nullable Term<M> ahead() {
    int before = at;
    try {
      return vocabulary.term(this);
    } catch (ConditionException _) {
      return null;
    } finally {
      at = before;
    }
  }

  private Test<M> ofTexts() throws ConditionException {
    Words<M> left = words();
    if (take("==")) {
      Words<M> right = words();
      return m -> left.of(m).equals(right.of(m));
    }
    if (take("!=")) {
      Words<M> right = words();
      return m -> !left.of(m).equals(right.of(m));
    }
    if (take("~")) {
      space();
      int begin = at;
      String pattern = literal();
      try {
        Pattern compiled = Pattern.compile(pattern);
        return m -> compiled.matcher(left.of(m)).find();
      } catch (PatternSyntaxException e) {
        throw new ConditionException(
            begin + 1 + Math.max(0, e.getIndex()),
            "the regular expression is wrong: " + e.getDescription());
      }
    }
    throw wrong("expected ==, != or ~ after a text");
  }

  private Words<M> words() throws ConditionException {
    space();
    int begin = at;
    if (at < source.length() && source.charAt(at) == '"') {
      String literal = literal();
      return _ -> literal;
    }
    Term<M> term = vocabulary.term(this);
    return switch (term) {
      case Term.Text<M>(Words<M> words) -> words;
      case Term.Count<M> _, Term.Truth<M> _ ->
          throw new ConditionException(
              begin,
              "%s is a %s; a text is needed here"
                  .formatted(source.substring(begin, at).strip(), term.kind()));
    };
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

  /**
   * Takes the name that begins here.
   *
   * @param names what there is, for the message where there is no name at all
   */
  String name(String names) throws ConditionException {
    space();
    int end = at;
    while (end < source.length() && Character.isLetter(source.charAt(end))) {
      end++;
    }
    if (end == at) {
      throw wrong(
          at >= source.length()
              ? "expected a name or a number; there are " + names
              : "“" + source.charAt(at) + "” cannot come here");
    }
    String name = source.substring(at, end);
    at = end;
    return name;
  }

  /** Where the reader stands, from 0. */
  int offset() {
    return at;
  }

  void space() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }

  boolean looksAt(String symbol) {
    space();
    return source.startsWith(symbol, at);
  }

  boolean take(String symbol) {
    if (!looksAt(symbol)) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  /** Takes a closing bracket. */
  void close() throws ConditionException {
    if (!take(")")) {
      throw wrong("expected )");
    }
  }

  ConditionException wrong(String what) {
    return new ConditionException(Math.min(at, source.length()), what);
  }
}
