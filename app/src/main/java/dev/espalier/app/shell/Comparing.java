package dev.espalier.app.shell;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.comparison.Arrival;
import dev.espalier.app.comparison.ComparisonViewModel;
import dev.espalier.app.comparison.Entrant;
import dev.espalier.app.run.RunBeside;
import dev.espalier.app.run.RunController;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.SessionHeader;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Brings what the window knows of searches into a comparison. */
public final class Comparing {

  private final DeskViewModel desk;
  private final RunController controller;
  private final SessionStore sessions;
  private final ComparisonViewModel model;

  /** The form of a search to be made beside the others. */
  private final SetupViewModel beside;

  Comparing(
      DeskViewModel desk, RunController controller, SessionStore sessions, AnswerChecker checker) {
    this.desk = desk;
    this.controller = controller;
    this.sessions = sessions;
    this.model = new ComparisonViewModel(checker);
    this.beside = new SetupViewModel(desk.setup().algorithms(), Lists.immutable.empty());
    // Whoever opens or begins another search wants to see it.
    desk.tree().treeProperty().addListener(_ -> model.close());
  }

  public ComparisonViewModel model() {
    return model;
  }

  /** Compares what is on show with what it branched off, from there on. */
  public void withParent() {
    Shown here = desk.shown();
    if (here == null) {
      desk.tell(Notice.error("There is no search yet.", "Run one, or open a session."));
      return;
    }
    SessionHeader header = sessions.header(here.events());
    SessionHeader.Parent branch = header == null ? null : header.parent();
    Shown parent = desk.forking().parent();
    if (parent != null) {
      model.open(
          Lists.immutable.of(entrant(parent), entrant(here)),
          words(branch),
          tokensUpTo(here.events(), sharedSteps(here.events(), parent.events(), branch)));
      return;
    }
    if (branch == null) {
      desk.tell(
          Notice.error(
              "What is on show branched off nothing.",
              "Compare it with a session, or run another algorithm beside it."));
      return;
    }
    desk.forking()
        .withParentFile(
            here.events(),
            file -> {
              model.open(
                  Lists.immutable.of(entrant(here)),
                  words(branch),
                  tokensUpTo(here.events(), branch.step()));
              model.add(branch.session(), new FileArrival(file));
            });
  }

  private static String words(SessionHeader.@Nullable Parent branch) {
    return branch == null
        ? ""
        : "The fork branched off %s after step %d%s."
            .formatted(
                branch.session(), branch.step(), branch.edit() == null ? "" : ": " + branch.edit());
  }

  /** The last step that a fork shares with its parent. */
  private static int sharedSteps(
      EventSource fork, EventSource parent, SessionHeader.@Nullable Parent branch) {
    if (branch != null) {
      return branch.step();
    }
    SearchTree tree = SearchTree.of(fork);
    int same = 0;
    int most = Math.min(fork.size(), parent.size());
    while (same < most && fork.event(same).equals(parent.event(same))) {
      same++;
    }
    return tree.stepsAt(same) - 1;
  }

  private static double tokensUpTo(EventSource events, int step) {
    SearchTree tree = SearchTree.of(events);
    int known = Math.min(step, tree.steps() - 1);
    return known < 0 ? 0 : tree.costAt(tree.stepEnds().get(known)).generatedTokens();
  }

  /** Adds the session in a file to the comparison, which begins with what is on show. */
  public void withSession(Path file) {
    if (roomForOneMore()) {
      model.add(String.valueOf(file.getFileName()), new FileArrival(file));
    }
  }

  /**
   * Makes the form ready for another search with the prompt, seed, budget and constraint of the one
   * on show.
   *
   * @return whether there is one on show
   */
  public boolean form() {
    Shown here = desk.shown();
    if (here == null) {
      desk.tell(
          Notice.error("There is no search yet to run another beside.", "Run or open one first."));
      return false;
    }
    beside.use(here.order());
    return true;
  }

  /** The form of a search to be made beside the others. */
  public SetupViewModel besideForm() {
    return beside;
  }

  /** Runs what the form asks for beside the others. */
  public void runBeside() {
    if (!beside.problem().isEmpty()) {
      desk.tell(Notice.error(beside.problem(), ""));
      return;
    }
    if (roomForOneMore()) {
      RunBeside run = controller.beside(beside.order());
      model.add(beside.algorithm().title(), new BesideArrival(run, beside.algorithm().title()));
    }
  }

  private boolean roomForOneMore() {
    Shown here = desk.shown();
    if (!model.isOpen()) {
      if (here == null) {
        desk.tell(
            Notice.error("There is no search yet to compare with.", "Run or open one first."));
        return false;
      }
      model.open(Lists.immutable.of(entrant(here)), "", Double.NaN);
    }
    if (model.isFull()) {
      desk.tell(
          Notice.error(
              "Four runs are compared already.", "Take one out to make room for another."));
      return false;
    }
    return true;
  }

  private Entrant entrant(Shown shown) {
    return new Entrant(
        shown.name(),
        shown.order(),
        shown.events(),
        shown.model(),
        sessions.header(shown.events()),
        desk.times(shown.events()));
  }

  /** A session that is being read. */
  private final class FileArrival implements Arrival {

    private final Path file;
    private final FutureTask<SessionStore.Opened> reading;
    private @Nullable Progress there;

    FileArrival(Path file) {
      this.file = file;
      this.reading = new FutureTask<>(() -> sessions.open(file));
      Thread.ofVirtual().name("files").start(reading);
    }

    @Override
    public Progress look() {
      if (there == null && reading.isDone()) {
        there = read();
      }
      return there == null
          ? new Progress(null, "Opening " + file.getFileName() + "…", Phase.WAITING)
          : there;
    }

    private Progress read() {
      try {
        SessionStore.Opened opened = reading.get();
        Shown shown = new Shown(opened.events(), opened.order(), opened.model(), file);
        return new Progress(entrant(shown), opened.notice(), Phase.THERE);
      } catch (ExecutionException e) {
        String words =
            e.getCause() instanceof SessionStore.Trouble trouble
                ? trouble.words()
                : "The file could not be used: " + e.getCause();
        return new Progress(null, words, Phase.FAILED);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Progress(null, "Reading was interrupted.", Phase.FAILED);
      }
    }

    @Override
    public void stop() {
      reading.cancel(false);
    }
  }

  /** A search that is made beside the one in the window. */
  private final class BesideArrival implements Arrival {

    private final RunBeside run;
    private final String title;
    private @Nullable Entrant entrant;

    BesideArrival(RunBeside run, String title) {
      this.run = run;
      this.title = title;
    }

    @Override
    public Progress look() {
      RunBeside.Status status = run.status();
      EventSource events = status.events();
      if (entrant == null && events != null) {
        entrant = new Entrant(title, run.order(), events, "", sessions.header(events), run.times());
      }
      return switch (status.phase()) {
        case WAITING -> new Progress(null, waiting(), Phase.WAITING);
        case RUNNING -> new Progress(entrant, "Searching…", Phase.RUNNING);
        case DONE -> new Progress(entrant, "", Phase.THERE);
        case FAILED -> new Progress(entrant, status.message(), Phase.FAILED);
      };
    }

    private String waiting() {
      return switch (controller.status().phase()) {
        case LOADING, IDLE -> "Loading the model…";
        case RUNNING, STOPPING -> "Waiting for the search in the window…";
        case PAUSED -> "The search in the window is paused; this one waits for it.";
        case READY, NO_MODEL, FAILED -> "About to begin…";
      };
    }

    @Override
    public void stop() {
      run.stop();
    }
  }
}
