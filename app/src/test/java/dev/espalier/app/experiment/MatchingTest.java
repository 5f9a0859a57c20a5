package dev.espalier.app.experiment;

import static dev.espalier.app.experiment.SyntheticRows.contender;
import static dev.espalier.app.experiment.SyntheticRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class MatchingTest {

  private static final int PROBLEMS = 10;
  private static final Contender REFERENCE = contender("best-of-n", "samples", "16");
  private static final Contender TREE = contender("a-star");

  private static String id(int problem) {
    return "p" + problem;
  }

  private static ImmutableList<String> ids() {
    MutableList<String> ids = Lists.mutable.empty();
    for (int i = 0; i < PROBLEMS; i++) {
      ids.add(id(i));
    }
    return ids.toImmutable();
  }

  /** Right on the first {@code right} problems. */
  private static void add(
      MutableList<Row> rows, Contender contender, String budget, int right, long tokens, long prm) {
    for (int i = 0; i < PROBLEMS; i++) {
      rows.add(row(id(i), contender, budget, 1, i < right, tokens, prm));
    }
  }

  private static Matching match(MutableList<Row> rows) {
    ImmutableList<Cell> cells = Cell.of(rows);
    Cell reference = cells.detect(cell -> cell.contender().equals(REFERENCE));
    Curve curve =
        Curve.of(cells).detect(one -> one.points().anySatisfy(c -> c.contender().equals(TREE)));
    return Matching.of(curve, reference, ids(), new Bootstrap(PROBLEMS));
  }

  @Test
  void theCostIsInterpolatedBetweenPoints() {
    MutableList<Row> rows = Lists.mutable.empty();
    add(rows, REFERENCE, "", 6, 1_600, 16);
    add(rows, TREE, "tokens=100", 4, 100, 10);
    add(rows, TREE, "tokens=400", 8, 400, 30);
    Matching matching = match(rows);
    // Half way in accuracy is half way in the logarithm: 200 tokens, and 20 passes.
    assertThat(matching.tokens()).isCloseTo(200, within(1e-6));
    assertThat(matching.fewerTokens()).isCloseTo(8, within(1e-6));
    assertThat(matching.fewerPasses()).isCloseTo(0.8, within(1e-6));
    assertThat(matching.fewerTokensInterval().low()).isLessThanOrEqualTo(8);
    assertThat(matching.fewerTokensInterval().high()).isGreaterThanOrEqualTo(8);
    assertThat(matching.curve()).isEqualTo("a-star");
  }

  @Test
  void aWorsePointOnTheWayIsPassedOver() {
    MutableList<Row> rows = Lists.mutable.empty();
    add(rows, REFERENCE, "", 6, 1_600, 16);
    add(rows, TREE, "tokens=100", 4, 100, 10);
    add(rows, TREE, "tokens=200", 2, 200, 15);
    add(rows, TREE, "tokens=400", 8, 400, 30);
    assertThat(match(rows).tokens()).isCloseTo(200, within(1e-6));
  }

  @Test
  void nothingIsSaidBeyondTheLastPoint() {
    MutableList<Row> rows = Lists.mutable.empty();
    add(rows, REFERENCE, "", 10, 1_600, 16);
    add(rows, TREE, "tokens=100", 4, 100, 10);
    add(rows, TREE, "tokens=400", 8, 400, 30);
    Matching matching = match(rows);
    assertThat(matching.tokens()).isNaN();
    // Resamples without the two problems that the curve never solves do reach it: 0.8^10 of them.
    assertThat(matching.reached()).isCloseTo(Math.pow(0.8, 10), within(0.04));
  }

  @Test
  void aFirstPointThatIsGoodEnoughIsTheCost() {
    MutableList<Row> rows = Lists.mutable.empty();
    add(rows, REFERENCE, "", 3, 1_600, 0);
    add(rows, TREE, "tokens=100", 4, 100, 10);
    Matching matching = match(rows);
    assertThat(matching.tokens()).isEqualTo(100);
    assertThat(matching.fewerTokens()).isEqualTo(16);
    assertThat(matching.fewerPasses()).isNaN();
  }

  @Test
  void contendersThatDifferInSizeMakeOneCurve() {
    MutableList<Row> rows = Lists.mutable.empty();
    for (String samples : new String[] {"16", "4", "1"}) {
      add(
          rows,
          contender("best-of-n", "samples", samples, "temperature", "0.8"),
          "",
          3,
          100L * Integer.parseInt(samples),
          1);
    }
    add(rows, contender("best-of-n", "samples", "4", "temperature", "1"), "", 3, 90, 1);
    ImmutableList<Curve> curves = Curve.of(Cell.of(rows));
    assertThat(curves.collect(Curve::label))
        .containsExactly("best-of-n:temperature=0.8", "best-of-n:samples=4:temperature=1");
    assertThat(curves.getFirst().points().collect(c -> c.contender().settings().get("samples")))
        .containsExactly("1", "4", "16");
  }

  @Test
  void soDoTreesOfMoreAndMoreBranches() {
    MutableList<Row> rows = Lists.mutable.empty();
    add(rows, contender("a-star", "branching", "8", "weight", "1"), "", 3, 800, 24);
    add(rows, contender("a-star", "branching", "2", "weight", "1"), "", 3, 200, 6);
    add(rows, contender("a-star", "branching", "4", "weight", "0"), "", 3, 400, 12);
    ImmutableList<Curve> curves = Curve.of(Cell.of(rows));
    assertThat(curves.collect(Curve::label))
        .containsExactly("a-star:weight=1", "a-star:branching=4:weight=0");
    assertThat(curves.getFirst().points().collect(c -> c.contender().settings().get("branching")))
        .containsExactly("2", "8");
  }
}
