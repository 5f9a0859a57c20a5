package dev.espalier.search.constraint;

import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.source.GrammarSource;
import dev.espalier.search.grammar.source.GrammarSource.Notation;
import java.util.Locale;

/**
 * A constraint as the user wrote it.
 *
 * @param kind the language it is written in
 * @param text the grammar, schema or expression itself
 */
public record ConstraintSource(Kind kind, String text) {

  /** The languages a constraint can be written in. */
  public enum Kind {
    /** GBNF. */
    GRAMMAR("grammar", "grammar", Notation.GBNF),
    REGEX("regex", "regular expression", Notation.REGEX),
    /** The text is JSON that the schema allows. */
    JSON_SCHEMA("json-schema", "JSON schema", Notation.JSON_SCHEMA),
    /** Lark, as llguidance reads it. */
    LARK("lark", "Lark grammar", Notation.LARK);

    private final String key;
    private final String label;
    private final Notation notation;

    Kind(String key, String label, Notation notation) {
      this.key = key;
      this.label = label;
      this.notation = notation;
    }

    /** What a file holds that is given as a grammar: Lark if its name ends in {@code .lark}. */
    public static Kind ofGrammarFile(String name) {
      return name.toLowerCase(Locale.ROOT).endsWith(".lark") ? LARK : GRAMMAR;
    }

    /** The name in reports and on the command line. */
    public String key() {
      return key;
    }

    /** The name in a sentence. */
    public String label() {
      return label;
    }

    /** How a grammar is written in it. */
    public Notation notation() {
      return notation;
    }
  }

  public ConstraintSource {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the " + kind.label() + " is empty; write what the text must be, or leave it out");
    }
  }

  /**
   * The grammar of the texts that satisfy it.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  public Grammar grammar() throws GrammarException {
    return new GrammarSource(kind.notation, text).compile();
  }

  /** What the text is bound by, in one line. */
  public String words() {
    String line = text.strip().lines().findFirst().orElse("");
    long more = text.strip().lines().count() - 1;
    String shown = line.length() <= 60 ? line : line.substring(0, 59) + "…";
    return "%s %s%s"
        .formatted(kind.label(), shown, more == 0 ? "" : " … (%d lines)".formatted(more + 1));
  }
}
