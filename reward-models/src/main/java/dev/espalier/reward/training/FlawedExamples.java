package dev.espalier.reward.training;

import dev.espalier.reward.problems.FlawedSolutions;
import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.Split;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.problems.WordProblems;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;

/** Labelled solutions with errors built in, one of each problem, by number. */
final class FlawedExamples implements ExampleSource {

  /** Far from the numbers of the problems that are sampled. */
  private static final long FIRST = 1_000_000_000;

  private final Documents documents;
  private final WordProblems problems;
  private final long seed;

  FlawedExamples(Documents documents, long seed) {
    this.documents = documents;
    this.problems = new WordProblems(ProblemMix.STANDARD, Split.TRAINING, seed);
    this.seed = seed;
  }

  @Override
  public Example example(long index) {
    WordProblem problem = problems.problem(FIRST + index);
    ImmutableList<String> steps =
        FlawedSolutions.steps(problem, new SplittableRandom(seed + index * 0x9e3779b97f4a7c15L));
    return documents.toLearnToJudge(problem, steps);
  }
}
