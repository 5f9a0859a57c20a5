package dev.espalier.search.potential;

import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import org.jspecify.annotations.Nullable;

/**
 * The constraint of a grammar over bytes: a regular expression, a JSON Schema or any other language
 * that is lowered to a {@link Grammar}. A beginning is ruled out exactly if no text of the grammar
 * begins so.
 */
public final class GrammarPotential implements IncrementalPotential {

  private final Recogniser recogniser;

  public GrammarPotential(Grammar grammar) {
    this.recogniser = new Recogniser(grammar);
  }

  @Override
  public int items() {
    return 256;
  }

  @Override
  public boolean isBoolean() {
    return true;
  }

  @Override
  public Walk start() {
    return new Parsed(recogniser.start());
  }

  private record Parsed(@Nullable ParserState state) implements Walk {
    @Override
    public Walk push(int item) {
      return state == null ? this : new Parsed(state.advance(item));
    }

    @Override
    public double prefix() {
      return state == null ? Double.NEGATIVE_INFINITY : 0;
    }

    @Override
    public double complete() {
      return state != null && state.accepting() ? 0 : Double.NEGATIVE_INFINITY;
    }
  }
}
