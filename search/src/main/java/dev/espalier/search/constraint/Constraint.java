package dev.espalier.search.constraint;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.GrammarTooComplexException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.ModelFailure;
import org.jspecify.annotations.Nullable;

/**
 * What the generated text must be, compiled for a vocabulary.
 *
 * <p>A text satisfies it if its bytes, from the first token after the prompt to the end token, are
 * a text of the grammar. Going on from a state and masking are pure functions; what they keep to be
 * fast changes nothing. Thread-safe.
 */
public final class Constraint {

  private final ConstraintSource source;
  private final ParserState start;
  private final TokenMask masks;

  private Constraint(ConstraintSource source, ParserState start, TokenMask masks) {
    this.source = source;
    this.start = start;
    this.masks = masks;
  }

  /**
   * Compiles a constraint.
   *
   * @param masks of the model's vocabulary; may be shared between constraints
   * @throws GrammarException with the place that is wrong or not supported
   */
  public static Constraint of(ConstraintSource source, TokenMask masks) throws GrammarException {
    return new Constraint(source, new Recogniser(source.grammar()).start(), masks);
  }

  /** What the user wrote. */
  public ConstraintSource source() {
    return source;
  }

  /** The state before any generated token. */
  public ParserState start() {
    return start;
  }

  /**
   * The tokens allowed at {@code state}: bit t of word t / 64 for token t, end tokens exactly where
   * the text may end.
   *
   * @return a mask shared with other callers, not to be changed
   * @throws ModelFailure if the grammar is too ambiguous to be followed
   */
  public long[] allowed(ParserState state) {
    try {
      return masks.allowed(state);
    } catch (GrammarTooComplexException e) {
      throw tooComplex(e);
    }
  }

  /**
   * The state after a token, or null if it may not come here. End tokens lead nowhere.
   *
   * @throws ModelFailure if the grammar is too ambiguous to be followed
   */
  public @Nullable ParserState advance(ParserState state, int token) {
    try {
      return masks.advance(state, token);
    } catch (GrammarTooComplexException e) {
      throw tooComplex(e);
    }
  }

  private ModelFailure tooComplex(GrammarTooComplexException e) {
    return new ModelFailure(
        "the " + source.kind().label() + " cannot be followed: " + e.getMessage(), e);
  }

  /** Where no text can go on: nothing allowed. */
  long[] nothing() {
    return new long[masks.words()];
  }
}
