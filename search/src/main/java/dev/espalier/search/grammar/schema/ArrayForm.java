package dev.espalier.search.grammar.schema;

import java.util.Collections;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A set of arrays.
 *
 * @param prefix what the first items are
 * @param rest what all further items are
 * @param max {@link #UNBOUNDED} for no end
 * @param contains what some items must be
 */
record ArrayForm(
    ImmutableList<Conjunction> prefix,
    Conjunction rest,
    int min,
    int max,
    ImmutableList<Contained> contains) {

  static final int UNBOUNDED = Integer.MAX_VALUE;

  static final ArrayForm ANY =
      new ArrayForm(
          Lists.immutable.empty(), Conjunction.ANYTHING, 0, UNBOUNDED, Lists.immutable.empty());

  /** At least {@code times} items are {@code item}. */
  record Contained(Conjunction item, int times) {}

  ArrayForm {
    // What no item may follow ends the array.
    int possible = prefix.detectIndex(Conjunction::isNothing);
    if (possible >= 0) {
      max = Math.min(max, possible);
    } else if (rest.isNothing()) {
      max = Math.min(max, prefix.size());
    }
  }

  static ArrayForm ofLength(int min, int max) {
    return new ArrayForm(
        Lists.immutable.empty(), Conjunction.ANYTHING, min, max, Lists.immutable.empty());
  }

  /** What item {@code index} is. */
  Conjunction item(int index) {
    return index < prefix.size() ? prefix.get(index) : rest;
  }

  boolean isEmpty() {
    return min > max || contains.anySatisfy(c -> c.times() > max || c.item().isNothing());
  }

  ArrayForm and(ArrayForm other) {
    int positions = Math.max(prefix.size(), other.prefix.size());
    ImmutableList<Conjunction> items = Lists.immutable.empty();
    for (int i = 0; i < positions; i++) {
      items = items.newWith(item(i).and(other.item(i)));
    }
    return new ArrayForm(
        items,
        rest.and(other.rest),
        /* min= */ Math.max(min, other.min),
        /* max= */ Math.min(max, other.max),
        contains.newWithAll(other.contains).distinct());
  }

  /**
   * The arrays outside, as a union.
   *
   * @throws UndecidedException if that cannot be said
   */
  ImmutableList<ArrayForm> not() throws UndecidedException {
    ImmutableList<ArrayForm> outside = Lists.immutable.empty();
    if (min > 0) {
      outside = outside.newWith(ofLength(0, min - 1));
    }
    if (max != UNBOUNDED) {
      outside = outside.newWith(ofLength(max + 1, UNBOUNDED));
    }
    for (int i = 0; i < prefix.size(); i++) {
      for (int code : prefix.get(i).codes().toArray()) {
        ImmutableList<Conjunction> items =
            Lists.immutable
                .withAll(Collections.nCopies(i, Conjunction.ANYTHING))
                .newWith(Conjunction.not(code));
        outside =
            outside.newWith(
                new ArrayForm(
                    items, Conjunction.ANYTHING, i + 1, UNBOUNDED, Lists.immutable.empty()));
      }
    }
    // That nothing follows the prefix has been said by the bound.
    if (!rest.isAnything() && !rest.isNothing()) {
      if (!prefix.isEmpty()) {
        throw new UndecidedException("what items after the first ones must not be");
      }
      for (int code : rest.codes().toArray()) {
        outside = outside.newWith(ANY.containing(new Contained(Conjunction.not(code), 1)));
      }
    }
    for (Contained contained : contains) {
      if (contained.times() > 1 || contained.item().codes().size() > 1) {
        throw new UndecidedException("how many items must not be of a kind");
      }
      Conjunction none =
          contained.item().isAnything()
              ? Conjunction.NOTHING
              : Conjunction.not(contained.item().codes().get(0));
      outside =
          outside.newWith(
              new ArrayForm(Lists.immutable.empty(), none, 0, UNBOUNDED, Lists.immutable.empty()));
    }
    return outside;
  }

  ArrayForm containing(Contained contained) {
    return new ArrayForm(prefix, rest, min, max, contains.newWith(contained));
  }
}
