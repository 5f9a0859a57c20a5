package dev.espalier.search.grammar.source;

import dev.espalier.search.grammar.CodePoints;
import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.TokenChoice;
import dev.espalier.search.grammar.schema.JsonSchema;
import dev.espalier.search.grammar.schema.SchemaOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.eclipse.collections.impl.set.mutable.primitive.IntHashSet;

/** The text of a Lark grammar as definitions. */
final class LarkReader {

  private static final int MAX_REPEAT = 100_000;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_TOKENS = 1_000_000;

  private final String source;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final List<Node> ignored = new ArrayList<>();
  private final Map<String, Expression> embedded = new LinkedHashMap<>();
  private int at;
  private int depth;
  private int schemas;

  /** What a name stands for. */
  record Definition(Node body, int offset) {}

  /** The right-hand side of a definition, before it is known what its names are. */
  sealed interface Node {
    record Literal(Regex regex) implements Node {}

    record Name(String name, int offset) implements Node {}

    record Token(TokenChoice choice, int offset) implements Node {}

    /** A text of a schema, which has a rule of its own. */
    record Schema(String rule, int offset) implements Node {}

    record Sequence(ImmutableList<Node> parts) implements Node {}

    record Either(ImmutableList<Node> options) implements Node {}

    record Repeat(Node body, int min, int max) implements Node {}

    record And(Node left, Node right) implements Node {}

    record Not(Node excluded) implements Node {}
  }

  /** A part of a definition in another language. */
  interface Part<T> {
    T read() throws GrammarException;
  }

  LarkReader(String source) {
    this.source = source;
  }

  Map<String, Definition> definitions() {
    return definitions;
  }

  List<Node> ignored() {
    return ignored;
  }

  /** Rules of schemas in the text. */
  Map<String, Expression> embedded() {
    return embedded;
  }

  void read() throws GrammarException {
    space(true);
    while (at < source.length()) {
      if (source.charAt(at) == '%') {
        directive();
      } else {
        definition();
      }
      if (at < source.length() && !lineEnd()) {
        throw error(at, "unexpected " + shown());
      }
      space(true);
    }
  }

  private String shown() {
    return '"' + Character.toString(source.codePointAt(at)) + '"';
  }

  private boolean lineEnd() {
    return source.charAt(at) == '\n' || source.charAt(at) == '\r';
  }

