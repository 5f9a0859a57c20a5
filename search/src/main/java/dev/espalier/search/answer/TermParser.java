package dev.espalier.search.answer;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions in LaTeX or in plain notation.
 *
 * <p>Letters next to each other are factors, but words are not: a run of more than three letters,
 * or one that is all there is, is refused, so that "Mia" and "aim" are not equal products. Whatever
 * is not understood, too deep or too large makes the whole text unreadable; nothing is guessed.
 */
final class TermParser {
  private static final int MAX_DEPTH = 60;
  private static final int MAX_NODES = 1000;

  private static final Map<String, Term.Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sin", Term.Function.SIN),
          Map.entry("cos", Term.Function.COS),
          Map.entry("tan", Term.Function.TAN),
          Map.entry("cot", Term.Function.COT),
          Map.entry("sec", Term.Function.SEC),
          Map.entry("csc", Term.Function.CSC),
          Map.entry("arcsin", Term.Function.ARCSIN),
          Map.entry("arccos", Term.Function.ARCCOS),
          Map.entry("arctan", Term.Function.ARCTAN),
          Map.entry("asin", Term.Function.ARCSIN),
          Map.entry("acos", Term.Function.ARCCOS),
          Map.entry("atan", Term.Function.ARCTAN),
          Map.entry("sinh", Term.Function.SINH),
          Map.entry("cosh", Term.Function.COSH),
          Map.entry("tanh", Term.Function.TANH),
          Map.entry("ln", Term.Function.LN),
          Map.entry("exp", Term.Function.EXP),
          Map.entry("abs", Term.Function.ABS));

  private static final Term E = new Term.Constant(Math.E);
  private static final Term PI = new Term.Constant(Math.PI);
  private static final Term TWO = new Term.Numeral(new Rational(BigInteger.TWO, BigInteger.ONE));
  private static final Term TEN = new Term.Numeral(new Rational(BigInteger.TEN, BigInteger.ONE));

  /** Something in the text that this parser does not read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  private final String text;
  private int at;
  private int depth;
  private int nodes;

  private TermParser(String text) {
    this.text = text;
  }

  /** The expression, or null if it cannot be read. */
  static @Nullable Term parse(String text) {
    if (text.isBlank()
        || text.length() > AnswerNormaliser.MAX_LENGTH
        || (text.strip().length() > 1
            && text.strip().chars().allMatch(Character::isLetter)
            && !FUNCTIONS.containsKey(text.strip())
            && !text.strip().equals("pi"))) {
      return null;
    }
    TermParser parser = new TermParser(text);
    try {
      Term term = parser.sum();
      parser.space();
      return parser.at == text.length() ? term : null;
    } catch (Unreadable _) {
      return null;
    }
  }

  private Term sum() throws Unreadable {
    enter();
    Term left;
    if (accept('-')) {
      left = made(new Term.Negation(product()));
    } else {
      accept('+');
      left = product();
    }
    while (true) {
      if (accept('+')) {
        left = made(new Term.Binary(Term.Operator.PLUS, left, product()));
      } else if (accept('-')) {
        left = made(new Term.Binary(Term.Operator.MINUS, left, product()));
      } else {
        depth--;
        return left;
      }
    }
  }

  private Term product() throws Unreadable {
    enter();
    Term left = signed();
    while (true) {
      if (accept('*') || acceptCommand("cdot") || acceptCommand("times")) {
        left = made(new Term.Binary(Term.Operator.TIMES, left, signed()));
      } else if (accept('/') || acceptCommand("div")) {
        left = made(new Term.Binary(Term.Operator.OVER, left, signed()));
      } else if (startsFactor()) {
        // Two numerals side by side are not a product: "1 234" may be one number.
        boolean numeral = Character.isDigit(peek());
        Term right = power();
        if (numeral && left instanceof Term.Numeral) {
          throw new Unreadable();
        }
        left = made(new Term.Binary(Term.Operator.TIMES, left, right));
      } else {
        depth--;
        return left;
      }
    }
  }

  /** A factor after an operator, which may have a sign of its own. */
  private Term signed() throws Unreadable {
    enter();
    Term result;
    if (accept('-')) {
      result = made(new Term.Negation(signed()));
    } else if (accept('+')) {
      result = signed();
    } else {
      result = power();
    }
    depth--;
    return result;
  }

  private Term power() throws Unreadable {
    enter();
    Term base = atom();
    while (accept('!')) {
      base = made(new Term.Factorial(base));
    }
    if (accept('^') || acceptTwoStars()) {
      Term exponent = peek() == '{' ? group('{', '}') : signed();
      base = made(new Term.Binary(Term.Operator.POWER, base, exponent));
      while (accept('!')) {
        base = made(new Term.Factorial(base));
      }
    }
    depth--;
    return base;
  }

  private Term atom() throws Unreadable {
    char c = peek();
    if (isDigit(c) || c == '.') {
      return number();
    }
    if (c == '(') {
      return group('(', ')');
    }
    if (c == '[') {
      return group('[', ']');
    }
    if (c == '{') {
      return group('{', '}');
    }
    if (c == '|') {
      return made(new Term.Call(Term.Function.ABS, group('|', '|')));
    }
    if (c == '\\') {
      return command();
    }
    if (c == 'π') {
      at++;
      return PI;
    }
    if (c == '√') {
      at++;
      return made(new Term.Root(TWO, atomOfFunction()));
    }
    if (isLetter(c)) {
      return word();
    }
    throw new Unreadable();
  }

  private Term number() throws Unreadable {
    int start = at;
    boolean point = false;
    while (at < text.length() && (isDigit(text.charAt(at)) || (!point && text.charAt(at) == '.'))) {
      point |= text.charAt(at) == '.';
      at++;
    }
    String digits = text.substring(start, at);
    Rational value = Rational.parse(digits);
    if (value == null) {
      throw new Unreadable();
    }
    if (!point && peek() == '\\' && text.startsWith("\\frac", at)) {
      return mixed(value);
    }
    Rational scale = scientific();
    if (scale != null) {
      value = value.times(scale);
      if (value == null) {
        throw new Unreadable();
      }
    }
    return made(new Term.Numeral(value));
  }

  /** {@code 1\frac{1}{2}} with whole numbers is one and a half; with others it is a product. */
  private Term mixed(Rational whole) throws Unreadable {
    Term fraction = command();
    if (fraction
            instanceof Term.Binary(Term.Operator operator, Term.Numeral above, Term.Numeral below)
        && operator == Term.Operator.OVER
        && above.value().isWhole()
        && below.value().isWhole()) {
      return made(new Term.Binary(Term.Operator.PLUS, new Term.Numeral(whole), fraction));
    }
    return made(new Term.Binary(Term.Operator.TIMES, new Term.Numeral(whole), fraction));
  }

  /** The factor of {@code e5} or {@code E-3} after a number, if there is one. */
  private @Nullable Rational scientific() throws Unreadable {
    int i = at;
    if (i >= text.length() || (text.charAt(i) != 'e' && text.charAt(i) != 'E')) {
      return null;
    }
    i++;
    boolean minus = i < text.length() && text.charAt(i) == '-';
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    int start = i;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    if (i == start) {
      return null;
    }
    if (i - start > 3) {
      throw new Unreadable();
    }
    at = i;
    BigInteger power = BigInteger.TEN.pow(Integer.parseInt(text.substring(start, i)));
    return minus ? Rational.of(BigInteger.ONE, power) : Rational.of(power, BigInteger.ONE);
  }

  private Term group(char open, char close) throws Unreadable {
    enter();
    expect(open);
    Term inner = sum();
    expect(close);
    depth--;
    return inner;
  }

  private Term command() throws Unreadable {
    expect('\\');
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    switch (name) {
      case "frac" -> {
        return made(new Term.Binary(Term.Operator.OVER, argument(), argument()));
      }
      case "sqrt" -> {
        Term index = peek() == '[' ? group('[', ']') : TWO;
        return made(new Term.Root(index, argument()));
      }
      case "pi" -> {
        return PI;
      }
      case "log" -> {
        return logarithm();
      }
      case "mathrm", "text", "operatorname" -> {
        // \mathrm{e} and the like; words in braces are refused like other words.
        return argument();
      }
      case "alpha",
          "beta",
          "gamma",
          "delta",
          "theta",
          "lambda",
          "mu",
          "phi",
          "omega",
          "epsilon",
          "sigma",
          "rho",
          "tau" -> {
        return variable("\\" + name);
      }
      default -> {
        Term.Function function = FUNCTIONS.get(name);
        if (function == null) {
          throw new Unreadable();
        }
        return call(function);
      }
    }
  }

  /** An argument in braces, or a single digit or letter. */
  private Term argument() throws Unreadable {
    char c = peek();
    if (c == '{') {
      return group('{', '}');
    }
    if (isDigit(c)) {
      at++;
      Rational digit = Rational.parse(Character.toString(c));
      if (digit == null) {
        throw new Unreadable();
      }
      return made(new Term.Numeral(digit));
    }
    if (isLetter(c)) {
      at++;
      return letter(c);
    }
    if (c == '\\') {
      enter();
      Term result = command();
      depth--;
      return result;
    }
    throw new Unreadable();
  }

  private Term call(Term.Function function) throws Unreadable {
    // \sin^2 x is the square of the sine.
    Term exponent = accept('^') ? (peek() == '{' ? group('{', '}') : argument()) : null;
    Term result = made(new Term.Call(function, atomOfFunction()));
    return exponent == null ? result : made(new Term.Binary(Term.Operator.POWER, result, exponent));
  }

  private Term logarithm() throws Unreadable {
    Term base = accept('_') ? argument() : TEN;
    return made(new Term.Logarithm(base, atomOfFunction()));
  }

  /** What a function without brackets applies to: {@code \sin 2x} is the sine of 2x. */
  private Term atomOfFunction() throws Unreadable {
    enter();
    char c = peek();
    Term result;
    if (c == '(' || c == '{' || c == '[' || c == '|') {
      result = atom();
    } else {
      result = power();
      while (result instanceof Term.Numeral && startsFactor() && !Character.isDigit(peek())) {
        result = made(new Term.Binary(Term.Operator.TIMES, result, power()));
      }
    }
    depth--;
    return result;
  }

  private Term word() throws Unreadable {
    int end = at;
    while (end < text.length() && isLetter(text.charAt(end))) {
      end++;
    }
    String word = text.substring(at, end);
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("sqrt")) {
      at = end;
      return made(new Term.Root(TWO, atomOfFunction()));
    }
    if (lower.equals("pi")) {
      at = end;
      return PI;
    }
    if (lower.equals("log")) {
      at = end;
      return logarithm();
    }
    Term.Function function = FUNCTIONS.get(lower);
    if (function != null) {
      at = end;
      return call(function);
    }
    boolean begins = at == 0 || !isLetter(text.charAt(at - 1));
    if (begins && word.length() > 3) {
      throw new Unreadable();
    }
    char c = text.charAt(at++);
    return letter(c);
  }

  private Term letter(char c) throws Unreadable {
    return c == 'e' ? E : variable(Character.toString(c));
  }

  private Term variable(String name) throws Unreadable {
    if (at < text.length() && text.charAt(at) == '_') {
      at++;
      int start = at;
      if (peek() == '{') {
        int close = text.indexOf('}', at);
        if (close < 0) {
          throw new Unreadable();
        }
        at = close + 1;
        return made(new Term.Variable(name + "_" + text.substring(start, close).replace("{", "")));
      }
      at++;
      if (at > text.length()) {
        throw new Unreadable();
      }
      return made(new Term.Variable(name + "_" + text.charAt(at - 1)));
    }
    return made(new Term.Variable(name));
  }

  // characters

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    space();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean accept(char c) {
    if (peek() != c || (c == '*' && text.startsWith("**", at))) {
      return false;
    }
    at++;
    return true;
  }

  private boolean acceptTwoStars() {
    space();
    if (!text.startsWith("**", at)) {
      return false;
    }
    at += 2;
    return true;
  }

  private boolean acceptCommand(String name) {
    space();
    int end = at + 1 + name.length();
    if (!text.startsWith("\\" + name, at) || (end < text.length() && isLetter(text.charAt(end)))) {
      return false;
    }
    at = end;
    return true;
  }

  private void expect(char c) throws Unreadable {
    if (!accept(c)) {
      throw new Unreadable();
    }
  }

  private boolean startsFactor() {
    char c = peek();
    return isDigit(c) || isLetter(c) || c == '(' || c == '\\' || c == '{' || c == 'π' || c == '√';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  // bounds

  private void enter() throws Unreadable {
    if (++depth > MAX_DEPTH * 4) {
      throw new Unreadable();
    }
  }

  private <T extends Term> T made(T term) throws Unreadable {
    if (++nodes > MAX_NODES) {
      throw new Unreadable();
    }
    return term;
  }
}
