package dev.espalier.search.algorithm.smc.particlefilter;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.algorithm.smc.Resampling;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.algorithm.steps.PartialSolution;
import dev.espalier.search.algorithm.voting.Selection;
import dev.espalier.search.algorithm.voting.Verdict;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.random.RandomKey;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.map.primitive.MutableIntDoubleMap;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntDoubleMaps;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * How one of the last particles is chosen.
 *
 * @param vote by rewards, or null for a draw by weights among the particles of the last pass
 */
record FinalChoice(@Nullable Selection vote) {

  static final Parameter PARAMETER =
      new Parameter.Choice(
          "selection",
          "What is chosen: the best judged particle, the answer of the greatest sum of judgements"
              + " (weighted), the most frequent answer (majority), or a draw by weights (sample).",
          "best",
          Lists.immutable.with("best", "weighted", "majority", "sample"));

  static FinalChoice of(String name) {
    return new FinalChoice(name.equals("sample") ? null : Selection.of(name));
  }

  /**
   * The results, the chosen one first.
   *
   * @param candidates from which to choose, possibly none
   * @param population the particles of the last pass with their weights
   */
  ImmutableList<Result> results(
      ImmutableList<PartialSolution> candidates,
      Population<PartialSolution> population,
      Aggregation aggregation,
      RandomKey key,
      int promptLength,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<PartialSolution> eligible = eligible(candidates);
    if (vote != null) {
      return Verdict.of(
              vote,
              eligible,
              eligible
                  .collectDouble(one -> aggregation.of(one.scores()), DoubleLists.mutable.empty())
                  .toImmutable(),
              promptLength,
              models,
              events)
          .results();
    }
    return eligible.isEmpty()
        ? Lists.immutable.empty()
        : drawn(eligible, population, aggregation, key, promptLength, models, events);
  }

  /** Those that came to their own end; all if none did. */
  private static ImmutableList<PartialSolution> eligible(
      ImmutableList<PartialSolution> candidates) {
    ImmutableList<PartialSolution> goals = candidates.select(PartialSolution::isGoal);
    return goals.isEmpty() ? candidates : goals;
  }

  private static ImmutableList<Result> drawn(
      ImmutableList<PartialSolution> eligible,
      Population<PartialSolution> population,
      Aggregation aggregation,
      RandomKey key,
      int promptLength,
      Models models,
      MutableList<SearchEvent> events) {
    MutableIntSet nodes = eligible.collectInt(PartialSolution::node, IntSets.mutable.empty());
    ImmutableList<Particle<PartialSolution>> own =
        population.particles().select(one -> nodes.contains(one.state().node()));
    if (own.isEmpty()) {
      // Wound down in the middle of a round: what was judged last has no weights yet.
      return new FinalChoice(Selection.BEST)
          .results(eligible, population, aggregation, key, promptLength, models, events);
    }
    Population<PartialSolution> last = new Population<>(own);
    ImmutableDoubleList shares = last.shares();
    PartialSolution chosen =
        own.get(Resampling.MULTINOMIAL.ancestors(shares, 1, key).getFirst()).state();
    MutableIntDoubleMap weights = IntDoubleMaps.mutable.empty();
    for (int i = 0; i < own.size(); i++) {
      weights.addToValue(own.get(i).state().node(), shares.get(i));
    }
    ImmutableList<PartialSolution> order =
        own.collect(Particle::state)
            .distinctBy(PartialSolution::node)
            .toSortedListBy(one ->
                one.node() == chosen.node() ? Double.NEGATIVE_INFINITY : -weights.get(one.node()))
            .toImmutable();
    order
        .drop(1)
        .forEach(one ->
            events.add(
                new SearchEvent.Pruned(one.node(), new Reason.NotDrawn(weights.get(one.node())))));
    return order.collect(one ->
        one.result(promptLength, models, aggregation.of(one.scores()), weights.get(one.node())));
  }
}