  /** Skips blanks, comments and, if they mean nothing here, line ends. */
  private void space(boolean lineEnds) {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '#' || source.startsWith("//", at)) {
        while (at < source.length() && !lineEnd()) {
          at++;
        }
      } else if (c == ' ' || c == '\t' || (lineEnds && lineEnd())) {
        at++;
      } else {
        return;
      }
    }
  }

  private void directive() throws GrammarException {
    int begin = at++;
    String word = word();
    space(false);
    switch (word) {
      case "ignore" -> ignored.add(alternatives(false));
      case "import" -> imports(begin);
      default -> throw error(begin, "%" + word + " is not supported");
    }
  }

  private void imports(int begin) throws GrammarException {
    String module = word();
    if (!module.equals("common")) {
      throw error(begin, "only common can be imported from, not \"" + module + "\"");
    }
    space(false);
    if (source.startsWith(".", at)) {
      at++;
      int place = at;
      String name = word();
      space(false);
      String alias = name;
      if (source.startsWith("->", at)) {
        at += 2;
        space(false);
        alias = word();
      }
      define(alias, place, common(name, place));
      return;
    }
    expect('(', "expected a dot or ( after common");
    do {
      space(true);
      int place = at;
      String name = word();
      define(name, place, common(name, place));
      space(true);
    } while (at < source.length() && source.charAt(at++) == ',');
    if (source.charAt(at - 1) != ')') {
      throw error(begin, "a ( without its )");
    }
  }

  private Node common(String name, int place) throws GrammarException {
    String pattern =
        switch (name) {
          case "DIGIT" -> "[0-9]";
          case "HEXDIGIT" -> "[0-9a-fA-F]";
          case "INT" -> "[0-9]+";
          case "SIGNED_INT" -> "[+-]?[0-9]+";
          case "DECIMAL" -> "[0-9]+\\.[0-9]*|\\.[0-9]+";
          case "FLOAT" -> "[0-9]+[eE][+-]?[0-9]+|(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
          case "SIGNED_FLOAT" ->
              "[+-]?(?:[0-9]+[eE][+-]?[0-9]+|(?:[0-9]+\\.[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)";
          case "NUMBER" -> "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
          case "SIGNED_NUMBER" -> "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
          case "ESCAPED_STRING" -> "\"(?:[^\"\\\\\\n]|\\\\[^\\n])*\"";
          case "LCASE_LETTER" -> "[a-z]";
          case "UCASE_LETTER" -> "[A-Z]";
          case "LETTER" -> "[a-zA-Z]";
          case "WORD" -> "[a-zA-Z]+";
          case "CNAME" -> "[_a-zA-Z][_a-zA-Z0-9]*";
          case "WS_INLINE" -> "[ \\t]+";
          case "WS" -> "[ \\t\\f\\r\\n]+";
          case "CR" -> "\\r";
          case "LF" -> "\\n";
          case "NEWLINE" -> "(?:\\r?\\n)+";
          case "SH_COMMENT" -> "#[^\\n]*";
          case "CPP_COMMENT" -> "//[^\\n]*";
          case "C_COMMENT" -> "/\\*(?:[^*]|\\*+[^*/])*\\*+/";
          case "SQL_COMMENT" -> "--[^\\n]*";
          default -> throw error(place, "common has no terminal " + name);
        };
    return new Node.Literal(Regex.matching(pattern));
  }

  private void define(String name, int place, Node body) throws GrammarException {
    if (definitions.putIfAbsent(name, new Definition(body, place)) != null) {
      throw error(place, "\"" + name + "\" is defined twice");
    }
  }

  private void definition() throws GrammarException {
    if (source.charAt(at) == '?' || source.charAt(at) == '!') {
      // Marks for the shape of a parse tree, of which there is none.
      at++;
    }
    int place = at;
    String name = word();
    space(false);
    if (at < source.length()) {
      switch (source.charAt(at)) {
        case '.' -> throw error(at, "priorities are not supported");
        case '[' -> throw error(at, "attributes of rules are not supported");
        case '{' -> throw error(at, "templates are not supported");
        default -> {}
      }
    }
    expect(':', "expected : after \"" + name + "\"");
    space(false);
    define(name, place, alternatives(false));
  }

  private void expect(char c, String problem) throws GrammarException {
    if (at >= source.length() || source.charAt(at) != c) {
      throw error(at, problem);
    }
    at++;
  }

  private String word() throws GrammarException {
    int begin = at;
    while (at < source.length() && isNamePart(source.charAt(at))) {
      at++;
    }
    if (at == begin) {
      throw error(at, "expected a name");
    }
    return source.substring(begin, at);
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private Node alternatives(boolean inGroup) throws GrammarException {
    if (++depth > MAX_DEPTH) {
      throw error(at, "groups nested deeper than " + MAX_DEPTH);
    }
    List<Node> options = new ArrayList<>();
    options.add(conjunction(inGroup));
    while (anotherOption(inGroup)) {
      at++;
      space(inGroup);
      options.add(conjunction(inGroup));
    }
    depth--;
    return options.size() == 1
        ? options.getFirst()
        : new Node.Either(Lists.immutable.withAll(options));
  }

  /** Whether a bar follows; one on a new line goes on with the definition. */
  private boolean anotherOption(boolean inGroup) {
    int before = at;
    space(true);
    if (at < source.length() && source.charAt(at) == '|') {
      return true;
    }
    at = inGroup ? at : before;
    return false;
  }

  private Node conjunction(boolean inGroup) throws GrammarException {
    Node left = sequence(inGroup);
    while (at < source.length() && source.charAt(at) == '&') {
      at++;
      space(inGroup);
      left = new Node.And(left, sequence(inGroup));
    }
    if (source.startsWith("->", at)) {
      at += 2;
      space(false);
      word();
      space(inGroup);
    }
    return left;
  }

  private Node sequence(boolean inGroup) throws GrammarException {
    List<Node> parts = new ArrayList<>();
    while (at < source.length() && beginsAtom()) {
      boolean not = source.charAt(at) == '~';
      if (not) {
        at++;
        space(false);
        if (at >= source.length() || !beginsAtom()) {
          throw error(at, "expected what ~ excludes");
        }
      }
      Node part = repeated(atom());
      parts.add(not ? new Node.Not(part) : part);
      space(inGroup);
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(Lists.immutable.withAll(parts));
  }

  private boolean beginsAtom() {
    char c = source.charAt(at);
    return isNamePart(c) || "\"/(<[%~".indexOf(c) >= 0;
  }

  private Node atom() throws GrammarException {
    int begin = at;
    return switch (source.charAt(at)) {
      case '"' -> string();
      case '/' -> regex();
      case '(' -> bracketed('(', ')');
      case '[' -> new Node.Repeat(bracketed('[', ']'), 0, 1);
      case '<' -> token();
      case '%' -> embedded(begin);
      default -> {
        String name = word();
        yield new Node.Name(name, begin);
      }
    };
  }

  private Node bracketed(char open, char close) throws GrammarException {
    int begin = at++;
    space(true);
    Node inner = alternatives(true);
    space(true);
    if (at >= source.length() || source.charAt(at) != close) {
      throw error(begin, "a " + open + " without its " + close);
    }
    at++;
    return inner;
  }

  private Node repeated(Node body) throws GrammarException {
    if (at >= source.length()) {
      return body;
    }
    int begin = at;
    switch (source.charAt(at)) {
      case '?' -> {
        at++;
        return new Node.Repeat(body, 0, 1);
      }
      case '*' -> {
        at++;
        return new Node.Repeat(body, 0, Regex.Repeat.UNBOUNDED);
      }
      case '+' -> {
        at++;
        return new Node.Repeat(body, 1, Regex.Repeat.UNBOUNDED);
      }
      case '~' -> {
        at++;
        int min = number();
        int max = min;
        if (source.startsWith("..", at)) {
          at += 2;
          max = number();
        }
        return counted(body, begin, min, max);
      }
      case '{' -> {
        at++;
        space(false);
        int min = source.startsWith(",", at) ? 0 : number();
        int max = min;
        space(false);
        if (source.startsWith(",", at)) {
          at++;
          space(false);
          max = source.startsWith("}", at) ? Regex.Repeat.UNBOUNDED : number();
          space(false);
        }
        expect('}', "a { without its }");
        return counted(body, begin, min, max);
      }
      default -> {
        return body;
      }
    }
  }

  private Node counted(Node body, int begin, int min, int max) throws GrammarException {
    if (max != Regex.Repeat.UNBOUNDED && max < min) {
      throw error(begin, "a repetition from " + min + " to " + max);
    }
    return new Node.Repeat(body, min, max);
  }

  private int number() throws GrammarException {
    int begin = at;
    while (at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9') {
      at++;
    }
    if (begin == at) {
      throw error(at, "expected a number");
    }
    if (at - begin > 6 || Integer.parseInt(source.substring(begin, at)) > MAX_REPEAT) {
      throw error(begin, "a repetition count above " + MAX_REPEAT);
    }
    return Integer.parseInt(source.substring(begin, at));
  }

  private Node string() throws GrammarException {
    int begin = at;
    String text = quoted();
    if (source.startsWith("..", at)) {
      at += 2;
      space(false);
      int second = at;
      if (at >= source.length() || source.charAt(at) != '"') {
        throw error(at, "expected the end of the range");
      }
      String end = quoted();
      if (text.codePointCount(0, text.length()) != 1 || end.codePointCount(0, end.length()) != 1) {
        throw error(begin, "a range goes from one character to another");
      }
      if (text.codePointAt(0) > end.codePointAt(0)) {
        throw error(second, "a range that runs backwards");
      }
      return new Node.Literal(
          Regex.chars(CodePoints.range(text.codePointAt(0), end.codePointAt(0))));
    }
    if (at < source.length() && source.charAt(at) == 'i') {
      at++;
      List<Regex> characters = new ArrayList<>();
      text.codePoints().forEach(c -> characters.add(Regex.chars(CodePoints.of(c).ignoringCase())));
      return new Node.Literal(new Regex.Sequence(Lists.immutable.withAll(characters)));
    }
    return new Node.Literal(Regex.text(text));
  }

  private String quoted() throws GrammarException {
    int begin = at++;
    StringBuilder text = new StringBuilder();
    while (at < source.length() && !lineEnd()) {
      char c = source.charAt(at++);
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
    char c = at < source.length() ? source.charAt(at++) : '\n';
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

  private Node regex() throws GrammarException {
    int begin = at++;
    boolean inClass = false;
    while (at < source.length() && !lineEnd() && (inClass || source.charAt(at) != '/')) {
      char c = source.charAt(at);
      inClass = c == '[' || (inClass && c != ']');
      at += c == '\\' ? 2 : 1;
    }
    if (at >= source.length() || lineEnd()) {
      throw error(begin, "a / without its closing /");
    }
    String pattern = source.substring(begin + 1, at).replace("\\/", "/");
    at++;
    StringBuilder flags = new StringBuilder();
    while (at < source.length() && "imslux".indexOf(source.charAt(at)) >= 0) {
      char flag = source.charAt(at);
      if ("mlx".indexOf(flag) >= 0) {
        throw error(at, "the flag " + flag + " is not supported");
      }
      flags.append(flag);
      at++;
    }
    String whole = flags.isEmpty() ? pattern : "(?" + flags + ":" + pattern + ")";
    return new Node.Literal(within(source, begin, () -> Regex.matching(whole)));
  }

  /** A problem in a part, told with the part's place. */
  static <T> T within(String source, int offset, Part<T> part) throws GrammarException {
    try {
      return part.read();
    } catch (GrammarException e) {
      String problem = Objects.toString(e.getMessage(), "").lines().findFirst().orElse("");
      throw GrammarException.at(source, offset, "in what begins here: " + problem);
    }
  }

  private Node token() throws GrammarException {
    int begin = at;
    int close = source.indexOf('>', at);
    int lineEnd = source.indexOf('\n', at);
    if (close < 0 || (lineEnd >= 0 && lineEnd < close)) {
      throw error(begin, "a < without its >");
    }
    String inner = source.substring(at + 1, close);
    at = close + 1;
    if (!inner.startsWith("[")) {
      return new Node.Token(new TokenChoice.Written("<" + inner + ">"), begin);
    }
    if (!inner.matches("\\[\\d{1,9}(-\\d{1,9})?(,\\d{1,9}(-\\d{1,9})?)*\\]")) {
      throw error(begin, "expected token ids such as <[5]> or <[5-7,9]>");
    }
    IntHashSet ids = new IntHashSet();
    for (String range : inner.substring(1, inner.length() - 1).split(",", -1)) {
      String[] ends = range.split("-", -1);
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (to < from || to - from > MAX_TOKENS) {
        throw error(begin, "the range of tokens " + range);
      }
      for (int id = from; id <= to; id++) {
        ids.add(id);
      }
    }
    return new Node.Token(new TokenChoice.Ids(IntSets.immutable.withAll(ids)), begin);
  }

  private Node embedded(int begin) throws GrammarException {
    at++;
    String word = word();
    space(false);
    if (!word.equals("json")) {
      throw error(begin, "%" + word + " is not supported here");
    }
    int from = at;
    String schema = braces();
    String prefix = "(schema " + schemas++ + ")";
    embedded.putAll(
        within(source, from, () -> JsonSchema.rules(schema, SchemaOptions.STRICT, prefix)));
    return new Node.Schema(prefix, begin);
  }

  /** From a brace to the one that closes it. */
  private String braces() throws GrammarException {
    int begin = at;
    if (at >= source.length() || source.charAt(at) != '{') {
      throw error(at, "expected a schema in braces");
    }
    int open = 0;
    boolean inString = false;
    while (at < source.length()) {
      char c = source.charAt(at++);
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

  private GrammarException error(int offset, String problem) {
    return GrammarException.at(source, offset, problem);
  }
}
