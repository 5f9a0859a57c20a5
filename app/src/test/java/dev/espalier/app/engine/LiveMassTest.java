package dev.espalier.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus.Phase;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.reward.training.ModelShape;
import dev.espalier.reward.training.UntrainedModels;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.sessions.EventLikeness;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.Maps;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the model allows in all is found out while a search under a constraint goes on. */
@Timeout(60)
class LiveMassTest {

  private static final ConstraintSource PLUMS =
      new ConstraintSource(ConstraintSource.Kind.REGEX, "[a-c]{1,2}");
  private static final SearchOrder ORDER =
      new SearchOrder(
          "What is 1 + 1?",
          "asap",
          Maps.immutable.of("samples", "12", "max-tokens", "8"),
          5,
          Budget.UNLIMITED,
          "",
          PLUMS);

  @TempDir static Path models;
  @TempDir Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    UntrainedModels.write(
        models.resolve(ModelPlaces.LANGUAGE_MODEL),
        models.resolve(ModelPlaces.REWARD_MODEL),
        new ModelShape(330, 16, 1, 2, 24, 512),
        11);
  }

  private static LoadedModels open() throws Exception {
    ModelPlaces places = ModelPlaces.in(models);
    return LoadedModels.open(
        places.find(ModelPlaces.LANGUAGE_MODEL),
        places.find(ModelPlaces.REWARD_MODEL),
        RuntimeOptions.DEFAULT);
  }

  private RunController controller() {
    return new RunController(
        new DeskEngine(
            new InstalledModels(ModelPlaces.in(models)),
            ModelPlaces.BUNDLED,
            new SessionFiles(),
            folder,
            Clock.systemUTC()));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(Duration.ofMillis(1));
    }
  }

  private static boolean known(RunController controller) {
    AllowedMass mass = controller.mass(ORDER);
    return mass != null && mass.isWithin(Target.TOLERANCE);
  }

  @Test
  void stepsOfTheSearchMakeItKnown() throws Exception {
    AllowedMass truth;
    try (LoadedModels loaded = open()) {
      Target target =
          Objects.requireNonNull(Target.of(ORDER.algorithm(), ORDER.settings().castToMap()));
      truth = target.mass(loaded, ORDER.prompt(), PLUMS, 2_000);
    }
    try (RunController controller = controller()) {
      controller.start(ORDER, true);
      await(() -> controller.status().phase() == Phase.PAUSED);
      assertThat(controller.mass(ORDER)).isNull();
      for (int step = 1; step <= 4; step++) {
        controller.stepOnce();
      }
      await(() -> known(controller));
      assertThat(controller.status().phase()).as("still under way").isEqualTo(Phase.PAUSED);
      assertThat(Objects.requireNonNull(controller.mass(ORDER)).logMiddle())
          .isCloseTo(truth.logMiddle(), within(1e-3));
    }
  }

  @Test
  void theSearchIsTheSameAsWithoutIt() throws Exception {
    try (RunController controller = controller()) {
      controller.start(ORDER, true);
      await(() -> controller.status().phase() == Phase.PAUSED);
      assertThat(controller.mass(ORDER)).isNull();
      controller.resume();
      await(() -> controller.status().phase() == Phase.READY);
      await(() -> known(controller));
    }
    try (Stream<Path> files = Files.list(folder);
        LoadedModels loaded = open()) {
      var session = SessionFile.read(files.findFirst().orElseThrow());
      Verification verification =
          Verification.of(
              session,
              new Searches(loaded, Clock.systemUTC()).again(session.header()),
              // What else the model is asked meanwhile may change how its numbers are rounded.
              EventLikeness.ROUNDING);
      assertThat(verification.same()).as(verification.words()).isTrue();
    }
  }
}
