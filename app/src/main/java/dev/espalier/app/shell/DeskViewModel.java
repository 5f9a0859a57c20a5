package dev.espalier.app.shell;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.answer.AnswerViewModel;
import dev.espalier.app.budget.BudgetViewModel;
import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.frontier.FrontierViewModel;
import dev.espalier.app.history.NavigationHistory;
import dev.espalier.app.inspector.Forks;
import dev.espalier.app.inspector.InspectorViewModel;
import dev.espalier.app.lanes.LanesViewModel;
import dev.espalier.app.notebook.NotebookViewModel;
import dev.espalier.app.pseudocode.PseudoCodeViewModel;
import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.transport.TransportViewModel;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Edit;
import dev.espalier.sessions.Notebook;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** What is open in the window and what goes on in it. */
public final class DeskViewModel {

  /** Events taken in a frame; folding this many takes a few milliseconds. */
  private static final int EVENTS_A_FRAME = 20_000;

  private final TreeViewModel tree = new TreeViewModel();
  private final TransportViewModel transport = new TransportViewModel(tree);
  private final InspectorViewModel inspector;
  private final FrontierViewModel frontier = new FrontierViewModel(tree);
  private final BudgetViewModel budget = new BudgetViewModel(tree, this::mass);
  private final LanesViewModel lanes = new LanesViewModel(tree);
  private final PseudoCodeViewModel code = new PseudoCodeViewModel(tree, transport::seek);
  private final NotebookViewModel notebook;
  private final NavigationHistory history =
      new NavigationHistory(
          tree, () -> transport.playingProperty().get() || tree.followingProperty().get());
  private final AnswerViewModel answer;
  private final SetupViewModel setup;
  private final RunController controller;
  private final SessionStore sessions;
  private final Comparing comparing;

