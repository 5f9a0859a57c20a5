package dev.espalier.search.grammar;

/** A text whose readings under a grammar are too many to follow; the grammar is too ambiguous. */
public final class GrammarTooComplexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GrammarTooComplexException(String message) {
    super(message);
  }
}
