package dev.espalier.search.algorithm.voting;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/**
 * What an algorithm that ends with several judged solutions makes of them.
 *
 * @param results the chosen one first, none of them twice
 */
public record Verdict(ImmutableList<Result> results) {

  /**
   * Chooses among candidates and says why the others were not chosen.
   *
   * @param candidates possibly none; one that appears several times counts as often
   * @param values theirs, at least 0
   */
  public static Verdict of(
      Selection selection,
      ImmutableList<PartialSolution> candidates,
      ImmutableDoubleList values,
      int promptLength,
      Models models,
      MutableList<SearchEvent> events) {
    if (candidates.isEmpty()) {
      return new Verdict(Lists.immutable.empty());
    }
    Election election =
        selection.elect(
            candidates.collect(one -> one.text(promptLength, models)),
            values,
            candidates.collectInt(PartialSolution::node, IntLists.mutable.empty()).toImmutable());
    events.add(election.event());
    int chosen = election.order().getFirst();
    MutableIntSet seen = IntSets.mutable.empty();
    MutableList<Result> results = Lists.mutable.empty();
    for (int rank = 0; rank < candidates.size(); rank++) {
      int i = election.order().get(rank);
      PartialSolution one = candidates.get(i);
      if (!seen.add(one.node())) {
        continue;
      }
      double share = election.shares().get(i);
      results.add(
          one.result(
              promptLength, models, values.get(i), selection == Selection.BEST ? null : share));
      if (rank > 0) {
        events.add(
            new SearchEvent.Pruned(
                one.node(),
                selection == Selection.BEST || rank < election.winners()
                    ? new Reason.Outscored(values.get(i), values.get(chosen))
                    : new Reason.Outvoted(share, election.shares().get(chosen))));
      }
    }
    return new Verdict(results.toImmutable());
  }
}
