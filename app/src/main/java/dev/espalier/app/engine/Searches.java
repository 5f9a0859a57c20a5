package dev.espalier.app.engine;

import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import dev.espalier.sessions.Recorder;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Begins searches with loaded models. */
public final class Searches {

  private final LoadedModels loaded;
  private final Clock clock;

  /**
   * @param clock tells when a session was made
   */
  public Searches(LoadedModels loaded, Clock clock) {
    this.loaded = loaded;
    this.clock = clock;
  }

  /**
   * A search with its first step done.
   *
   * @param record file to record it in, or null for none
   * @throws RunRefused if the order cannot be carried out; the message says why
   */
  public SearchRun<?> start(SearchOrder order, @Nullable Path record) throws RunRefused {
    AlgorithmDescription description;
    SearchAlgorithm<?> algorithm;
    Settings settings;
    try {
      description = AlgorithmCatalogue.named(order.algorithm());
      settings = Settings.of(description.parameters(), order.settings().castToMap());
      algorithm = description.create(order.settings().castToMap());
    } catch (IllegalArgumentException e) {
      throw new RunRefused(sentence(e), e);
    }
    if (description.needsReward() && !loaded.hasReward()) {
      throw new RunRefused(
          description.title()
              + " needs a process reward model, and none is loaded. Name one with --reward FOLDER,"
              + " or choose an algorithm that needs none.");
    }
    if (description.needsConstraint() && order.constraint() == null) {
      throw new RunRefused(
          description.title()
              + " needs a constraint, and none is given. Name one with --grammar FILE or --regex"
              + " EXPRESSION, or choose an algorithm that needs none.");
    }
    Models models = loaded.models(order.constraint());
    Problem problem = loaded.problem(order.prompt(), order.seed());
    try {
      StepSink sink =
          record == null
              ? StepSink.NONE
              : Recorder.create(record, header(order, settings, problem));
      return SearchRun.start(algorithm, problem, models, order.budget(), sink);
    } catch (IOException e) {
      throw new RunRefused("The session cannot be recorded. " + e.getMessage(), e);
    }
  }

  /**
   * What a session of this order says of itself.
   *
   * @throws RunRefused if the order cannot be carried out
   */
  SessionHeader header(SearchOrder order) throws RunRefused {
    Settings settings =
        Settings.of(
            AlgorithmCatalogue.named(order.algorithm()).parameters(), order.settings().castToMap());
    return header(order, settings, loaded.problem(order.prompt(), order.seed()));
  }

  private SessionHeader header(SearchOrder order, Settings settings, Problem problem) {
    Models models = loaded.models();
    return new SessionHeader(
        title(order.prompt()),
        clock.instant(),
        loaded.description(),
        models.reward() == null ? null : models.reward().description(),
        order.prompt(),
        order.knownAnswer().isBlank() ? null : order.knownAnswer(),
        problem.promptText(),
        problem.prompt(),
        order.algorithm(),
        settings.asMap(),
        order.seed(),
        order.budget(),
        order.constraint(),
        null);
  }

  private static String title(String prompt) {
    String line = prompt.strip().lines().findFirst().orElse("");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }

  private static String sentence(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