  private final ReadOnlyObjectWrapper<Notice> notice =
      new ReadOnlyObjectWrapper<>(this, "notice", Notice.NONE);
  private final ReadOnlyObjectWrapper<RunStatus> status;
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "Espalier");
  private final ReadOnlyStringWrapper statusLine = new ReadOnlyStringWrapper(this, "status", "");
  private final ReadOnlyStringWrapper modelLine = new ReadOnlyStringWrapper(this, "model", "");
  private final ReadOnlyObjectWrapper<@Nullable Path> file =
      new ReadOnlyObjectWrapper<>(this, "file", null);

  private @Nullable SearchOrder order;
  private @Nullable EventSource lastRun;
  private String sessionModel = "";
  private String fileMessage = "";
  private boolean saved = true;

  /** A fork that was asked for and has not begun, and what was on show then. */
  private @Nullable ForkOrder forking;

  private @Nullable Shown forkedFrom;

  /** The file of a record that was asked to be gone on with, until that has begun. */
  private @Nullable Path resuming;

  /** What the forks of this session of the program branched off. */
  private final Map<EventSource, Shown> parents = new WeakHashMap<>();

  /** File work that is under way, with what to do in the window once it is done. */
  private @Nullable FileWork<?> fileWork;

  /** What the last search for a parent was for. */
  private @Nullable Consumer<Path> parentWanted;

  private record FileWork<T>(String doing, Future<T> future, FileDone<T> done) {}

  private interface FileDone<T> {
    void accept(T result);
  }

  public DeskViewModel(
      RunController controller,
      SetupViewModel setup,
      SessionStore sessions,
      AnswerChecker checker) {
    this.controller = controller;
    this.setup = setup;
    this.sessions = sessions;
    this.answer = new AnswerViewModel(tree, checker);
    this.notebook = new NotebookViewModel(tree, sessions);
    transport.notesProperty().bind(notebook.cursors());
    transport.timeline().measureBy(this::times);
    this.comparing = new Comparing(this, controller, sessions, checker);
    this.inspector =
        new InspectorViewModel(
            tree, prefix -> ofLoadedModel() ? controller.peek(prefix) : null, forks());
    this.status = new ReadOnlyObjectWrapper<>(this, "status", controller.status());
    pulse(0);
  }

  // What the user does.

  /** Begins the search that the form asks for. */
  public void run() {
    notice.set(Notice.NONE);
    controller.start(setup.order(), false);
  }

  public void pauseOrResume() {
    if (controller.status().phase() == RunStatus.Phase.PAUSED) {
      controller.resume();
    } else {
      controller.pause();
    }
  }

  /** Does one step of a paused search. */
  public void stepOnce() {
    controller.stepOnce();
  }

  public void stop() {
    controller.cancel();
  }

  /** Goes on otherwise from the last step before an event; what is on show stays as it is. */
  public void fork(Edit edit, int event) {
    Shown here = shown();
    if (here != null) {
      branch(() -> Branching.at(here, tree.tree(), event, here.order(), edit));
    }
  }

  private Forks forks() {
    return new Forks() {
      @Override
      public void fork(Edit edit, int event) {
        DeskViewModel.this.fork(edit, event);
      }

      @Override
      public void deepen(Edit.Restricted below) {
        Shown here = shown();
        if (here != null) {
          branch(() -> Branching.deeper(here, tree.tree(), below, setup.algorithms()));
        }
      }
    };
  }

  /** Goes on from the moment on show with the parameters and the budget of the form. */
  public void goOnWithForm() {
    Shown here = shown();
    if (here == null || !setup.problem().isEmpty()) {
      notice.set(Notice.error(here == null ? "There is no search yet." : setup.problem(), ""));
      return;
    }
    branch(() -> Branching.withSettings(here, tree.tree(), tree.cursor(), setup.order()));
  }

  /** Goes on with the record on show, if it breaks off, in its own file. */
  public void goOnWithRecord() {
    Shown here = shown();
    Path path = file.get();
    if (here == null || path == null || tree.tree().conclusionAt(tree.size()) != null) {
      notice.set(
          Notice.error(
              "What is on show is no record that breaks off.",
              "Open the session of a search that was interrupted."));
      return;
    }
    notice.set(Notice.NONE);
    resuming = path;
    controller.goOn(path, here.order());
  }

  private interface Branch {
    ForkOrder order() throws Branching.Impossible;
  }

  private void branch(Branch asked) {
    try {
      ForkOrder order = asked.order();
      notice.set(Notice.NONE);
      forking = order;
      forkedFrom = shown();
      controller.fork(order);
    } catch (Branching.Impossible e) {
      notice.set(Notice.error(String.valueOf(e.getMessage()), ""));
    }
  }

  /** Shows what the fork on show branched off. */
  public void backToParent() {
    Shown parent = parent();
    EventSource here = tree.source();
    if (parent != null) {
      show(
          new SessionStore.Opened(parent.events(), parent.order(), parent.model(), ""),
          parent.file());
    } else if (here != null) {
      withParentFile(here, this::open);
    }
  }

  /** Looks for the file of what a session branched off; if it is not found, one can be named. */
  void withParentFile(EventSource fork, Consumer<Path> use) {
    parentWanted = use;
    begin("Looking for the parent…", () -> sessions.parent(fork), use::accept);
  }

  /** Goes on as was wanted with the parent of what is on show, which is in this file. */
  public void locateParent(Path file) {
    EventSource fork = tree.source();
    Consumer<Path> use = parentWanted;
    if (fork != null && use != null) {
      begin(
          "Reading " + file.getFileName() + "…",
          () -> sessions.parent(fork, file),
          found -> {
            notice.set(Notice.NONE);
            use.accept(found);
          });
    }
  }

  /** What the fork on show branched off, as long as the program runs; null if nothing. */
  public @Nullable Shown parent() {
    EventSource here = tree.source();
    return here == null ? null : parents.get(here);
  }

  /** What is on show; null while nothing is. */
  public @Nullable Shown shown() {
    EventSource events = tree.source();
    SearchOrder asked = order;
    return events == null || asked == null
        ? null
        : new Shown(events, asked, sessionModel, file.get());
  }

  /** Opens a session; what is on show stays until it has been read. */
  public void open(Path path) {
    notice.set(Notice.NONE);
    begin(
        "Opening " + path.getFileName() + "…",
        () -> sessions.open(path),
        opened -> {
          controller.cancel();
          show(opened, path);
        });
  }

  /** Shows a session that came with the program. */
  public void showDemo(SessionStore.Opened opened) {
    show(opened, null);
  }

  private void show(SessionStore.Opened opened, @Nullable Path path) {
    order = opened.order();
    sessionModel = opened.model();
    saved = true;
    file.set(path);
    setup.use(opened.order());
    onShow(opened.order());
    transport.pause();
    tree.followingProperty().set(true);
    tree.open(opened.events(), opened.tree());
    if (!opened.notice().isEmpty()) {
      notice.set(
          new Notice(
              Notice.Kind.WARNING,
              opened.notice(),
              path == null ? "" : "Run › Go On with Record finishes it with the same model."));
    }
    retitle();
  }

  /** Writes what is on show to a file. */
  public void save(Path path) {
    EventSource events = tree.source();
    SearchOrder asked = order;
    if (events == null || asked == null) {
      notice.set(
          Notice.error("There is nothing to save yet.", "Run a search or open a session first."));
      return;
    }
    boolean whole = events.complete();
    begin(
        "Saving " + path.getFileName() + "…",
        () -> {
          sessions.save(path, asked, events);
          return path;
        },
        written -> {
          file.set(written);
          saved = whole;
          fileMessage = "Saved " + written.getFileName() + ".";
          retitle();
        });
  }

  /** Writes the tree as it is now in a form that other programs read. */
  public void export(ExportFormat format, Path path) {
    EventSource events = tree.source();
    if (events == null) {
      notice.set(Notice.error("There is nothing to export yet.", "Run a search first."));
      return;
    }
    int cursor = tree.cursor();
    Notebook notes = notebook.notebook();
    begin(
        "Exporting " + path.getFileName() + "…",
        () -> {
          // The tree on show belongs to the window's thread; a fold of its own does not.
          SearchTree own = SearchTree.of(events);
          Files.writeString(path, format.write(own, cursor, notes));
          return own.nodes();
        },
        nodes -> {
          String caution = format.caution(nodes);
          notice.set(
              new Notice(
                  caution.isEmpty() ? Notice.Kind.INFORMATION : Notice.Kind.WARNING,
                  "Exported " + path.getFileName() + ".",
                  caution));
        });
  }

  /**
   * Writes a picture as a PNG file.
   *
   * @param picture drawn on another thread than the window's
   */
  public void exportPicture(Path path, Callable<BufferedImage> picture) {
    begin(
        "Drawing " + path.getFileName() + "…",
        () -> {
          BufferedImage image = picture.call();
          try (OutputStream out = Files.newOutputStream(path)) {
            if (!ImageIO.write(image, "png", out)) {
              throw new IOException("this Java cannot write PNG files");
            }
          }
          return image;
        },
        image ->
            notice.set(
                new Notice(
                    Notice.Kind.INFORMATION,
                    "Exported %s, %d × %d pixels."
                        .formatted(path.getFileName(), image.getWidth(), image.getHeight()),
                    "")));
  }

  /** Shows nothing. */
  public void close() {
    controller.cancel();
    tree.close();
    order = null;
    saved = true;
    file.set(null);
    sessionModel = "";
    answer.knownProperty().set("");
    notice.set(Notice.NONE);
    retitle();
  }

  public void dismissNotice() {
    notice.set(Notice.NONE);
  }

  /** Says something in the window's banner. */
  public void tell(Notice said) {
    notice.set(said);
  }

  private <T> void begin(String doing, Callable<T> work, FileDone<T> done) {
    FutureTask<T> task = new FutureTask<>(work);
    fileWork = new FileWork<>(doing, task, done);
    Thread.ofVirtual().name("files").start(task);
  }

  // What happens once a frame.

  /**
   * Looks at the searching thread and at file work, moves time on and brings every part up to date.
   *
   * @param now in nanoseconds, from any origin
   */
  public void pulse(long now) {
    setup.constraint().refresh();
    RunStatus seen = controller.status();
    EventSource running = seen.events();
    if (running != null && !running.equals(lastRun)) {
      lastRun = running;
      begun(seen, running);
    }
    tree.refresh(EVENTS_A_FRAME);
    if (fileWork != null && fileWork.future().isDone()) {
      FileWork<?> work = fileWork;
      fileWork = null;
      finish(work);
    }
    boolean live = seen.busy() && Objects.equals(tree.source(), lastRun);
    transport.liveProperty().set(live);
    if (transport.stopAtHits(Objects.equals(tree.source(), lastRun))) {
      controller.pause();
    }
    transport.tick(now);
    if (!seen.equals(status.get())) {
      trouble(seen);
      status.set(seen);
    }
    statusLine.set(words(seen));
    modelLine.set(model(seen));
    String unwritten = notebook.refresh();
    if (!unwritten.isEmpty()) {
      notice.set(Notice.error(unwritten, "It is kept on screen; save the session to keep it."));
    }
    inspector.refresh();
    frontier.refresh();
    budget.refresh();
    answer.refresh();
    code.refresh();
    comparing.model().pulse(now);
    history.pulse(now);
  }

  private void begun(RunStatus seen, EventSource running) {
    ForkOrder fork = forking;
    Shown from = forkedFrom;
    forking = null;
    if (fork != null && from != null && fork.order().equals(seen.order())) {
      parents.put(running, from);
      notice.set(
          new Notice(
              Notice.Kind.INFORMATION,
              "Branched off " + fork.words() + ".",
              "The search it came from is unchanged: Run › Back to Parent."));
    }
    SearchOrder asked = Objects.requireNonNull(seen.order());
    order = asked;
    String answering = sessions.model(running);
    sessionModel = seen.model().startsWith(answering) ? "" : answering;
    saved = resuming != null;
    file.set(resuming);
    resuming = null;
    onShow(asked);
    transport.pause();
    tree.followingProperty().set(true);
    tree.open(running);
    retitle();
  }

  private void onShow(SearchOrder asked) {
    answer.knownProperty().set(asked.knownAnswer());
    transport.breakpoints().knownProperty().set(asked.knownAnswer());
    budget.budgetProperty().set(asked.budget());
    code.show(asked.algorithm(), asked.settings().castToMap());
  }

  private <T> void finish(FileWork<T> work) {
    try {
      work.done().accept(work.future().get());
    } catch (ExecutionException e) {
      String words =
          e.getCause() instanceof SessionStore.Trouble trouble
              ? trouble.words()
              : "The file could not be used: " + e.getCause();
      notice.set(
          new Notice(
              Notice.Kind.ERROR,
              words,
              "What was on screen is still there.",
              e.getCause() instanceof SessionStore.ParentMissing
                  ? Notice.Remedy.LOCATE_PARENT
                  : Notice.Remedy.NONE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void trouble(RunStatus seen) {
    if (seen.phase() == RunStatus.Phase.NO_MODEL) {
      notice.set(
          Notice.error(
              seen.message(), "Recorded sessions can still be opened, stepped and explained."));
    } else if (seen.phase() == RunStatus.Phase.FAILED) {
      notice.set(Notice.error(seen.message(), ""));
    }
  }

  private String words(RunStatus seen) {
    if (fileWork != null) {
      return fileWork.doing();
    }
    return switch (seen.phase()) {
      case LOADING -> seen.message();
      case RUNNING -> "Searching · " + counts();
      case PAUSED -> "Paused · " + counts();
      case STOPPING -> "Stopping after the model call under way…";
      case NO_MODEL -> "No model: searches cannot be run, sessions can be looked at.";
      case FAILED -> "The search could not go on.";
      case IDLE, READY ->
          !fileMessage.isEmpty() ? fileMessage : tree.size() == 0 ? "Ready." : counts();
    };
  }

  private String counts() {
    return "%s, %s"
        .formatted(
            Numbers.counted(tree.tree().nodes(), "node"), Numbers.counted(tree.size(), "event"));
  }

  private String model(RunStatus seen) {
    if (sessionModel.isEmpty()) {
      return seen.model();
    }
    return Objects.equals(tree.source(), lastRun) ? sessionModel : "recorded with " + sessionModel;
  }

  /** How much the constraint of the search on show allows, if the loaded model made it. */
  private @Nullable AllowedMass mass() {
    SearchOrder shown = order;
    return shown != null && ofLoadedModel() ? controller.mass(shown) : null;
  }

  /** Whether what is on show was made with the model that is loaded. */
  private boolean ofLoadedModel() {
    return sessionModel.isEmpty() || controller.status().model().startsWith(sessionModel + " ");
  }

  private void retitle() {
    fileMessage = file.get() == null ? "" : fileMessage;
    Path path = file.get();
    String name =
        path != null ? path.getFileName().toString() : order == null ? "" : order.algorithm();
    title.set(name.isEmpty() ? "Espalier" : name + " – Espalier");
  }

  public TreeViewModel tree() {
    return tree;
  }

  /** How long the steps of a search took, as it was recorded or as it runs. */
  StepTimes times(EventSource events) {
    StepTimes recorded = sessions.times(events);
    return recorded.measured() ? recorded : controller.times(events);
  }

  public TransportViewModel transport() {
    return transport;
  }

  public InspectorViewModel inspector() {
    return inspector;
  }

  public FrontierViewModel frontier() {
    return frontier;
  }

  public LanesViewModel lanes() {
    return lanes;
  }

  public PseudoCodeViewModel code() {
    return code;
  }

  public NotebookViewModel notebook() {
    return notebook;
  }

  public NavigationHistory history() {
    return history;
  }

  public BudgetViewModel budget() {
    return budget;
  }

  public AnswerViewModel answer() {
    return answer;
  }

  public SetupViewModel setup() {
    return setup;
  }

  /** What is on show and others side by side. */
  public Comparing comparing() {
    return comparing;
  }

  public ReadOnlyObjectProperty<Notice> noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public Notice notice() {
    return Objects.requireNonNull(notice.get());
  }

  public ReadOnlyObjectProperty<RunStatus> statusProperty() {
    return status.getReadOnlyProperty();
  }

  public RunStatus status() {
    return Objects.requireNonNull(status.get());
  }

  public ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  /** What goes on, in a few words; read out by screen readers as it changes. */
  public ReadOnlyStringProperty statusLineProperty() {
    return statusLine.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty modelLineProperty() {
    return modelLine.getReadOnlyProperty();
  }

  /** The file on show; null for a search that was not saved. */
  public ReadOnlyObjectProperty<@Nullable Path> fileProperty() {
    return file.getReadOnlyProperty();
  }

  /** Whether everything on show is in a file. */
  public boolean saved() {
    return saved;
  }
}
