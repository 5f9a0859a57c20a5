package dev.espalier.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus.Phase;
import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelViewModelTest {

  private final RunController controller =
      new RunController(ScriptedEngine.of(SyntheticSearch.aStar()));
  private final ModelViewModel models =
      new ModelViewModel(
          controller,
          new ScriptedShelf(),
          ScriptedShelf.CHOICE,
          Lists.immutable.of("m3"),
          Runnable::run);

  @AfterEach
  void close() {
    controller.close();
  }

  private Forecast forecast() {
    return Objects.requireNonNull(models.outlook().forecast(), models.outlook().problem());
  }

  @Test
  void theFormSaysWhatTheModelsWillNeedBeforeTheyAreLoaded() {
    models.look();
    assertThat(models.outlook().good()).isTrue();
    assertThat(forecast().weightBytes()).isEqualTo(4 * 3_000_000);
    assertThat(forecast().cacheBytes()).isEqualTo(2 * 512 * 4000 * 3 / 2);
    assertThat(forecast().totalBytes())
        .isEqualTo(
            forecast().weightBytes() + forecast().cacheBytes() + forecast().workspaceBytes());
    assertThat(forecast().words()).contains("2.0 million weights in fp32");
    assertThat(controller.status().phase()).isEqualTo(Phase.IDLE);
  }

  @Test
  void weightsThatDoNotFitAreToldApartFromAContextThatDoesNot() {
    models.languageProperty().set("m40");
    assertThat(forecast().fits()).isFalse();
    assertThat(forecast().advice()).contains("no shorter context helps").contains("bf16 halves");
    models.precisionProperty().set(PrecisionChoice.BF16);
    assertThat(models.outlook().good()).isTrue();
    models.contextProperty().set("100000");
    assertThat(forecast().fits()).isFalse();
    assertThat(forecast().advice()).contains("the context does not: choose one of at most");
  }

  @Test
  void modelsShareTheMemory() {
    models.languageProperty().set("m20");
    models.rewardProperty().set("m4");
    assertThat(forecast().fits()).isFalse();
    assertThat(forecast().refusal()).contains("does not fit");
    models.rewardProperty().set("");
    assertThat(models.outlook().good()).isTrue();
  }

  /** What the advice for two models names must fit both. */
  @Test
  void theContextThatIsAdvisedFitsBothModels() {
    models.contextProperty().set("100000");
    Matcher most = Pattern.compile("at most ([0-9,]+) tokens").matcher(forecast().advice());
    assertThat(most.find()).isTrue();
    models.contextProperty().set(most.group(1).replace(",", ""));
    assertThat(models.outlook().good()).isTrue();
  }

  @Test
  void whatIsWrittenWronglyIsSaid() {
    models.contextProperty().set("many");
    assertThat(models.outlook().problem()).contains("from 1 to 10000000");
    models.contextProperty().set("0");
    assertThat(models.outlook().problem()).contains("from 1 to 10000000");
    models.contextProperty().set("");
    models.languageProperty().set("elsewhere");
    assertThat(models.outlook().problem()).isEqualTo("There is no model \"elsewhere\".");
    models.languageProperty().set(" ");
    assertThat(models.outlook().problem()).isEqualTo("Choose a language model.");
  }

  @Test
  void onlyWhatFitsIsLoaded() throws InterruptedException {
    models.languageProperty().set("m40");
    models.load();
    assertThat(controller.status().phase()).isEqualTo(Phase.IDLE);
    assertThat(models.chosen()).isEqualTo(ScriptedShelf.CHOICE);
    models.languageProperty().set("m5");
    models.load();
    awaitModel("m5");
    assertThat(models.chosen()).isEqualTo(ModelChoice.of("m5", "m1"));
    assertThat(models.recent()).containsExactly("m5", "m3");
    assertThat(models.offers()).containsExactly("m5", "m3", "m2", "m1");
    models.look();
    await(() -> {
      models.refresh();
      return models.offers().contains("org/m3");
    });
    assertThat(models.offers()).containsExactly("m5", "m3", "m2", "m1", "org/m3");
  }

  @Test
  void aModelThatIsRefusedLeavesTheOneThereIs() throws InterruptedException {
    controller.use(ModelChoice.of("m5", ""));
    awaitModel("m5");
    controller.use(ModelChoice.of("none", ""));
    await(() -> controller.status().phase() == Phase.FAILED);
    assertThat(controller.status().message()).isEqualTo("There is no model \"none\".");
    assertThat(controller.status().model()).isEqualTo("m5");
  }

  @Test
  void devicesThatAreNotThereAreNamedWithTheReason() {
    models.look();
    models.refresh();
    assertThat(models.devicesProperty().get().reject(device -> device.usable()))
        .singleElement()
        .satisfies(device -> assertThat(device.absence()).isEqualTo("no CUDA device was found"));
  }

  private void awaitModel(String name) throws InterruptedException {
    await(() ->
        controller.status().phase() == Phase.READY && controller.status().model().equals(name));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(2);
    }
  }
}
