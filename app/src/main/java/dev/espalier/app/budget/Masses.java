package dev.espalier.app.budget;

import dev.espalier.search.algorithm.aligned.AllowedMass;
import org.jspecify.annotations.Nullable;

/** Asks how much of what the model writes the constraint of the search on show allows. */
public interface Masses {

  /** Never knows. */
  Masses NONE = () -> null;

  /** Bounds of the probability of an allowed text; null while they are not known. */
  @Nullable AllowedMass ofSearchOnShow();
}
