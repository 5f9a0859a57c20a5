package dev.espalier.app.lesson.pane;

import dev.espalier.app.condition.Search;
import dev.espalier.app.lesson.Curtain;
import dev.espalier.app.lesson.Lesson;
import dev.espalier.app.lesson.Lesson.Recording;
import dev.espalier.app.lesson.LessonException;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.lesson.Page;
import dev.espalier.app.lesson.Page.Stage;
import dev.espalier.app.lesson.Task;
import dev.espalier.app.lesson.Verdict;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/** The lesson that is taken: its page, the answers given, and what the window shows for it. */
public final class LessonViewModel {

  private final LessonDesk desk;
  private final LessonProgress progress;
  private final ReadOnlyObjectWrapper<Lessons> library;
  private final ReadOnlyObjectWrapper<@Nullable Lesson> lesson =
      new ReadOnlyObjectWrapper<>(this, "lesson", null);
  private final ReadOnlyIntegerWrapper page = new ReadOnlyIntegerWrapper(this, "page", 0);

  /** Changes with every answer and every page, so that the page is drawn anew. */
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version", 0);

  private final ReadOnlyStringWrapper tab = new ReadOnlyStringWrapper(this, "tab", "");
  private final BooleanProperty lecturing = new SimpleBooleanProperty(this, "lecturing", false);
  private final BooleanProperty blank = new SimpleBooleanProperty(this, "blank", false);

  private final Map<Integer, Attempt> attempts = new HashMap<>();
  private @Nullable FutureTask<Lesson> reading;

  /** What is on show of a recording, and of which. */
  private @Nullable Curtain curtain;

  private String staged = "";

  /** Place in time to go to once the window has taken it in; −1 for none. */
  private int goTo = -1;

  private int selectThen = -1;

  /** The task whose search is under way, and what was on show before it. */
  private Task.@Nullable Change running;

  private @Nullable EventSource before;

  public LessonViewModel(Lessons lessons, LessonDesk desk, LessonProgress progress) {
    this.library = new ReadOnlyObjectWrapper<>(this, "library", lessons);
    this.desk = desk;
    this.progress = progress;
  }

  // Lessons and pages.

  /** Offers other lessons. */
  public void use(Lessons lessons) {
    library.set(lessons);
  }

  /** Offers the lessons of a folder. */
  public void use(Path folder) {
    try {
      use(Lessons.in(folder));
    } catch (LessonException e) {
      desk.tell(e.words());
    }
  }

  /** Opens a lesson of the {@link #library}; it is there once it has been read. */
  public void open(Lessons.Entry entry) {
    Lessons from = library();
    FutureTask<Lesson> task = new FutureTask<>(() -> from.read(entry));
    reading = task;
    Thread.ofVirtual().name("lesson").start(task);
  }

  /** Ends the lesson; what is on show stays. */
  public void close() {
    lesson.set(null);
    lecturing.set(false);
    blank.set(false);
    desk.answerFrom(null);
    forget();
  }

  private void forget() {
    attempts.clear();
    curtain = null;
    staged = "";
    goTo = -1;
    running = null;
  }

  public void next() {
    turnTo(page.get() + 1);
  }

  public void previous() {
    turnTo(page.get() - 1);
  }

  /** Turns to a page, if there is such a page. */
  public void turnTo(int index) {
    Lesson open = lesson.get();
    if (open == null || index < 0 || index >= open.pages().size()) {
      return;
    }
    blank.set(false);
    page.set(index);
    stage(open, open.pages().get(index));
    changed();
  }

  /** Brings what the page is about on show, as the page begins. */
  public void stageAgain() {
    Lesson open = lesson.get();
    if (open != null) {
      curtain = null;
      stage(open, open.pages().get(page.get()));
    }
  }

  private void stage(Lesson open, Page turned) {
    Task.Prediction prediction =
        turned
            .tasks()
            .selectInstancesOf(Task.Prediction.class)
            .detect(task -> attempt(task).verdict() == null && !attempt(task).shown());
    if (prediction != null) {
      show(open, prediction.common().session(), prediction.hold(), prediction.hold(), -1);
      tab.set(turned.stage().tab());
      return;
    }
    Stage stage = turned.stage();
    int end = open.recording(stage.session()).search().size();
    int cursor = stage.cursor() < 0 ? end : stage.cursor();
    show(open, stage.session(), end, cursor, stage.select());
    tab.set(stage.tab());
  }

  private void show(Lesson open, String session, int limit, int cursor, int select) {
    Recording recording = open.recording(session);
    Curtain raised = curtain;
    boolean onShow = raised != null && session.equals(staged) && raised.equals(desk.events());
    if (raised == null || !onShow || raised.size() > limit) {
      raised = new Curtain(recording.session().log(), limit);
      curtain = raised;
      staged = session;
      desk.show(recording.session(), raised);
    } else {
      raised.raise(limit);
    }
    goTo = cursor;
    selectThen = select;
  }

  // Answers.

  /** How a task stands. */
  public Attempt attempt(Task task) {
    return Objects.requireNonNullElse(attempts.get(task.common().number()), Attempt.NONE);
  }

  private void set(Task task, Attempt attempt) {
    attempts.put(task.common().number(), attempt);
    Lesson open = lesson.get();
    if (attempt.right() && open != null) {
      progress.solve(open.id(), task.common().number());
    }
    changed();
  }

  /** Chooses an answer; whatever it is, what happens is shown then. */
  public void choose(Task.Choose task, int choice) {
    raise(task);
    set(task, new Attempt(task.grade(choice), choice, false, false));
  }

  /** Answers with a number; what happens is shown once it is right. */
  public void estimate(Task.Estimate task, String number) {
    Verdict verdict = task.grade(number);
    if (verdict.right()) {
      raise(task);
    }
    set(task, new Attempt(verdict, -1, false, false));
  }

