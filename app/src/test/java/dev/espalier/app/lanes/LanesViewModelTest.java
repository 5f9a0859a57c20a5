package dev.espalier.app.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.SyntheticDraws;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import org.junit.jupiter.api.Test;

class LanesViewModelTest {

  private static final int PARTICLES = 6;
  private static final int ROUNDS = 5;

  private final TreeViewModel tree = new TreeViewModel();
  private final LanesViewModel lanes = new LanesViewModel(tree);

  private LaneChart chart() {
    tree.open(SyntheticDraws.particles(PARTICLES, ROUNDS));
    return lanes.chart();
  }

  @Test
  void everyWeighingIsARound() {
    LaneChart chart = chart();
    assertThat(chart.rounds()).hasSize(ROUNDS);
    assertThat(chart.lanes()).isEqualTo(PARTICLES);
    assertThat(chart.rounds()).allSatisfy(r -> assertThat(r.particles()).isEqualTo(PARTICLES));
  }

  @Test
  void withoutResamplingEachParticleStaysInItsLane() {
    LaneChart chart = chart();
    assertThat(chart.rounds().get(1).resampledBy()).isNegative();
    for (int i = 0; i < PARTICLES; i++) {
      assertThat(chart.ancestor(1, i)).isEqualTo(i);
    }
  }

  @Test
  void afterResamplingThePathInTheTreeAgreesWithTheAncestry() {
    LaneChart chart = chart();
    LaneChart.Round round = chart.rounds().get(2);
    assertThat(round.resampledBy()).isPositive();
    for (int i = 0; i < PARTICLES; i++) {
      assertThat(tree.tree().parent(round.nodes().get(i)))
          .isEqualTo(chart.rounds().get(1).nodes().get(chart.ancestor(2, i)));
    }
  }

  @Test
  void offspringOfARoundAreTheParticlesOfTheNext() {
    LaneChart chart = chart();
    int sum = 0;
    for (int i = 0; i < PARTICLES; i++) {
      sum += chart.offspring(1, i);
    }
    assertThat(sum).isEqualTo(PARTICLES);
    assertThat(chart.offspring(ROUNDS - 1, 0)).isNegative();
  }

  @Test
  void aChosenNodeLightsItsAncestorsAndOffspringAndNothingElse() {
    LaneChart chart = chart();
    int node = chart.rounds().get(2).nodes().get(3);
    tree.select(node);
    assertThat(lanes.lit(2, 3)).isTrue();
    assertThat(lanes.lit(2, 0)).isFalse();
    for (int r = 1; r < ROUNDS; r++) {
      for (int i = 0; i < PARTICLES; i++) {
        boolean onPath =
            tree.tree().path(chart.rounds().get(r).nodes().get(i)).contains(node)
                || tree.tree().path(node).contains(chart.rounds().get(r).nodes().get(i));
        assertThat(lanes.lit(r, i)).as("round %d particle %d", r, i).isEqualTo(onPath);
      }
    }
  }

  @Test
  void choosingAParticleOfTheFutureGoesThere() {
    LaneChart chart = chart();
    tree.seek(3);
    lanes.choose(4, 2);
    assertThat(tree.selected()).isEqualTo(chart.rounds().get(4).nodes().get(2));
    assertThat(tree.cursor()).isEqualTo(chart.rounds().get(4).event() + 1);
    assertThat(lanes.summary()).startsWith("Round 5 of 5: effective size");
  }

  @Test
  void aSearchWithoutParticlesSaysSo() {
    tree.open(SyntheticSearch.aStar());
    assertThat(lanes.hasParticles()).isFalse();
    assertThat(lanes.summary()).startsWith("This search has no particles");
  }
}
