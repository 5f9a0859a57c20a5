package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void aClearGainInStepsChoosesBf16() {
    Calibration calibration =
        Calibration.decide(new double[] {4, 6, 9, 50}, new double[] {2, 3, 5, 30});
    assertThat(calibration.chosen()).isEqualTo(Precision.BF16);
    assertThat(calibration.reason())
        .isEqualTo(
            "bf16: against fp32, bf16 products are 1.9 times as fast in steps, 1.7 in prompts");
    assertThat(calibration.timings())
        .extracting(Calibration.Timing::rows)
        .containsExactly(1, 8, 32, 256);
  }

  @Test
  void aSmallGainStaysWithFp32() {
    Calibration calibration =
        Calibration.decide(new double[] {4, 6, 9, 50}, new double[] {3.5, 5, 8, 30});
    assertThat(calibration.chosen()).isEqualTo(Precision.FP32);
  }

  @Test
  void aGainInStepsDoesNotPayForSlowPrompts() {
    Calibration calibration =
        Calibration.decide(new double[] {4, 6, 9, 50}, new double[] {1, 2, 3, 150});
    assertThat(calibration.chosen()).isEqualTo(Precision.FP32);
  }

  @Test
  void aMeasurementGivesPositiveTimesOfFourBatchSizesUnlessTheMachineIsTooBusy() {
    Calibration calibration = Calibration.measure("cpu", 256, 1024);
    assertThat(calibration.timings().size()).isIn(0, 4);
    assertThat(calibration.timings())
        .allMatch(timing -> timing.fp32Milliseconds() > 0 && timing.bf16Milliseconds() > 0);
  }

  @Test
  void aSmallModelIsNotTimed() {
    try (TransformerLanguageModel model =
        TransformerLanguageModel.open(
            RandomDecoder.of("llama", 1).source(), RuntimeOptions.DEFAULT.withDevice("cpu"))) {
      assertThat(model.calibration().timings()).isEmpty();
      assertThat(model.description().precision()).isEqualTo("fp32");
    }
  }

  @Test
  void whatWasAskedForIsNotTimed() {
    try (TransformerLanguageModel model =
        RandomDecoder.of("llama", 1).torchScript(Precision.BF16, 256)) {
      assertThat(model.calibration().reason()).isEqualTo("bf16 was asked for");
      assertThat(model.description().precision()).isEqualTo("bf16");
    }
  }
}
