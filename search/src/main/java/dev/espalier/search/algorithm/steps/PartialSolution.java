package dev.espalier.search.algorithm.steps;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Result;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * A solution up to the end of one of its steps.
 *
 * @param above the solution without the last step, or null for the empty solution
 * @param node where it ends in the tree
 * @param sequence everything from the prompt to its last token
 * @param steps texts of its steps
 * @param logProb of all generated tokens
 * @param key for the next draw below it
 * @param ending of its last step, or null for the empty solution
 * @param scores of its steps by a reward model, or empty before it was asked
 */
public record PartialSolution(
    @Nullable PartialSolution above,
    int node,
    TokenSequence sequence,
    ImmutableList<String> steps,
    double logProb,
    RandomKey key,
    @Nullable Ending ending,
    ImmutableDoubleList scores) {

  /** The solution of no steps. */
  public static PartialSolution empty(Problem problem) {
    return new PartialSolution(
        null,
        0,
        TokenSequence.of(problem.prompt()),
        Lists.immutable.empty(),
        0,
        problem.key(),
        null,
        DoubleLists.immutable.empty());
  }

  /** This solution and a step written below it; one that ended the text at once adds no step. */
  public PartialSolution continuedBy(Draft draft) {
    boolean blank = TokenText.join(draft.text()).isBlank();
    return new PartialSolution(
        this,
        draft.node(),
        draft.sequence(),
        blank && steps.notEmpty() ? steps : steps.newWithAll(Aggregation.steps(draft.text())),
        logProb + draft.logProb(),
        draft.key(),
        draft.ending(),
        DoubleLists.immutable.empty());
  }

  public PartialSolution judged(ImmutableDoubleList given) {
    return new PartialSolution(above, node, sequence, steps, logProb, key, ending, given);
  }

  /** The same, going on with another random stream. */
  public PartialSolution withKey(RandomKey other) {
    return new PartialSolution(above, node, sequence, steps, logProb, other, ending, scores);
  }

  /** Whether it is a finished answer. */
  public boolean isGoal() {
    return ending == Ending.END_OF_TEXT || ending == Ending.ANSWER || ending == Ending.EMPTY;
  }

  /** Whether another step can follow. */
  public boolean leadsOn() {
    return ending == null || ending == Ending.SEPARATOR;
  }

  /** How many rounds it took to write. */
  public int depth() {
    int depth = 0;
    for (PartialSolution up = above; up != null; up = up.above) {
      depth++;
    }
    return depth;
  }

  /** What it was after {@code rounds} rounds, or all of it if it took no more. */
  public PartialSolution truncated(int rounds) {
    PartialSolution cut = this;
    for (int excess = depth() - rounds; excess > 0 && cut.above != null; excess--) {
      cut = cut.above;
    }
    return cut;
  }

  /** How many of its steps a reward model has read already, in this solution or a shorter one. */
  int stepsRead() {
    for (PartialSolution at = this; at != null; at = at.above) {
      if (at.scores.notEmpty()) {
        return at.steps.size();
      }
    }
    return 0;
  }

  /** The generated text. */
  public String text(int promptLength, Models models) {
    return models.tokenizer().decode(sequence.suffix(promptLength));
  }

  public Result result(
      int promptLength, Models models, @Nullable Double score, @Nullable Double weight) {
    return new Result(
        node, sequence.suffix(promptLength), text(promptLength, models), logProb, score, weight);
  }
}
