package dev.espalier.search.potential;

/** A beginning of a sequence under a potential; immutable, so that going on is also forking. */
public interface Walk {

  /** One item further. */
  Walk push(int item);

  /** log weight of the beginning. */
  double prefix();

  /** log weight of the sequence if it ends here. */
  double complete();
}
