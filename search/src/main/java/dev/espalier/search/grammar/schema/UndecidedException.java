package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;

/** A set of values whose complement the normal form cannot say. */
final class UndecidedException extends GrammarException {

  private static final long serialVersionUID = 1L;

  UndecidedException(String what) {
    super("it would need to say " + what);
  }
}
