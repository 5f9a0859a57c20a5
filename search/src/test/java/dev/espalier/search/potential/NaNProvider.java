package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A potential with a mistake in it. */
public final class NaNProvider implements PotentialProvider {

  @Override
  public String name() {
    return "mistaken";
  }

  @Override
  public Potential create(Tokenizer tokenizer) {
    return new Potential() {
      @Override
      public int items() {
        return tokenizer.vocabularySize();
      }

      @Override
      public double prefix(ImmutableIntList items) {
        return Math.log(-items.size());
      }

      @Override
      public double complete(ImmutableIntList items) {
        return 0;
      }
    };
  }
}
