package dev.espalier.app.shell;

import dev.espalier.app.inspector.Forks;
import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Edit;
import java.nio.file.Path;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes on otherwise from moments of what is on show, which stays as it is, and finds the way back
 * to what a fork branched off.
 */
public final class Forking {

  private final DeskViewModel desk;
  private final RunController controller;
  private final SessionStore sessions;
  private final FileWork files;

  /** A fork that was asked for and has not begun, and what was on show then. */
  private @Nullable ForkOrder forking;

  private @Nullable Shown forkedFrom;

  /** The file of a record that was asked to be gone on with, until that has begun. */
  private @Nullable Path resuming;

  /** What the forks of this session of the program branched off. */
  private final Map<EventSource, Shown> parents = new WeakHashMap<>();

  /** What the last search for a parent was for. */
  private @Nullable Consumer<Path> parentWanted;

  Forking(DeskViewModel desk, RunController controller, SessionStore sessions, FileWork files) {
    this.desk = desk;
    this.controller = controller;
    this.sessions = sessions;
    this.files = files;
  }

  /** Goes on otherwise from the last step before an event; what is on show stays as it is. */
  public void fork(Edit edit, int event) {
    Shown here = desk.shown();
    if (here != null) {
      branch(() -> Branching.at(here, desk.tree().tree(), event, here.order(), edit));
    }
  }

  /** What the inspector asks for. */
  Forks forks() {
    return new Forks() {
      @Override
      public void fork(Edit edit, int event) {
        Forking.this.fork(edit, event);
      }

      @Override
      public void deepen(Edit.Restricted below) {
        Shown here = desk.shown();
        if (here != null) {
          branch(
              () -> Branching.deeper(here, desk.tree().tree(), below, desk.setup().algorithms()));
        }
      }
    };
  }

  /** Goes on from the moment on show with the parameters and the budget of the form. */
  public void goOnWithForm() {
    Shown here = desk.shown();
    if (here == null || !desk.setup().problem().isEmpty()) {
      desk.tell(
          Notice.error(here == null ? "There is no search yet." : desk.setup().problem(), ""));
      return;
    }
    branch(() ->
        Branching.withSettings(
            here, desk.tree().tree(), desk.tree().cursor(), desk.setup().order()));
  }

  /** Goes on with the record on show, if it breaks off, in its own file. */
  public void goOnWithRecord() {
    Shown here = desk.shown();
    Path path = desk.fileProperty().get();
    if (here == null
        || path == null
        || desk.tree().tree().conclusionAt(desk.tree().size()) != null) {
      desk.tell(
          Notice.error(
              "What is on show is no record that breaks off.",
              "Open the session of a search that was interrupted."));
      return;
    }
    desk.tell(Notice.NONE);
    resuming = path;
    controller.goOn(path, here.order());
  }

  private interface Branch {
    ForkOrder order() throws Branching.Impossible;
  }

  private void branch(Branch asked) {
    try {
      ForkOrder order = asked.order();
      desk.tell(Notice.NONE);
      forking = order;
      forkedFrom = desk.shown();
      controller.fork(order);
    } catch (Branching.Impossible e) {
      desk.tell(Notice.error(String.valueOf(e.getMessage()), ""));
    }
  }

  /** Shows what the fork on show branched off. */
  public void backToParent() {
    Shown parent = parent();
    EventSource here = desk.tree().source();
    if (parent != null) {
      desk.show(
          new SessionStore.Opened(parent.events(), parent.order(), parent.model(), ""),
          parent.file());
    } else if (here != null) {
      withParentFile(here, desk::open);
    }
  }

  /** Looks for the file of what a session branched off; if it is not found, one can be named. */
  void withParentFile(EventSource fork, Consumer<Path> use) {
    parentWanted = use;
    files.begin("Looking for the parent…", () -> sessions.parent(fork), use::accept);
  }

  /** Goes on as was wanted with the parent of what is on show, which is in this file. */
  public void locateParent(Path file) {
    EventSource fork = desk.tree().source();
    Consumer<Path> use = parentWanted;
    if (fork != null && use != null) {
      files.begin(
          "Reading " + file.getFileName() + "…",
          () -> sessions.parent(fork, file),
          found -> {
            desk.tell(Notice.NONE);
            use.accept(found);
          });
    }
  }

  /** What the fork on show branched off, as long as the program runs; null if nothing. */
  public @Nullable Shown parent() {
    EventSource here = desk.tree().source();
    return here == null ? null : parents.get(here);
  }

  /**
   * Says what a search that has begun branched off, if it is a fork.
   *
   * @return the file of the record that it goes on with, null if it is another search
   */
  @Nullable Path begun(RunStatus seen, EventSource running) {
    ForkOrder fork = forking;
    Shown from = forkedFrom;
    forking = null;
    if (fork != null && from != null && fork.order().equals(seen.order())) {
      parents.put(running, from);
      desk.tell(
          new Notice(
              Notice.Kind.INFORMATION,
              "Branched off " + fork.words() + ".",
              "The search it came from is unchanged: Run › Back to Parent."));
    }
    Path resumed = resuming;
    resuming = null;
    return resumed;
  }
}
