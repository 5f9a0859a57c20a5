package dev.espalier.search.grammar.source;

import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.schema.JsonSchema;
import dev.espalier.search.grammar.schema.SchemaOptions;

/** A grammar as it is written: what a user types, a session records and a run compiles. */
public record GrammarSource(Notation notation, String text) {

  /** The languages that grammars are written in. */
  public enum Notation {
    /** llama.cpp's notation. */
    GBNF,
    /** Lark's notation, as llguidance reads it. */
    LARK,
    /** A regular expression that the whole text must match. */
    REGEX,
    /** JSON that a schema allows. */
    JSON_SCHEMA
  }

  public static GrammarSource gbnf(String text) {
    return new GrammarSource(Notation.GBNF, text);
  }

  public static GrammarSource lark(String text) {
    return new GrammarSource(Notation.LARK, text);
  }

  public static GrammarSource regex(String pattern) {
    return new GrammarSource(Notation.REGEX, pattern);
  }

  public static GrammarSource jsonSchema(String text) {
    return new GrammarSource(Notation.JSON_SCHEMA, text);
  }

  /**
   * The grammar; a schema is enforced in full.
   *
   * @throws GrammarException with the place that is wrong or cannot be enforced
   */
  public Grammar compile() throws GrammarException {
    return compile(SchemaOptions.STRICT);
  }

  /**
   * The grammar.
   *
   * @param options of interest to schemas only
   * @throws GrammarException with the place that is wrong or cannot be enforced
   */
  public Grammar compile(SchemaOptions options) throws GrammarException {
    return switch (notation) {
      case GBNF -> Grammar.ofGbnf(text);
      case LARK -> LarkSyntax.parse(text);
      case REGEX -> Grammar.ofRegex(text);
      case JSON_SCHEMA -> JsonSchema.compile(text, options).grammar();
    };
  }
}
