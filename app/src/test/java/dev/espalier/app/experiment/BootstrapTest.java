package dev.espalier.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.experiment.Bootstrap.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static double mean(int[] weights, double[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum / Arrays.stream(weights).sum();
  }

  @Test
  void everyResampleHasAsManyProblems() {
    assertThat(new Bootstrap(17).values(weights -> Arrays.stream(weights).sum())).containsOnly(17);
  }

  @Test
  void theSameResamplesEveryTime() {
    double[] values = {1, 0, 0, 1, 1, 0, 1};
    assertThat(new Bootstrap(7).values(w -> mean(w, values)))
        .isEqualTo(new Bootstrap(7).values(w -> mean(w, values)));
  }

  @Test
  void ninetyFiveOfAHundredIntervalsHoldTheTruth() {
    SplittableRandom random = new SplittableRandom(12);
    Bootstrap bootstrap = new Bootstrap(80);
    int held = 0;
    int rounds = 300;
    for (int round = 0; round < rounds; round++) {
      double[] values = new double[80];
      Arrays.setAll(values, _ -> random.nextDouble() < 0.4 ? 1 : 0);
      Interval interval = bootstrap.interval(w -> mean(w, values));
      held += interval.low() <= 0.4 && 0.4 <= interval.high() ? 1 : 0;
    }
    // Binomial with p = 0.95: four standard deviations are 0.05.
    assertThat((double) held / rounds).isBetween(0.90, 1.0);
    assertThat(held).isLessThan(rounds);
  }

  @Test
  void whatIsNoNumberIsLeftOut() {
    assertThat(Bootstrap.interval(Double.NaN, 2, 2, Double.NaN)).isEqualTo(new Interval(2, 2));
    assertThat(Bootstrap.interval(Double.NaN).low()).isNaN();
    assertThat(Bootstrap.interval(1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY).high())
        .isInfinite();
  }

  @Test
  void quantilesAreInterpolated() {
    double[] values = new double[101];
    Arrays.setAll(values, i -> i);
    assertThat(Bootstrap.interval(values)).isEqualTo(new Interval(2.5, 97.5));
  }
}
