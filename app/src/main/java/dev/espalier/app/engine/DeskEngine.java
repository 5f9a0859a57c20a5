package dev.espalier.app.engine;

import dev.espalier.app.model.Forecast;
import dev.espalier.app.run.Engine;
import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.Peek;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.Verdict;
import dev.espalier.app.table.TableModel;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.aligned.AllowedMassSearch;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.sessions.EventLikeness;
import dev.espalier.sessions.Recorder;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.SessionHeader;
import dev.espalier.sessions.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** The window's searches: on the models chosen, each one recorded. */
public final class DeskEngine implements Engine {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT);

  /** A number on show must not keep the next search waiting: rows, and weights times rows. */
  private static final int MOST_ROWS = 2_000;

  private static final long MOST_WORK = 10_000_000_000L;

  /** States share structure, so that a few finished searches weigh little. */
  private static final int KEPT = 6;

  private final InstalledModels models;
  private final SessionFiles sessions;
  private final @Nullable Path folder;
  private final Clock clock;
  private ModelChoice choice;
  private @Nullable LoadedModels loaded;

  /** Answers its own prompt in place of the loaded models; set by the window's thread. */
  private volatile @Nullable ReadyTable table;

  /** The last searches, whose states a fork can go on from at once. */
  private final Deque<SearchRun<?>> kept = new ArrayDeque<>();

  /**
   * @param choice the models to begin with
   * @param folder where searches are recorded while they run, or null for nowhere
   */
  public DeskEngine(
      InstalledModels models,
      ModelChoice choice,
      SessionFiles sessions,
      @Nullable Path folder,
      Clock clock) {
    this.models = models;
    this.choice = choice;
    this.sessions = sessions;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public void choose(ModelChoice other) throws RunRefused {
    // Looked at first, so that a model that cannot be used costs nobody the one there is.
    Forecast forecast = models.forecast(other);
    if (!forecast.fits()) {
      throw new RunRefused(forecast.refusal());
    }
    close();
    choice = other;
  }

  @Override
  public String load(Consumer<String> doing) throws RunRefused {
    LoadedModels ready = loaded;
    if (ready == null) {
      ready =
          LoadedModels.judged(
              models.places().find(choice.language()),
              RewardChoice.parse(choice.reward(), models.places()),
              choice.options(),
              doing);
      loaded = ready;
      models.hold(ready.weightBytes());
      doing.accept("Warming up…");
      try {
        ready.warmUp();
      } catch (ModelFailure e) {
        close();
        throw new RunRefused("The model was loaded and cannot be run. " + e.getMessage(), e);
      }
    }
    return ready.summary();
  }

  private LoadedModels models() throws RunRefused {
    load(_ -> {});
    return Objects.requireNonNull(loaded);
  }

  /** Lets a table answer its prompt, until another one or none is given. */
  public void answerFrom(@Nullable TableModel model) {
    table = model == null ? null : new ReadyTable(model);
  }

  private ReadyModels models(SearchOrder order) throws RunRefused {
    ReadyTable written = table;
    return written != null && written.answers(order.prompt()) ? written : models();
  }

  @Override
  public SearchRun<?> start(SearchOrder order) throws RunRefused {
    Searches searches = new Searches(models(order), clock);
    Path record = place(order);
    return begun(searches.begin(order, record), record);
  }

  @Override
  public SearchRun<?> fork(ForkOrder fork) throws RunRefused {
    Searches searches = new Searches(models(fork.order()), clock);
    SessionHeader header = sessions.header(fork.parent());
    if (header == null) {
      throw new RunRefused(
          "%s is no search of this program that a fork could go on from."
              .formatted(fork.parentName()));
    }
    ForkOrder named = fork.of(sessions.name(fork.parent(), fork.parentName()));
    SearchRun<?> parent = keptOf(fork.parent());
    if (parent == null) {
      models().requireSame(header);
      parent = searches.again(named, header);
    }
    Path record = place(fork.order());
    return begun(searches.fork(parent, named, header, record), record);
  }

  private SearchRun<?> begun(Searches.Begun begun, @Nullable Path record) {
    sessions.began(begun.run().events(), begun.header(), record);
    keep(begun.run());
    return begun.run();
  }

  @Override
  public SearchRun<?> resume(Path file) throws RunRefused {
    Searches searches = new Searches(models(), clock);
    try {
      Recorder recorder = Recorder.resume(file);
      @Nullable SearchRun<?> run = null;
      try {
        SessionHeader header = SessionFile.open(file).header();
        run = searches.again(header, recorder);
        sessions.began(run.events(), header, file);
        keep(run);
        return run;
      } finally {
        if (run == null) {
          recorder.close();
        }
      }
    } catch (IOException | UncheckedIOException | SessionFormatException e) {
      throw new RunRefused(String.valueOf(e.getMessage()), e);
    }
  }

  private void keep(SearchRun<?> run) {
    kept.addFirst(run);
    if (kept.size() > KEPT) {
      kept.removeLast();
    }
  }

  private @Nullable SearchRun<?> keptOf(EventSource events) {
    for (SearchRun<?> run : kept) {
      if (run.events().equals(events)) {
        return run;
      }
    }
    return null;
  }

  @Override
  public Peek peek(ImmutableIntList prefix, int count) throws RunRefused {
    Models models = models().models();
    try {
      NextTokens row =
          models
              .language()
              .evaluate(Lists.immutable.of(TokenSequence.of(prefix)), Wanted.top(count))
              .rows()
              .getFirst();
      MutableList<Peek.Option> options = Lists.mutable.empty();
      for (int i = 0; i < row.size(); i++) {
        int token = row.token(i);
        String text = models.tokenizer().text(token);
        // A special token has no text of its own.
        String shown = text.isEmpty() ? models.tokenizer().label(token) : text;
        options.add(new Peek.Option(token, shown, row.logProb(i)));
      }
      return new Peek(prefix, options.toImmutable(), "");
    } catch (ModelFailure | IllegalArgumentException e) {
      throw new RunRefused("The model cannot say what comes here. " + e.getMessage(), e);
    }
  }

  @Override
  public Verdict verify(Path file, Consumer<SearchRun<?>> begun) throws RunRefused {
    LoadedModels ready = models();
    try {
      Session session = SessionFile.open(file);
      ready.requireSame(session.header());
      SearchRun<?> run = new Searches(ready, clock).again(session.header());
      begun.accept(run);
      Verification verification = Verification.of(session, run, EventLikeness.ROUNDING);
      return new Verdict(verification.same(), verification.words());
    } catch (IOException | UncheckedIOException | SessionFormatException e) {
      throw new RunRefused("The session cannot be verified. " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable AllowedMassSearch weigh(SearchOrder order) throws RunRefused {
    ReadyTable written = table;
    if (written != null && written.answers(order.prompt())) {
      return null;
    }
    LoadedModels ready = models();
    ConstraintSource constraint = order.constraint();
    Target target = Target.of(order.algorithm(), order.settings().castToMap());
    int rows = (int) Math.min(MOST_ROWS, MOST_WORK / Math.max(1, ready.description().parameters()));
    if (constraint == null || target == null || rows == 0) {
      return null;
    }
    return target.weigh(ready, order.prompt(), constraint, rows);
  }

  /** A file that is not there yet. */
  private @Nullable Path place(SearchOrder order) {
    if (folder == null) {
      return null;
    }
    String name = STAMP.format(LocalDateTime.now(clock)) + "-" + order.algorithm();
    Path file = folder.resolve(name + ".espalier");
    for (int i = 2; Files.exists(file); i++) {
      file = folder.resolve(name + "-" + i + ".espalier");
    }
    return file;
  }

  @Override
  public void close() {
    // A search kept would ask a model that is closed.
    kept.clear();
    models.hold(0);
    if (loaded != null) {
      loaded.close();
      loaded = null;
    }
  }
}
