package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.potential.Potential;
import dev.espalier.search.potential.Potentials;
import java.util.function.Supplier;

/** The potentials that users brought along, and what happens when their code fails. */
final class Brought {

  /** Stands for no potential in settings. */
  static final String NONE = "none";

  static final Potentials ALL = Potentials.onClassPath();

  private Brought() {}

  /** What a form should say of potentials that could not be used; empty if all could. */
  static String faults() {
    return ALL.faults().isEmpty() ? "" : " " + ALL.faults().makeString(" ");
  }

  /**
   * The potential of that name.
   *
   * @throws ModelFailure if it cannot be made
   */
  static Potential create(String name, Models models) {
    return guarded(name, () -> ALL.create(name, models.tokenizer()));
  }

  /**
   * What code of a potential returns. Such code may fail in any way; that ends the search, not the
   * program.
   */
  static <T> T guarded(String name, Supplier<T> code) {
    try {
      return code.get();
    } catch (ModelFailure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ModelFailure("the potential " + name + " failed: " + e, e);
    }
  }
}
