package dev.espalier.search.grammar.schema;

import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.factory.Sets;

/**
 * How a schema becomes a grammar.
 *
 * @param notation how freely a value may be written
 * @param formats whether formats of strings are enforced; if not they are annotations
 * @param relaxed keywords that are left out, and listed, where they cannot be enforced; {@code *}
 *     for all
 * @param assumed the draft that a schema follows which does not say it
 */
public record SchemaOptions(
    Notation notation, boolean formats, ImmutableSet<String> relaxed, Draft assumed) {

  /** How freely a value may be written. */
  public enum Notation {
    /** White space wherever JSON allows it, {@code 1.0} for 1, escapes for any character. */
    FREE,

    /** No white space, and one way of writing each value; finite for a finite set of values. */
    CANONICAL
  }

  /** Everything is enforced, in free notation. */
  public static final SchemaOptions STRICT =
      new SchemaOptions(Notation.FREE, true, Sets.immutable.empty(), Draft.UNSAID);

  public SchemaOptions withNotation(Notation other) {
    return new SchemaOptions(other, formats, relaxed, assumed);
  }

  public SchemaOptions withFormats(boolean enforced) {
    return new SchemaOptions(notation, enforced, relaxed, assumed);
  }

  public SchemaOptions relaxing(String... keywords) {
    return new SchemaOptions(notation, formats, Sets.immutable.with(keywords), assumed);
  }

  public SchemaOptions assuming(Draft draft) {
    return new SchemaOptions(notation, formats, relaxed, draft);
  }

  boolean relaxes(String keyword) {
    return relaxed.contains(keyword) || relaxed.contains("*");
  }
}
