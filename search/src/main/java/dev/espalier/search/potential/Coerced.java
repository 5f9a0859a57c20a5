package dev.espalier.search.potential;

import java.util.function.UnaryOperator;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** A potential asked about other items, each time about the whole sequence. */
record Coerced(Potential base, int items, UnaryOperator<ImmutableIntList> written)
    implements Potential {

  @Override
  public double prefix(ImmutableIntList items) {
    return base.prefix(written.apply(items));
  }

  @Override
  public double complete(ImmutableIntList items) {
    return base.complete(written.apply(items));
  }

  @Override
  public boolean isBoolean() {
    return base.isBoolean();
  }
}
