package dev.espalier.search.potential;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A walk that asks about the whole beginning every time. */
record StatelessWalk(Potential potential, ImmutableIntList items) implements Walk {

  @Override
  public Walk push(int item) {
    return new StatelessWalk(potential, items.newWith(item));
  }

  @Override
  public double prefix() {
    return potential.prefix(items);
  }

  @Override
  public double complete() {
    return potential.complete(items);
  }
}
