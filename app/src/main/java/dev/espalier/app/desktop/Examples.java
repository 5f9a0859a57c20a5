package dev.espalier.app.desktop;

import dev.espalier.app.setup.Example;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.training.Evaluation;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Problems to try, from the held-out ones: none the bundled models have learnt from. */
final class Examples {

  private static final int COUNT = 12;
  private static final int TITLE_WORDS = 5;

  private Examples() {}

  static ImmutableList<Example> all() {
    return Lists.immutable.withAll(Evaluation.heldOut(COUNT)).collect(Examples::example);
  }

  private static Example example(WordProblem problem) {
    String opening =
        Lists.immutable.with(problem.text().split(" ", -1)).take(TITLE_WORDS).makeString(" ");
    return new Example(
        "%s… · %d steps".formatted(opening, problem.length()),
        problem.text(),
        Long.toString(problem.answer()));
  }
}
