package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.potential.Potential;
import dev.espalier.search.potential.Walk;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What tokens must satisfy beside the grammar: nothing, or a yes-or-no potential that the user
 * brought along. Asking it may be as expensive as it likes, for it is asked about drawn tokens
 * only.
 *
 * @param name as users choose it
 */
record Condition(String name) {

  static final Parameter PARAMETER =
      new Parameter.Choice(
          "condition",
          "What tokens must satisfy beside the grammar: nothing, or a yes-or-no potential from the"
              + " class path."
              + Brought.faults(),
          Brought.NONE,
          Lists.immutable.with(Brought.NONE).newWithAll(Brought.ALL.names()));

  /**
   * The empty text under the condition, or null if there is none.
   *
   * @throws ModelFailure if the potential cannot be made or weighs more finely than yes or no
   */
  @Nullable Walk start(Models models) {
    if (name.equals(Brought.NONE)) {
      return null;
    }
    Potential potential = Brought.create(name, models);
    if (!potential.isBoolean()) {
      throw new ModelFailure(
          "the condition %s does not say yes or no; use it as critic".formatted(name));
    }
    return Brought.guarded(name, potential::start);
  }

  /** Whether a token may follow. */
  boolean allows(@Nullable Walk walk, int token) {
    return walk == null || yes(walk.push(token), false);
  }

  /** Whether the text may end. */
  boolean allowsEnd(@Nullable Walk walk) {
    return walk == null || yes(walk, true);
  }

  private boolean yes(Walk walk, boolean whole) {
    double answer = Brought.guarded(name, () -> whole ? walk.complete() : walk.prefix());
    if (answer != 0 && answer != Double.NEGATIVE_INFINITY) {
      throw new ModelFailure(
          "the condition %s gave the log-weight %s, which is neither yes (0) nor no (−∞)"
              .formatted(name, answer));
    }
    return answer == 0;
  }

  /** One token further. */
  @Nullable Walk push(@Nullable Walk walk, int token) {
    return walk == null ? null : Brought.guarded(name, () -> walk.push(token));
  }
}
