package dev.espalier.reward.problems;

import java.util.SplittableRandom;

/** Word problems by number: the same mix, split, seed and number give the same problem. */
public final class WordProblems {

  private final ProblemMix mix;
  private final Split split;
  private final long seed;

  public WordProblems(ProblemMix mix, Split split, long seed) {
    this.mix = mix;
    this.split = split;
    this.seed = seed;
  }

  /** Problem number {@code index}; different numbers may rarely give the same problem. */
  public WordProblem problem(long index) {
    SplittableRandom random =
        new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
    while (true) {
      WordProblem problem = StoryWriter.write(random, mix);
      if (problem != null && Split.of(problem.text()) == split) {
        return problem;
      }
    }
  }
}
