package dev.espalier.search.algorithm.smc;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.random.RandomKey;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.eclipse.collections.impl.map.mutable.primitive.IntDoubleHashMap;

/**
 * Sequential Monte Carlo: particles are moved, weighed and, where their weights have become uneven,
 * drawn anew. The one core of every particle algorithm here; they differ in what a move is and what
 * gives weight.
 *
 * <pre>{@code
 * lw_i <- 0
 * repeat
 *   move every particle that is not finished: X_i ~ M(X_i, .)
 *   lw_i += log G(X_i)                       // what the move and its critics weigh
 *   W_i <- exp(lw_i) / S,  S = sum_j exp(lw_j)
 *   ESS <- 1 / sum_i W_i^2
 *   if ESS < tau N                           // always, where tau is infinite
 *     a_1 .. a_N <- resample(W)
 *     X_i <- X_{a_i};  lw_i <- log S - log N
 * log Z^ <- log S - log N
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>M, G</td><td>the kernel's own: a proposal, and the weights it has</td></tr>
 *   <tr><td>lw_i</td><td>{@link Particle#logWeight}</td></tr>
 *   <tr><td>W_i</td><td>{@link Population#shares}</td></tr>
 *   <tr><td>ESS</td><td>{@link Population#effectiveSize}</td></tr>
 *   <tr><td>log Z^</td><td>{@link Population#logEvidence}</td></tr>
 *   <tr><td>tau</td><td>{@code threshold}</td></tr>
 * </table>
 *
 * <p>Finished particles take part in resampling. If all particles are dead, Ẑ = 0 and nothing is
 * drawn.
 *
 * <p>Del Moral, Doucet and Jasra, "Sequential Monte Carlo samplers", J. R. Stat. Soc. B 68 (2006),
 * doi:10.1111/j.1467-9868.2006.00553.x.
 *
 * @param size number of particles, N
 * @param threshold share of N below which the effective size calls for resampling; 0 for never,
 *     infinity for always
 * @param scheme how ancestors are drawn
 */
public record SequentialMonteCarlo(int size, double threshold, Resampling scheme) {

  /** Rounding errors in equal weights are no reason to resample at a threshold of 1. */
  private static final double SLACK = 1e-9;

  /** The parameters of the core with these defaults. */
  public static ImmutableList<Parameter> parameters(int size, double threshold, Resampling scheme) {
    return Lists.immutable.with(
        new Parameter.Whole("particles", "How many particles there are (N).", size, 1, 4_096),
        new Parameter.Real(
            "ess-threshold",
            "Draw particles anew when their effective number falls below this share of N; 0 is"
                + " never, inf is always.",
            threshold,
            0,
            Double.POSITIVE_INFINITY),
        Resampling.parameter(scheme));
  }

  public static SequentialMonteCarlo of(Settings settings) {
    return new SequentialMonteCarlo(
        settings.whole("particles"),
        settings.real("ess-threshold"),
        Resampling.of(settings.text("resampling")));
  }

  /** What kernels tell of their particles. */
  public record View<S>(ToIntFunction<S> node, Predicate<S> leadsOn) {}

  /** Says how the weight lies. */
  public <S> void weigh(Population<S> population, View<S> view, MutableList<SearchEvent> events) {
    events.add(
        new SearchEvent.Weighed(
            nodes(population, view),
            population.shares(),
            population.effectiveSize(),
            population.logEvidence()));
  }

  /**
   * Draws the particles anew if their weights call for it.
   *
   * @param retained whether particle 0 is to be its own offspring, as in conditional sequential
   *     Monte Carlo
   */
  public <S> Population<S> resampled(
      Population<S> population,
      boolean retained,
      View<S> view,
      RandomKey key,
      MutableList<SearchEvent> events) {
    if (population.isDead()
        || !(population.effectiveSize() < threshold * population.size() * (1 - SLACK))) {
      return population;
    }
    int[] ancestors = scheme.ancestors(population.shares(), population.size(), key).toArray();
    if (retained) {
      ancestors[0] = 0;
    }
    ImmutableIntList drawn = IntLists.immutable.with(ancestors);
    Population<S> next = population.drawn(drawn);
    prune(population, drawn, view, events);
    events.add(new SearchEvent.Resampled(drawn, nodes(next, view)));
    keep(next, view, events);
    return next;
  }

  private static <S> ImmutableIntList nodes(Population<S> population, View<S> view) {
    return population
        .particles()
        .collectInt(one -> view.node().applyAsInt(one.state()), IntLists.mutable.empty())
        .toImmutable();
  }

  /** Nodes that no new particle stands at leave the search; the dead have left already. */
  private static <S> void prune(
      Population<S> before,
      ImmutableIntList ancestors,
      View<S> view,
      MutableList<SearchEvent> events) {
    ImmutableIntList nodes = nodes(before, view);
    ImmutableDoubleList shares = before.shares();
    IntDoubleHashMap lost = new IntDoubleHashMap();
    for (int i = 0; i < nodes.size(); i++) {
      if (!before.get(i).isDead()) {
        lost.addToValue(nodes.get(i), shares.get(i));
      }
    }
    ancestors.forEach(i -> lost.remove(nodes.get(i)));
    for (int node : lost.keySet().toSortedArray()) {
      events.add(new SearchEvent.Pruned(node, new Reason.NotDrawn(lost.get(node))));
    }
  }

  private static <S> void keep(Population<S> next, View<S> view, MutableList<SearchEvent> events) {
    ImmutableIntList nodes = nodes(next, view);
    MutableIntSet seen = IntSets.mutable.empty();
    for (int i = 0; i < next.size(); i++) {
      if (seen.add(nodes.get(i)) && view.leadsOn().test(next.get(i).state())) {
        events.add(new SearchEvent.Kept(nodes.get(i), i));
      }
    }
  }
}
