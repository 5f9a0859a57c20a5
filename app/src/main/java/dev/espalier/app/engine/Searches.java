package dev.espalier.app.engine;

import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import dev.espalier.sessions.Edit;
import dev.espalier.sessions.EventLikeness;
import dev.espalier.sessions.Recorder;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Begins searches with loaded models. */
public final class Searches {

  private final ReadyModels loaded;
  private final Clock clock;

  /**
   * @param clock tells when a session was made
   */
  public Searches(ReadyModels loaded, Clock clock) {
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
    return begin(order, record).run();
  }

  /**
   * A search and what its session says of itself, the moment it was made among it: by that a fork
   * knows its parent.
   */
  record Begun(SearchRun<?> run, SessionHeader header) {}

  /** The same as {@link #start}. */
  Begun begin(SearchOrder order, @Nullable Path record) throws RunRefused {
    Prepared prepared = prepare(order);
    SessionHeader header = header(order, null);
    try {
      return new Begun(prepared.start(sink(record, header)), header);
    } catch (IOException e) {
      throw unrecordable(e);
    }
  }

  private static RunRefused unrecordable(IOException e) {
    return new RunRefused("The session cannot be recorded. " + e.getMessage(), e);
  }

  /** A search that can begin. */
  private record Prepared(
      SearchAlgorithm<?> algorithm, Problem problem, Models models, Budget budget) {

    SearchRun<?> start(StepSink sink) throws IOException {
      return SearchRun.start(algorithm, problem, models, budget, sink);
    }
  }

  private Prepared prepare(SearchOrder order) throws RunRefused {
    AlgorithmDescription description = description(order);
    SearchAlgorithm<?> algorithm = algorithm(description, order);
    if (description.needsReward() && !loaded.hasReward()) {
      throw new RunRefused(
          description.title()
              + " needs a process reward model, and none is loaded. Name one with --reward FOLDER,"
              + " or choose an algorithm that needs none.");
    }
    if (order.constraint() == null && description.needsConstraint(order.settings().castToMap())) {
      throw new RunRefused(
          "%s needs a constraint, and none is given. Name one with --grammar FILE, --json-schema FILE or --regex EXPRESSION, %sor choose an algorithm that needs none."
              .formatted(
                  description.title(),
                  description.insteadOfConstraint().isEmpty()
                      ? ""
                      : "set one of %s, "
                          .formatted(description.insteadOfConstraint().makeString(", "))));
    }
    Models models = loaded.models(order.constraint());
    Problem problem = loaded.problem(order.prompt(), order.seed());
    return new Prepared(algorithm, problem, models, order.budget());
  }

  private static AlgorithmDescription description(SearchOrder order) throws RunRefused {
    try {
      return AlgorithmCatalogue.named(order.algorithm());
    } catch (IllegalArgumentException e) {
      throw new RunRefused(sentence(e), e);
    }
  }

  private static SearchAlgorithm<?> algorithm(AlgorithmDescription description, SearchOrder order)
      throws RunRefused {
    try {
      return description.create(order.settings().castToMap());
    } catch (IllegalArgumentException e) {
      throw new RunRefused(sentence(e), e);
    }
  }

  private static StepSink sink(@Nullable Path record, SessionHeader header) throws IOException {
    return record == null ? StepSink.NONE : Recorder.create(record, header);
  }

  /**
   * The search of a session, begun again: with its first step done, or, if it branched off another,
   * with the steps done that it shares with that one. All that takes is in its header.
   *
   * @throws RunRefused if it cannot; the message says why
   */
  public SearchRun<?> again(SessionHeader header) throws RunRefused {
    return again(header, StepSink.NONE);
  }