  /** Says that what is on show is what was to be found. */
  public void found(Task.Find task) {
    Lesson open = open();
    if (curtain == null
        || !curtain.equals(desk.events())
        || !staged.equals(task.common().session())) {
      set(
          task,
          new Attempt(
              new Verdict(false, "The lesson's recording is not on show; it is again now.", null),
              -1,
              false,
              false));
      int end = open.recording(task.common().session()).search().size();
      show(open, task.common().session(), end, end, -1);
      return;
    }
    Search search = open.recording(staged).search();
    set(task, new Attempt(task.grade(search, desk.cursor(), desk.selected()), -1, false, false));
  }

  /** Runs the task's search with another value. */
  public void run(Task.Change task, String value) {
    EventSource shown = desk.events();
    String problem =
        desk.run(open().recording(task.common().session()).session(), task.parameter(), value);
    if (problem.isEmpty()) {
      before = shown;
      running = task;
      set(task, new Attempt(null, -1, false, true));
    } else {
      set(task, new Attempt(new Verdict(false, problem, null), -1, false, false));
    }
  }

  /** Shows what the answer is. */
  public void reveal(Task task) {
    switch (task) {
      case Task.Prediction prediction -> raise(prediction);
      case Task.Find find -> showFound(find);
      case Task.Change _ -> {}
    }
    Attempt now = attempt(task);
    set(task, new Attempt(now.verdict(), now.choice(), true, now.running()));
  }

  /** Reveals the first task of the page that is neither solved nor shown. */
  public void revealNext() {
    Lesson open = lesson.get();
    if (open == null) {
      return;
    }
    Task task =
        open.pages()
            .get(page.get())
            .tasks()
            .detect(one -> !attempt(one).right() && !attempt(one).shown());
    if (task != null) {
      reveal(task);
    }
  }

  /** Takes an answer back, and hides again what it revealed. */
  public void again(Task task) {
    attempts.remove(task.common().number());
    if (task instanceof Task.Prediction) {
      stageAgain();
    }
    changed();
  }

  private void raise(Task.Prediction task) {
    Lesson open = open();
    String session = task.common().session();
    show(open, session, open.recording(session).search().size(), task.reveal(), -1);
  }

  private void showFound(Task.Find task) {
    Lesson open = open();
    Recording recording = open.recording(task.common().session());
    int end = recording.search().size();
    Task.Find.Spot spot = task.first(recording.search());
    show(open, task.common().session(), end, spot.cursor(), spot.node());
  }

  private Lesson open() {
    return Objects.requireNonNull(lesson.get(), "no lesson is open");
  }

  private void changed() {
    version.set(version.get() + 1);
  }

  // What happens once a frame.

  /** Looks at lessons being read and searches being run; called once a frame. */
  public void refresh() {
    FutureTask<Lesson> task = reading;
    if (task != null && task.isDone()) {
      reading = null;
      begin(task);
    }
    if (goTo >= 0 && desk.size() >= goTo) {
      desk.seek(goTo);
      desk.select(selectThen);
      goTo = -1;
    }
    gradeRun();
  }

  private void begin(FutureTask<Lesson> task) {
    try {
      Lesson read = task.get();
      forget();
      desk.answerFrom(read.table());
      progress.tasks(read.id(), read.tasks().size());
      page.set(0);
      lesson.set(read);
      turnTo(0);
    } catch (ExecutionException e) {
      desk.tell(
          e.getCause() instanceof LessonException wrong
              ? "The lesson cannot be used. " + wrong.words()
              : "The lesson cannot be used. " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gradeRun() {
    Task.Change task = running;
    EventSource events = desk.events();
    SearchOrder order = desk.order();
    if (task == null
        || events == null
        || order == null
        || events.equals(before)
        || !events.complete()) {
      return;
    }
    running = null;
    Lesson open = open();
    Verdict verdict =
        task.grade(
            open.recording(task.common().session()).session().header(),
            order,
            open.evidence(Search.of(events, order.knownAnswer())));
    set(task, new Attempt(verdict, -1, attempt(task).shown(), false));
  }

  // What the view shows.

  public ReadOnlyObjectProperty<Lessons> libraryProperty() {
    return library.getReadOnlyProperty();
  }

  public Lessons library() {
    return Objects.requireNonNull(library.get());
  }

  /** How many tasks of a lesson were ever solved. */
  public int solved(Lessons.Entry entry) {
    int count = 0;
    for (int task = 1; task <= tasks(entry); task++) {
      count += progress.solved(entry.id(), task) ? 1 : 0;
    }
    return count;
  }

  /** How many tasks a lesson has; 0 while it was never opened. */
  public int tasks(Lessons.Entry entry) {
    return progress.tasks(entry.id());
  }

  /** Whether a task of the open lesson was ever solved. */
  public boolean everSolved(Task task) {
    return progress.solved(open().id(), task.common().number());
  }

  /** The lesson open; null while none is. */
  public ReadOnlyObjectProperty<@Nullable Lesson> lessonProperty() {
    return lesson.getReadOnlyProperty();
  }

  /** Index of the page, from 0. */
  public ReadOnlyIntegerProperty pageProperty() {
    return page.getReadOnlyProperty();
  }

  public ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  /** Name of the tab that the page wants, or empty. */
  public ReadOnlyStringProperty tabProperty() {
    return tab.getReadOnlyProperty();
  }

  /**
   * Whether the window is shown to an audience: large type, nothing but the lesson and the tree.
   */
  public BooleanProperty lecturingProperty() {
    return lecturing;
  }

  /** Whether the window shows nothing, so that people look at the lecturer. */
  public BooleanProperty blankProperty() {
    return blank;
  }
}
