package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.event.Result;
import dev.espalier.search.token.Tokenizer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;

/** The distribution of texts that a population stands for. */
final class Posterior {

  private Posterior() {}

  /**
   * The texts that came to their end, each with its share of their weight; equal texts once, at the
   * node of the first of them.
   */
  static ImmutableList<Result> of(
      Population<Strand> population, int promptLength, Tokenizer tokenizer) {
    ImmutableList<Particle<Strand>> ended =
        population.particles().select(one -> !one.isDead() && !one.state().goesOn());
    if (ended.isEmpty()) {
      return Lists.immutable.empty();
    }
    ImmutableDoubleList shares = new Population<>(ended).shares();
    Map<String, Result> byText = new LinkedHashMap<>();
    for (int i = 0; i < ended.size(); i++) {
      Strand strand = ended.get(i).state();
      var tokens = strand.sequence().suffix(promptLength);
      byText.merge(
          tokenizer.decode(tokens),
          new Result(
              strand.node(),
              tokens,
              tokenizer.decode(tokens),
              strand.logProb(),
              null,
              shares.get(i)),
          Posterior::together);
    }
    return Lists.immutable
        .withAll(byText.values())
        .toSortedList(Comparator.comparingDouble(Posterior::weight).reversed())
        .toImmutable();
  }

  private static Result together(Result a, Result b) {
    return new Result(
        a.node(), a.tokens(), a.text(), a.logProb(), a.score(), weight(a) + weight(b));
  }

  private static double weight(Result result) {
    return result.weight() == null ? 0 : result.weight();
  }
}
