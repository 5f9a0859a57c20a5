package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void theAreaCountsPairsInOrderAndTiesHalf() {
    double[] scores = {0.9, 0.8, 0.8, 0.3};
    boolean[] right = {true, false, true, false};
    assertThat(Ranking.areaUnderCurve(scores, right)).isCloseTo(3.5 / 4, within(1e-12));
  }

  @Test
  void theAreaOfOneKindIsUndefined() {
    assertThat(Ranking.areaUnderCurve(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
  }

  @Test
  void passAtKEqualsTheShareOfSubsetsThatHoldARightSample() {
    assertThat(Ranking.passAt(1, 4, 1)).isCloseTo(0.25, within(1e-12));
    assertThat(Ranking.passAt(2, 4, 1)).isCloseTo(0.5, within(1e-12));
    assertThat(Ranking.passAt(2, 4, 2)).isCloseTo(1 - 1 / 6.0, within(1e-12));
    assertThat(Ranking.passAt(4, 4, 1)).isEqualTo(1);
    assertThat(Ranking.passAt(3, 4, 0)).isZero();
  }

  @Test
  void passAtMoreThanTheSamplesIsRefused() {
    assertThatThrownBy(() -> Ranking.passAt(5, 4, 1)).hasMessageContaining("pass@5");
  }

  @Test
  void theFirstOfEqualScoresIsBestAndNoNumberNeverWins() {
    assertThat(Ranking.best(new double[] {Double.NaN, 0.5, 0.7, 0.7})).isEqualTo(2);
  }
}
