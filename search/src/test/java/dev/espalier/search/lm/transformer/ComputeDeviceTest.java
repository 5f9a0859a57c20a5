package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeDeviceTest {

  @ParameterizedTest
  @CsvSource({
    "auto,   false, 0, cpu",
    "auto,   true,  0, cpu",
    "auto,   true,  2, cuda:0",
    "cuda,   true,  1, cuda:0",
    "cuda:1, true,  2, cuda:1",
  })
  void whatIsThereIsUsedWithoutANotice(String asked, boolean built, int count, String used) {
    ComputeDevice device = ComputeDevice.choose(asked, built, count);
    assertThat(device.name()).isEqualTo(used);
    assertThat(device.notice()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "cuda,   false, 0, built for the CPU alone",
    "cuda,   true,  0, no CUDA device was found",
    "cuda:1, true,  1, there are only 1 devices",
  })
  void whatIsMissingIsSaidAndTheCpuUsed(
      String asked, boolean built, int count, String explanation) {
    ComputeDevice device = ComputeDevice.choose(asked, built, count);
    assertThat(device.name()).isEqualTo("cpu");
    assertThat(device.notice()).contains(asked, explanation, "using the CPU");
  }

  @Test
  void theNoticeReachesTheUser() {
    if (PyTorch.engine().hasCapability("CUDA")) {
      // A machine with CUDA has no notice to show; the cases above cover the choice.
      assertThat(ComputeDevice.of("cuda:999").notice()).contains("cuda:999");
      return;
    }
    try (TransformerLanguageModel model =
        TransformerLanguageModel.open(
            RandomDecoder.of("llama", 1).source(), RuntimeOptions.DEFAULT.withDevice("cuda"))) {
      assertThat(model.notices())
          .containsExactly(
              "cuda was asked for, but this PyTorch is built for the CPU alone; using the CPU");
      assertThat(model.description().device()).isEqualTo("cpu");
    }
  }
}
