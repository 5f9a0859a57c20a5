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

/** Reads the definitions of a Lark grammar, before it is known what their names are. */
final class LarkReader {

  private static final int MAX_DEPTH = 200;

  private final String source;
  private final LarkText text;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final List<Node> ignored = new ArrayList<>();
  private final Map<String, Expression> embedded = new LinkedHashMap<>();
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
    this.text = new LarkText(source);
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
    text.space(true);
    while (!text.ended()) {
      if (text.here() == '%') {
        directive();
      } else {
        definition();
      }
      if (!text.ended() && !text.lineEnd()) {
        throw text.error(text.offset(), "unexpected " + text.shown());
      }
      text.space(true);
    }
  }

  private void directive() throws GrammarException {
    int begin = text.offset();
    text.next();
    String word = text.word();
    text.space(false);
    switch (word) {
      case "ignore" -> ignored.add(alternatives(false));
      case "import" -> imports(begin);
      default -> throw text.error(begin, "%" + word + " is not supported");
    }
  }

  private void imports(int begin) throws GrammarException {
    String module = text.word();
    if (!module.equals("common")) {
      throw text.error(begin, "only common can be imported from, not \"" + module + "\"");
    }
    text.space(false);
    if (text.take(".")) {
      int place = text.offset();
      String name = text.word();
      text.space(false);
      String alias = name;
      if (text.take("->")) {
        text.space(false);
        alias = text.word();
      }
      define(alias, place, common(name, place));
      return;
    }
    text.expect('(', "expected a dot or ( after common");
    do {
      text.space(true);
      int place = text.offset();
      String name = text.word();
      define(name, place, common(name, place));
      text.space(true);
    } while (text.take(","));
    if (!text.take(")")) {
      throw text.error(begin, "a ( without its )");
    }
  }

  private Node common(String name, int place) throws GrammarException {
    String pattern = CommonTerminals.pattern(name);
    if (pattern == null) {
      throw text.error(place, "common has no terminal " + name);
    }
    return new Node.Literal(Regex.matching(pattern));
  }

  private void define(String name, int place, Node body) throws GrammarException {
    if (definitions.putIfAbsent(name, new Definition(body, place)) != null) {
      throw text.error(place, "\"" + name + "\" is defined twice");
    }
  }

  private void definition() throws GrammarException {
    if (text.here() == '?' || text.here() == '!') {
      // Marks for the shape of a parse tree, of which there is none.
      text.next();
    }
    int place = text.offset();
    String name = text.word();
    text.space(false);
    if (!text.ended()) {
      switch (text.here()) {
        case '.' -> throw text.error(text.offset(), "priorities are not supported");
        case '[' -> throw text.error(text.offset(), "attributes of rules are not supported");
        case '{' -> throw text.error(text.offset(), "templates are not supported");
        default -> {}
      }
    }
    text.expect(':', "expected : after \"" + name + "\"");
    text.space(false);
    define(name, place, alternatives(false));
  }

  private Node alternatives(boolean inGroup) throws GrammarException {
    if (++depth > MAX_DEPTH) {
      throw text.error(text.offset(), "groups nested deeper than " + MAX_DEPTH);
    }
    List<Node> options = new ArrayList<>();
    options.add(conjunction(inGroup));
    while (anotherOption(inGroup)) {
      text.next();
      text.space(inGroup);
      options.add(conjunction(inGroup));
    }
    depth--;
    return options.size() == 1
        ? options.getFirst()
        : new Node.Either(Lists.immutable.withAll(options));
  }

  /** Whether a bar follows; one on a new line goes on with the definition. */
  private boolean anotherOption(boolean inGroup) {
    int before = text.offset();
    text.space(true);
    if (text.here() == '|') {
      return true;
    }
    if (!inGroup) {
      text.back(before);
    }
    return false;
  }

  private Node conjunction(boolean inGroup) throws GrammarException {
    Node left = sequence(inGroup);
    while (text.here() == '&') {
      text.next();
      text.space(inGroup);
      left = new Node.And(left, sequence(inGroup));
    }
    if (text.take("->")) {
      text.space(false);
      text.word();
      text.space(inGroup);
    }
    return left;
  }

  private Node sequence(boolean inGroup) throws GrammarException {
    List<Node> parts = new ArrayList<>();
    while (!text.ended() && beginsAtom()) {
      boolean not = text.here() == '~';
      if (not) {
        text.next();
        text.space(false);
        if (text.ended() || !beginsAtom()) {
          throw text.error(text.offset(), "expected what ~ excludes");
        }
      }
      Node part = repeated(atom());
      parts.add(not ? new Node.Not(part) : part);
      text.space(inGroup);
    }
    return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(Lists.immutable.withAll(parts));
  }

  private boolean beginsAtom() {
    char c = text.here();
    return LarkText.isNamePart(c) || "\"/(<[%~".indexOf(c) >= 0;
  }

  private Node atom() throws GrammarException {
    int begin = text.offset();
    return switch (text.here()) {
      case '"' -> string();
      case '/' -> regex();
      case '(' -> bracketed('(', ')');
      case '[' -> new Node.Repeat(bracketed('[', ']'), 0, 1);
      case '<' -> token();
      case '%' -> embedded(begin);
      default -> {
        String name = text.word();
        yield new Node.Name(name, begin);
      }
    };
  }

  private Node bracketed(char open, char close) throws GrammarException {
    int begin = text.offset();
    text.next();
    text.space(true);
    Node inner = alternatives(true);
    text.space(true);
    if (text.here() != close) {
      throw text.error(begin, "a " + open + " without its " + close);
    }
    text.next();
    return inner;
  }

  private Node repeated(Node body) throws GrammarException {
    if (text.ended()) {
      return body;
    }
    int begin = text.offset();
    switch (text.here()) {
      case '?' -> {
        text.next();
        return new Node.Repeat(body, 0, 1);
      }
      case '*' -> {
        text.next();
        return new Node.Repeat(body, 0, Regex.Repeat.UNBOUNDED);
      }
      case '+' -> {
        text.next();
        return new Node.Repeat(body, 1, Regex.Repeat.UNBOUNDED);
      }
      case '~' -> {
        text.next();
        int min = text.number();
        int max = min;
        if (text.take("..")) {
          max = text.number();
        }
        return counted(body, begin, min, max);
      }
      case '{' -> {
        text.next();
        text.space(false);
        int min = text.startsWith(",") ? 0 : text.number();
        int max = min;
        text.space(false);
        if (text.take(",")) {
          text.space(false);
          max = text.startsWith("}") ? Regex.Repeat.UNBOUNDED : text.number();
          text.space(false);
        }
        text.expect('}', "a { without its }");
        return counted(body, begin, min, max);
      }
      default -> {
        return body;
      }
    }
  }

  private Node counted(Node body, int begin, int min, int max) throws GrammarException {
    if (max != Regex.Repeat.UNBOUNDED && max < min) {
      throw text.error(begin, "a repetition from " + min + " to " + max);
    }
    return new Node.Repeat(body, min, max);
  }

  private Node string() throws GrammarException {
    int begin = text.offset();
    String first = text.quoted();
    if (text.take("..")) {
      text.space(false);
      int second = text.offset();
      if (text.here() != '"') {
        throw text.error(text.offset(), "expected the end of the range");
      }
      String end = text.quoted();
      if (first.codePointCount(0, first.length()) != 1
          || end.codePointCount(0, end.length()) != 1) {
        throw text.error(begin, "a range goes from one character to another");
      }
      if (first.codePointAt(0) > end.codePointAt(0)) {
        throw text.error(second, "a range that runs backwards");
      }
      return new Node.Literal(
          Regex.chars(CodePoints.range(first.codePointAt(0), end.codePointAt(0))));
    }
    if (text.here() == 'i') {
      text.next();
      List<Regex> characters = new ArrayList<>();
      first.codePoints().forEach(c -> characters.add(Regex.chars(CodePoints.of(c).ignoringCase())));
      return new Node.Literal(new Regex.Sequence(Lists.immutable.withAll(characters)));
    }
    return new Node.Literal(Regex.text(first));
  }

  private Node regex() throws GrammarException {
    int begin = text.offset();
    String pattern = text.pattern();
    return new Node.Literal(within(source, begin, () -> Regex.matching(pattern)));
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
    int begin = text.offset();
    return new Node.Token(text.token(), begin);
  }

  private Node embedded(int begin) throws GrammarException {
    text.next();
    String word = text.word();
    text.space(false);
    if (!word.equals("json")) {
      throw text.error(begin, "%" + word + " is not supported here");
    }
    int from = text.offset();
    String schema = text.braces();
    String prefix = "(schema " + schemas++ + ")";
    embedded.putAll(
        within(source, from, () -> JsonSchema.rules(schema, SchemaOptions.STRICT, prefix)));
    return new Node.Schema(prefix, begin);
  }
}
