package dev.espalier.app.experiment;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/**
 * One way to search with more and more work: contenders that differ in their budget and in how many
 * texts, or continuations of a text, they write, and in nothing else.
 *
 * @param label the contender without its size
 * @param points by rising mean of generated tokens, at least one
 */
record Curve(String label, ImmutableList<Cell> points) {

  /** Settings that say how many texts or steps are written and not how. */
  private static final Set<String> SIZES = Set.of("samples", "particles", "branching");

  /** The curves of some cells, in the order in which they begin. */
  static ImmutableList<Curve> of(ImmutableList<Cell> cells) {
    Map<Contender, MutableList<Cell>> families = new LinkedHashMap<>();
    for (Cell cell : cells) {
      families.computeIfAbsent(family(cell.contender()), _ -> Lists.mutable.empty()).add(cell);
    }
    MutableList<Curve> curves = Lists.mutable.empty();
    families.forEach((family, of) ->
        curves.add(
            new Curve(
                of.size() == 1 ? of.getFirst().label() : family.toString(),
                of.toSortedList(
                        Comparator.comparingDouble(Curve::tokens).thenComparing(Cell::label))
                    .toImmutable())));
    return curves.toImmutable();
  }

  private static Contender family(Contender contender) {
    Map<String, String> rest = new TreeMap<>(contender.settings().castToMap());
    rest.keySet().removeAll(SIZES);
    return new Contender(contender.algorithm(), Maps.immutable.withAll(rest));
  }

  private static double tokens(Cell cell) {
    return cell.meanCost(cost -> cost.generatedTokens());
  }
}
