package dev.espalier.reward.problems;

import dev.espalier.search.constraint.ConstraintSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A text to write in a formal language: what a user would ask, the right text, and the language.
 *
 * <p>Of the kinds that the bundled models learn a little of and often get wrong, so that a sampler
 * under the constraint has something to put right, and something to distort.
 *
 * @param id a number among those of its kind, from 0
 * @param answer the text that says what the prompt says
 */
public record ConstrainedTask(
    String id, String prompt, String answer, ConstraintSource constraint) {

  /** What is to be written. */
  public enum Kind {
    /** Records as JSON, bound by a JSON Schema. */
    JSON,
    /** Expressions and queries, bound by a grammar. */
    EXPRESSIONS
  }

  /** The first {@code count} different tasks. */
  public static List<ConstrainedTask> first(Kind kind, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> seen = new HashSet<>();
    List<ConstrainedTask> tasks = new ArrayList<>();
    while (tasks.size() < count) {
      ConstrainedTask task = task(kind, tasks.size(), random);
      if (seen.add(task.prompt())) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  private static ConstrainedTask task(Kind kind, int number, SplittableRandom random) {
    return switch (kind) {
      case JSON -> {
        Records.Description record = Records.describe(random);
        yield new ConstrainedTask(
            "json-" + number,
            Records.PROMPT.formatted(record.sentence()),
            record.json(),
            new ConstraintSource(ConstraintSource.Kind.JSON_SCHEMA, record.schema()));
      }
      case EXPRESSIONS -> {
        Expressions.Description expression = Expressions.describe(random);
        yield new ConstrainedTask(
            "expression-" + number,
            Expressions.PROMPT.formatted(expression.pair().words()),
            expression.pair().symbols(),
            new ConstraintSource(ConstraintSource.Kind.GRAMMAR, expression.language().grammar()));
      }
    };
  }
}