  /**
   * The same.
   *
   * @param sink takes its steps, from the first
   */
  public SearchRun<?> again(SessionHeader header, StepSink sink) throws RunRefused {
    ModelDescription here = loaded.description();
    ModelDescription recorded = header.model();
    if (!here.hash().equals(recorded.hash())) {
      throw new RunRefused(
          "The session was made with %s (%s…), but the model loaded is %s (%s…). Name the model it was made with."
              .formatted(recorded.id(), head(recorded.hash()), here.id(), head(here.hash())));
    }
    SessionHeader.Parent parent = header.parent();
    if (parent == null) {
      Prepared prepared = prepare(Replays.order(header));
      try {
        return prepared.start(sink);
      } catch (IOException e) {
        throw unrecordable(e);
      }
    }
    SessionHeader.Origin origin = parent.origin();
    if (origin == null) {
      throw new RunRefused(
          "The session branched off %s, and was recorded by a version of the program that kept no account of how. Fork %s again."
              .formatted(parent.session(), parent.session()));
    }
    SessionHeader before = header.origin();
    SearchRun<?> run = again(before);
    advance(run, parent.step());
    return fork(
        run, parent.step(), Replays.order(before), Replays.order(header), origin.change(), sink);
  }

  private static String head(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }

  /**
   * The search of a record, made again up to the step that a fork goes on from.
   *
   * @param header of the record
   * @throws RunRefused if it does not come out as recorded, but for rounding: on another machine
   *     the last digits differ
   */
  SearchRun<?> again(ForkOrder fork, SessionHeader header) throws RunRefused {
    SearchRun<?> run = again(header);
    advance(run, fork.step());
    EventSource recorded = fork.parent();
    int count = Math.min(run.events().size(), recorded.size());
    for (int i = 0; i < count; i++) {
      if (!EventLikeness.same(recorded.event(i), run.events().event(i))) {
        throw new RunRefused(
            "%s cannot be gone on from: made again with the loaded model, its event %d comes out differently. Run it here again, and branch off that run."
                .formatted(fork.parentName(), i + 1));
      }
    }
    return run;
  }

  private static void advance(SearchRun<?> run, int step) throws RunRefused {
    try {
      while (run.steps() <= step && run.advance()) {
        // all in the condition
      }
    } catch (IOException e) {
      throw new RunRefused("The search cannot be made again. " + e.getMessage(), e);
    }
  }

  /**
   * A search that goes on otherwise from an earlier step of {@code parent}.
   *
   * @param header of the parent
   * @param record file to record it in, the shared steps included, or null for none
   * @throws RunRefused if it cannot; the message says why
   */
  Begun fork(SearchRun<?> parent, ForkOrder fork, SessionHeader header, @Nullable Path record)
      throws RunRefused {
    SessionHeader own = header(fork.order(), parent(fork, header));
    try {
      return new Begun(
          fork(
              parent,
              fork.step(),
              fork.parentOrder(),
              fork.order(),
              fork.edit(),
              sink(record, own)),
          own);
    } catch (IOException e) {
      throw unrecordable(e);
    }
  }

  private <S extends SearchState> SearchRun<S> fork(
      SearchRun<S> parent,
      int step,
      SearchOrder before,
      SearchOrder order,
      Edit edit,
      StepSink sink)
      throws RunRefused {
    if (!order.algorithm().equals(before.algorithm())) {
      throw new RunRefused("A fork goes on with the algorithm of the search it branches off.");
    }
    // The same algorithm has the same kind of state, whatever its settings.
    @SuppressWarnings("unchecked")
    SearchAlgorithm<S> edited = (SearchAlgorithm<S>) algorithm(description(order), order);
    boolean same = order.settings().equals(before.settings());
    try {
      return parent.forkAt(
          step,
          same ? null : edited,
          edit.steering(loaded.models().tokenizer()),
          order.budget(),
          sink);
    } catch (IllegalArgumentException e) {
      throw new RunRefused(sentence(e), e);
    } catch (IOException e) {
      throw unrecordable(e);
    }
  }

  static SessionHeader.Parent parent(ForkOrder fork, SessionHeader header) {
    return new SessionHeader.Parent(
        fork.parentName(),
        fork.step(),
        fork.edit().words(),
        new SessionHeader.Origin(
            header.created(), fork.edit(), header.settings(), header.budget(), header.parent()));
  }

  /**
   * What a session of this order says of itself.
   *
   * @param parent what it branched off, or null
   * @throws RunRefused if the order cannot be carried out
   */
  SessionHeader header(SearchOrder order, SessionHeader.@Nullable Parent parent) throws RunRefused {
    Settings settings = Settings.of(description(order).parameters(), order.settings().castToMap());
    Problem problem = loaded.problem(order.prompt(), order.seed());
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
        parent);
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
