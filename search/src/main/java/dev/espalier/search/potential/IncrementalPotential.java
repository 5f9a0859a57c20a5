package dev.espalier.search.potential;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A potential that is defined by its walk. */
public interface IncrementalPotential extends Potential {

  @Override
  Walk start();

  @Override
  default double prefix(ImmutableIntList items) {
    return at(items).prefix();
  }

  @Override
  default double complete(ImmutableIntList items) {
    return at(items).complete();
  }

  /** The walk over {@code items}. */
  default Walk at(ImmutableIntList items) {
    return items.injectInto(start(), Walk::push);
  }
}
