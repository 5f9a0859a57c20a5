package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A potential as a user would bring it: every b halves the weight of a text. */
public final class HalvingProvider implements PotentialProvider {

  @Override
  public String name() {
    return "halving";
  }

  @Override
  public Potential create(Tokenizer tokenizer) {
    return new Halving().overTokens(tokenizer);
  }

  /** Over bytes. */
  private static final class Halving implements Potential {
    @Override
    public int items() {
      return 256;
    }

    @Override
    public double prefix(ImmutableIntList items) {
      return items.count(item -> item == 'b') * Math.log(.5);
    }

    @Override
    public double complete(ImmutableIntList items) {
      return prefix(items);
    }
  }
}
