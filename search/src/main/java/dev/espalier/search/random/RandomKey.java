package dev.espalier.search.random;

/**
 * A key from which random numbers follow as a pure function.
 *
 * <p>A key gives one number; {@link #child} gives as many independent keys as there are indices. A
 * search hangs a key on every node, derived from its parent's, so that what a node draws depends
 * neither on the order of expansion nor on the budget.
 *
 * @param bits the state, mixed by the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014,
 *     doi:10.1145/2660193.2660195)
 */
public record RandomKey(long bits) {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  public static RandomKey ofSeed(long seed) {
    return new RandomKey(mix(seed + GOLDEN_GAMMA));
  }

  /** The {@code index}-th key below this one. */
  public RandomKey child(long index) {
    return new RandomKey(mix(mix(bits + GOLDEN_GAMMA) ^ mix((index + 1) * GOLDEN_GAMMA)));
  }

  /** A number uniform in the open interval (0, 1): 52 random bits, centred in their cell. */
  public double uniform() {
    return ((mix(bits ^ 0x5851F42D4C957F2DL) >>> 12) + 0.5) * 0x1.0p-52;
  }

  /** A standard Gumbel number, −log(−log u). */
  public double gumbel() {
    return -Math.log(-Math.log(uniform()));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
