package dev.espalier.search.grammar.schema;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Schemas that hold at once, some of them negated: the name of a set of values before anyone has
 * worked out what they are, so that recursive schemas can be combined.
 *
 * @param codes twice the number of a schema, one more where it is negated; sorted, without double
 *     ones. Schema 0 allows everything, schema 1 nothing.
 */
record Conjunction(ImmutableIntList codes) {

  static final Conjunction ANYTHING = new Conjunction(IntLists.immutable.empty());
  static final Conjunction NOTHING = new Conjunction(IntLists.immutable.with(1));

  static Conjunction of(int schema) {
    return schema == 0
        ? ANYTHING
        : schema == 1 ? NOTHING : new Conjunction(IntLists.immutable.with(2 * schema));
  }

  /** What a code that is left out allows. */
  static Conjunction not(int code) {
    return code == 1 ? ANYTHING : new Conjunction(IntLists.immutable.with(code ^ 1));
  }

  boolean isAnything() {
    return codes.isEmpty();
  }

  boolean isNothing() {
    return codes.contains(1);
  }

  Conjunction and(Conjunction other) {
    if (isAnything() || equals(other) || other.isNothing()) {
      return other;
    }
    if (other.isAnything() || isNothing()) {
      return this;
    }
    ImmutableIntList all = codes.newWithAll(other.codes).toSet().toSortedList().toImmutable();
    return all.anySatisfy(code -> (code & 1) == 0 && all.contains(code + 1))
        ? NOTHING
        : new Conjunction(all);
  }
}
