package dev.espalier.search.grammar.schema;

/** The drafts of JSON Schema, as far as their differences matter here. */
public enum Draft {
  DRAFT_4,
  DRAFT_6,
  DRAFT_7,
  DRAFT_2019_09,
  DRAFT_2020_12,

  /** Not said: the newest, but also with what older drafts had and newer ones renamed. */
  UNSAID;

  /** Whether nothing beside {@code $ref} counts. */
  boolean refStandsAlone() {
    return this == DRAFT_4 || this == DRAFT_6 || this == DRAFT_7;
  }

  /** Whether {@code contains} may be counted. */
  boolean countsContained() {
    return !refStandsAlone();
  }
}
