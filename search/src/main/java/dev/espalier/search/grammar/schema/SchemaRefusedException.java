package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;

/** A keyword of a JSON Schema that cannot be enforced, or is wrong, with its place. */
public final class SchemaRefusedException extends GrammarException {

  private static final long serialVersionUID = 1L;

  private final String pointer;
  private final String keyword;
  private final String reason;

  SchemaRefusedException(String pointer, String keyword, String reason) {
    super("at #%s: %s: %s".formatted(pointer, keyword, reason));
    this.pointer = pointer;
    this.keyword = keyword;
    this.reason = reason;
  }

  /** The place of the schema that holds the keyword, a JSON Pointer. */
  public String pointer() {
    return pointer;
  }

  public String keyword() {
    return keyword;
  }

  /** Why, without the place. */
  public String reason() {
    return reason;
  }
}
