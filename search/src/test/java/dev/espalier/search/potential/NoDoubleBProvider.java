package dev.espalier.search.potential;

import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.impl.factory.Lists;

/** A constraint as a user would bring it: no two b in a row. */
public final class NoDoubleBProvider implements PotentialProvider {

  @Override
  public String name() {
    return "no-double-b";
  }

  @Override
  public Potential create(Tokenizer tokenizer) {
    return new StopList(Lists.immutable.with("bb")).overTokens(tokenizer);
  }
}
