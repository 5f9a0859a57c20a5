package dev.espalier.app.shell;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.answer.AnswerViewModel;
import dev.espalier.app.budget.BudgetViewModel;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.frontier.FrontierViewModel;
import dev.espalier.app.history.NavigationHistory;
import dev.espalier.app.inspector.InspectorViewModel;
import dev.espalier.app.lanes.LanesViewModel;
import dev.espalier.app.notebook.NotebookViewModel;
import dev.espalier.app.pseudocode.PseudoCodeViewModel;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.RunStatus;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.transport.TransportViewModel;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.event.EventSource;
import java.nio.file.Path;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
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
  private final FileWork files = new FileWork();
  private final Exporting exporting;
  private final Forking forking;
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
    this.exporting = new Exporting(this, sessions, files);
    this.forking = new Forking(this, controller, sessions, files);
    this.comparing = new Comparing(this, controller, sessions, checker);
    this.inspector =
        new InspectorViewModel(
            tree, prefix -> ofLoadedModel() ? controller.peek(prefix) : null, forking.forks());
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
    files.begin(
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

  void show(SessionStore.Opened opened, @Nullable Path path) {
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
    files.begin(
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
    Notice trouble = files.poll();
    if (trouble.kind() != Notice.Kind.NONE) {
      notice.set(trouble);
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
    Path resumed = forking.begun(seen, running);
    SearchOrder asked = Objects.requireNonNull(seen.order());
    order = asked;
    String answering = sessions.model(running);
    sessionModel = seen.model().startsWith(answering) ? "" : answering;
    saved = resumed != null;
    file.set(resumed);
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
    if (!files.doing().isEmpty()) {
      return files.doing();
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

  /** What makes something different of the search on show. */
  public Forking forking() {
    return forking;
  }

  Exporting exporting() {
    return exporting;
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
