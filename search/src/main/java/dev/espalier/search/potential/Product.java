package dev.espalier.search.potential;

import dev.espalier.search.budget.Cost;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * The product of two potentials. What the left one rules out the right one is not asked about, so
 * the cheaper one stands left.
 */
record Product(Potential left, Potential right) implements Potential {

  Product {
    if (left.items() != right.items()) {
      throw new IllegalArgumentException(
          "a potential over %d items times one over %d; coerce one of them first"
              .formatted(left.items(), right.items()));
    }
  }

  @Override
  public int items() {
    return left.items();
  }

  @Override
  public double prefix(ImmutableIntList items) {
    double weight = left.prefix(items);
    return weight == Double.NEGATIVE_INFINITY ? weight : weight + right.prefix(items);
  }

  @Override
  public double complete(ImmutableIntList items) {
    double weight = left.complete(items);
    return weight == Double.NEGATIVE_INFINITY ? weight : weight + right.complete(items);
  }

  @Override
  public boolean isBoolean() {
    return left.isBoolean() && right.isBoolean();
  }

  @Override
  public boolean decidesAt(ImmutableIntList items) {
    return left.decidesAt(items) || right.decidesAt(items);
  }

  @Override
  public Weights weigh(ImmutableList<Question> questions) {
    Weights first = left.weigh(questions);
    ImmutableList<Question> alive =
        questions
            .zipWithIndex()
            .select(pair -> first.logs().get(pair.getTwo()) != Double.NEGATIVE_INFINITY)
            .collect(pair -> pair.getOne());
    Weights second =
        alive.isEmpty()
            ? new Weights(DoubleLists.immutable.empty(), Cost.NONE)
            : right.weigh(alive);
    double[] logs = first.logs().toArray();
    int at = 0;
    for (int i = 0; i < logs.length; i++) {
      if (logs[i] != Double.NEGATIVE_INFINITY) {
        logs[i] += second.logs().get(at++);
      }
    }
    return new Weights(DoubleLists.immutable.with(logs), first.cost().plus(second.cost()));
  }

  @Override
  public Walk start() {
    return new Pair(left.start(), right.start());
  }

  private record Pair(Walk left, Walk right) implements Walk {
    @Override
    public Walk push(int item) {
      return new Pair(left.push(item), right.push(item));
    }

    @Override
    public double prefix() {
      double weight = left.prefix();
      return weight == Double.NEGATIVE_INFINITY ? weight : weight + right.prefix();
    }

    @Override
    public double complete() {
      double weight = left.complete();
      return weight == Double.NEGATIVE_INFINITY ? weight : weight + right.complete();
    }
  }
}
