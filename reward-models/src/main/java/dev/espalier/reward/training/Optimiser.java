package dev.espalier.reward.training;

/**
 * How weights follow gradients: AdamW with β = (0.9, 0.95), or, for the matrices inside the blocks,
 * momentum whose step is made orthogonal by five Newton–Schulz iterations.
 *
 * <p>Sources: Loshchilov and Hutter, arXiv 1711.05101 (AdamW); Jordan et al., "Muon" (2024), with
 * the scale and weight decay of Liu et al., arXiv 2502.16982, so that both share one learning rate.
 *
 * @param peakRate learning rate after warm-up; falls along a half cosine to a twentieth
 * @param warmUp number of steps in which the rate grows from zero
 * @param decay weight decay of matrices
 * @param clip largest Euclidean norm of the gradient
 * @param orthogonal whether matrices inside the blocks take orthogonal steps
 * @param trunk which weights change more slowly than the others
 */
public record Optimiser(
    double peakRate, int warmUp, double decay, double clip, boolean orthogonal, Trunk trunk) {
  /**
   * The first weights of a network, learnt before; what is built on them changes faster.
   *
   * @param tensors how many they are, from the first
   * @param factor of their learning rate, in [0, 1]
   */
  public record Trunk(int tensors, double factor) {
    static final Trunk NONE = new Trunk(0, 1);

    public Trunk {
      if (tensors < 0) {
        throw new IllegalArgumentException("tensors must not be negative: " + tensors);
      }
      if (!(factor >= 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor must lie in [0, 1], not " + factor);
      }
    }
  }

  private static final double FLOOR = 0.05;

  /** An optimiser of all weights alike. */
  public Optimiser(double peakRate, int warmUp, double decay, double clip, boolean orthogonal) {
    this(peakRate, warmUp, decay, clip, orthogonal, Trunk.NONE);
  }

  public Optimiser {
    if (!(peakRate > 0 && peakRate < 1)) {
      throw new IllegalArgumentException("learning rate must lie in (0, 1), not " + peakRate);
    }
    if (warmUp < 0) {
      throw new IllegalArgumentException("warm-up must not be negative: " + warmUp);
    }
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("weight decay must lie in [0, 1), not " + decay);
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException("gradient clip must be positive, not " + clip);
    }
  }

  /** The same, on a trunk learnt before. */
  Optimiser on(Trunk learnt) {
    return new Optimiser(peakRate, warmUp, decay, clip, orthogonal, learnt);
  }

  /** Learning rate of a step, from 1, of a run of {@code steps}. */
  double rate(int step, int steps) {
    if (step <= warmUp) {
      return peakRate * step / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return peakRate * (FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * Math.min(1, done))) / 2);
  }
}
