package dev.espalier.reward.problems;

/**
 * How hard problems are.
 *
 * @param minSteps least number of calculations
 * @param maxSteps greatest number of calculations
 * @param largeNumbers share of problems, in [0, 1], whose numbers run to the hundreds
 * @param distractors share of problems, in [0, 1], that mention a number of no use
 */
public record ProblemMix(int minSteps, int maxSteps, double largeNumbers, double distractors) {

  /** What the bundled models are trained on. */
  public static final ProblemMix STANDARD = new ProblemMix(2, 7, 0.2, 0.2);

  /**
   * What they are tested on: half as many large numbers. Of problems with such numbers four in ten
   * stay unsolved whatever the number of tries, and say nothing about how a search chooses.
   */
  public static final ProblemMix HELD_OUT = new ProblemMix(2, 7, 0.1, 0.2);

  public ProblemMix {
    if (minSteps < 1 || maxSteps < minSteps || maxSteps > 9) {
      throw new IllegalArgumentException(
          "problems of %d to %d steps; allowed are 1 to 9".formatted(minSteps, maxSteps));
    }
    if (!(largeNumbers >= 0 && largeNumbers <= 1 && distractors >= 0 && distractors <= 1)) {
      throw new IllegalArgumentException(
          "shares %s and %s; allowed is 0 to 1".formatted(largeNumbers, distractors));
    }
  }
}
