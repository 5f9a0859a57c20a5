package dev.espalier.search.algorithm.steps;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.reward.StepScores;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.map.mutable.primitive.IntIntHashMap;

/**
 * Several partial solutions that get one step more, side by side.
 *
 * @param parents what is being continued; one may appear several times
 * @param drafts the step below each
 */
public record Round(ImmutableList<PartialSolution> parents, ImmutableList<Draft> drafts) {

  public static final Round NONE = new Round(Lists.immutable.empty(), Lists.immutable.empty());

  /**
   * New steps below {@code parents}.
   *
   * <p>The first below a parent goes on with its random stream and the others branch off it, so
   * that what is drawn at a place of the tree depends on the place alone, and a tree without
   * branches is plain sampling.
   *
   * @param node number of the first new node
   */
  public static Round begin(
      ImmutableList<PartialSolution> parents, int node, MutableList<SearchEvent> events) {
    MutableIntIntMap copies = new IntIntHashMap();
    MutableList<Draft> drafts = Lists.mutable.empty();
    for (PartialSolution parent : parents) {
      int copy = copies.getIfAbsentPut(parent.node(), 0);
      copies.addToValue(parent.node(), 1);
      int own = node + drafts.size();
      drafts.add(
          Draft.blank(own, parent.sequence(), copy == 0 ? parent.key() : parent.key().child(copy)));
      events.add(new SearchEvent.Grown(own, parent.node(), IntLists.immutable.empty(), "", 0));
    }
    return new Round(parents, drafts.toImmutable());
  }

  public boolean isEmpty() {
    return drafts.isEmpty();
  }

  public boolean anyOpen() {
    return drafts.anySatisfy(Draft::isOpen);
  }

  /** Appends one token to every open draft, in one call of the model. */
  public Round advance(StepWriter writer, Models models, MutableList<SearchEvent> events) {
    return new Round(parents, writer.advance(drafts, models, events));
  }

  /** The parents with their steps, as far as these are written. */
  public ImmutableList<PartialSolution> solutions() {
    return parents.zip(drafts).collect(pair -> pair.getOne().continuedBy(pair.getTwo()));
  }

  /**
   * Has partial solutions judged, in one call of the reward model. What it read when it judged a
   * shorter solution is not charged again, unless it reads the whole as one step.
   *
   * @param solutions possibly none
   * @param aggregation by which their scores are put together
   */
  public static ImmutableList<PartialSolution> judge(
      String question,
      ImmutableList<PartialSolution> solutions,
      Aggregation aggregation,
      Models models,
      MutableList<SearchEvent> events) {
    if (solutions.isEmpty()) {
      return solutions;
    }
    ImmutableList<StepScores> scores =
        models
            .requireReward()
            .score(solutions.collect(one -> aggregation.shown(question, one.steps())));
    long read = 0;
    MutableList<PartialSolution> judged = Lists.mutable.empty();
    for (int i = 0; i < solutions.size(); i++) {
      PartialSolution one = solutions.get(i);
      StepScores given = scores.get(i);
      int known = aggregation == Aggregation.MODEL ? 0 : one.stepsRead();
      read += Arrays.stream(given.tokens().toArray()).skip(known).asLongStream().sum();
      if (Arrays.stream(given.scores().toArray()).skip(known).anyMatch(Double::isNaN)) {
        events.add(
            new SearchEvent.Warned(
                one.node(), "the reward model gave no score; counted as the worst, 0"));
      }
      judged.add(one.judged(given.scores()));
    }
    events.add(new SearchEvent.Charged(Cost.judged(solutions.size(), read)));
    return judged.toImmutable();
  }
}
