package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.CodePoints;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Quotation;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.schema.SchemaOptions.Notation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.collections.impl.factory.Lists;

/** How JSON values are written. */
final class JsonText {

  /** Any string, as its characters in UTF-8. */
  static final ByteAutomaton ANY_STRING = constant(Regex.anything());

  private static final Regex HEX = Regex.chars(CodePoints.of("0123456789abcdefABCDEF"));
  private static final CodePoints CONTROLS = CodePoints.range(0, 0x1F);
  private static final CodePoints MUST_ESCAPE = CONTROLS.or(CodePoints.of("\"\\"));
  private static final String SHORT = "\b\t\n\f\r";
  private static final String SHORT_NAMES = "btnfr";

  private final boolean free;
  private final Quotation quotation;
  private final Map<ByteAutomaton, ByteAutomaton> formats = new ConcurrentHashMap<>();
  private final Regex anyCharacter;
  private final Map<String, Regex> marks;

  JsonText(Notation notation) {
    this.free = notation == Notation.FREE;
    Regex space = free ? compiled(Regex.chars(CodePoints.of(" \t\n\r")).star()) : Regex.empty();
    this.anyCharacter = compiled(character(CodePoints.ALL));
    Map<String, Integer> escapes = new HashMap<>();
    for (int c = 0; c < 128; c++) {
      if (MUST_ESCAPE.contains(c)) {
        for (String escape : escapes(c)) {
          escapes.put(escape, c);
        }
      }
    }
    this.quotation = new Quotation('"', escapes);
    Map<String, Regex> marks = new HashMap<>();
    for (String mark : List.of(",", ":")) {
      marks.put(mark, compiled(Regex.sequence(space, Regex.text(mark), space)));
    }
    for (String bracket : List.of("[", "{")) {
      marks.put(bracket, compiled(Regex.sequence(Regex.text(bracket), space)));
    }
    for (String bracket : List.of("]", "}")) {
      marks.put(bracket, compiled(Regex.sequence(space, Regex.text(bracket))));
    }
    for (String brackets : List.of("[]", "{}")) {
      marks.put(
          brackets,
          compiled(
              Regex.sequence(
                  Regex.text(brackets.substring(0, 1)), space, Regex.text(brackets.substring(1)))));
    }
    this.marks = Map.copyOf(marks);
  }

  static JsonText of(Notation notation) {
    return notation == Notation.FREE ? Constants.FREE : Constants.CANONICAL;
  }

  private static final class Constants {
    static final JsonText FREE = new JsonText(Notation.FREE);
    static final JsonText CANONICAL = new JsonText(Notation.CANONICAL);
  }

  static ByteAutomaton anyStringBut(Iterable<String> strings) throws GrammarException {
    List<Regex> texts = new ArrayList<>();
    strings.forEach(text -> texts.add(Regex.text(text)));
    return texts.isEmpty()
        ? ANY_STRING
        : ANY_STRING.minus(new Regex.Either(Lists.immutable.withAll(texts)).automaton());
  }

  /** An automaton that is known to be small. */
  static ByteAutomaton constant(Regex regex) {
    try {
      return regex.automaton();
    } catch (GrammarException e) {
      throw new IllegalStateException("a constant of the program is too large", e);
    }
  }

  private static Regex compiled(Regex regex) {
    return new Regex.Compiled(constant(regex));
  }

  boolean isFree() {
    return free;
  }

  /**
   * A comma or colon with white space around it, a bracket with white space after or before it, or
   * two with white space between.
   */
  Regex mark(String mark) {
    return Objects.requireNonNull(marks.get(mark), mark);
  }

  Regex anyCharacter() {
    return anyCharacter;
  }

  /** The ways to write one character of {@code set}. */
  Regex character(CodePoints set) {
    List<Regex> ways = new ArrayList<>();
    ways.add(Regex.chars(set.minus(MUST_ESCAPE)));
    Regex backslash = Regex.text("\\");
    if (set.equals(CodePoints.ALL) && free) {
      ways.add(Regex.sequence(backslash, Regex.chars(CodePoints.of("\"\\/bfnrt"))));
      Regex notD = Regex.chars(CodePoints.of("0123456789abcefABCEF"));
      Regex d = Regex.text("d");
      Regex upperD = Regex.text("D");
      Regex eitherD = Regex.either(d, upperD);
      Regex plain =
          Regex.either(
              Regex.sequence(notD, HEX, HEX, HEX),
              Regex.sequence(eitherD, Regex.chars(CodePoints.range('0', '7')), HEX, HEX));
      Regex pair =
          Regex.sequence(
              eitherD,
              Regex.chars(CodePoints.of("89abAB")),
              HEX,
              HEX,
              Regex.text("\\u"),
              eitherD,
              Regex.chars(CodePoints.of("cdefCDEF")),
              HEX,
              HEX);
      ways.add(Regex.sequence(Regex.text("\\u"), Regex.either(plain, pair)));
    } else {
      for (int c = 0; c < 128; c++) {
        if (MUST_ESCAPE.contains(c) && set.contains(c)) {
          escapes(c).forEach(escape -> ways.add(Regex.text(escape)));
        }
      }
    }
    return new Regex.Either(Lists.immutable.withAll(ways));
  }

  /** The ways to write a character that cannot stand for itself. */
  private List<String> escapes(int c) {
    List<String> ways = new ArrayList<>();
    if (c == '"' || c == '\\') {
      ways.add("\\" + (char) c);
      return ways;
    }
    int shortName = SHORT.indexOf(c);
    if (shortName >= 0) {
      ways.add("\\" + SHORT_NAMES.charAt(shortName));
    }
    if (free || shortName < 0) {
      ways.add("\\u%04x".formatted(c));
      if (free && (c & 0xF) > 9) {
        ways.add("\\u%04X".formatted(c));
      }
    }
    return ways;
  }

  /** The strings of a language, quoted and escaped where they must be. */
  ByteAutomaton quoted(ByteAutomaton language) throws GrammarException {
    if (!Formats.isFormat(language)) {
      return quotation.of(language);
    }
    ByteAutomaton known = formats.get(language);
    if (known == null) {
      known = quotation.of(language);
      formats.put(language, known);
    }
    return known;
  }

  /** A property's name up to its value. */
  Regex name(String name) {
    StringBuilder written = new StringBuilder("\"");
    List<Regex> parts = new ArrayList<>();
    name.codePoints()
        .forEach(c -> {
          if (MUST_ESCAPE.contains(c)) {
            parts.add(Regex.text(written.toString()));
            written.setLength(0);
            parts.add(new Regex.Either(Lists.immutable.withAll(escapes(c)).collect(Regex::text)));
          } else {
            written.appendCodePoint(c);
          }
        });
    parts.add(Regex.text(written.append('"').toString()));
    parts.add(mark(":"));
    return new Regex.Sequence(Lists.immutable.withAll(parts));
  }
}
