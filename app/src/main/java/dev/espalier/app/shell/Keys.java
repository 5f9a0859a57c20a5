package dev.espalier.app.shell;

import dev.espalier.app.history.Glance;
import dev.espalier.app.keys.KeyBindings;
import dev.espalier.app.keys.KeyCommand;
import dev.espalier.app.keys.KeyPresses;
import dev.espalier.app.transport.TransportViewModel;
import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.app.tree.canvas.Way;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.impl.factory.Lists;

/** What the commands do that keys and the palette give. */
final class Keys implements KeyPresses.Actions {

  private final DeskViewModel desk;
  private final KeyBindings bindings;
  private final Actions actions;
  private final Glance glance;

  /** What commands do that is no business of the view models. */
  interface Actions {
    void fit();

    void zoom(double factor);

    void walk(Way way);

    void centre(int node);

    void showTab(int index);

    void showCode();

    void reveal(int node);

    void breakpoints();

    void find();

    void showKeys();

    void hideKeys();
  }

  Keys(DeskViewModel desk, KeyBindings bindings, Actions actions) {
    this.desk = desk;
    this.bindings = bindings;
    this.actions = actions;
    this.glance = new Glance(desk.tree());
  }

  /** The commands that no menu has, for the palette. */
  ImmutableList<Command> commands() {
    return Lists.immutable
        .with(KeyCommand.values())
        .select(command ->
            command.group() != KeyCommand.Group.PROGRAM
                && command != KeyCommand.PEEK
                && command != KeyCommand.KEYS)
        .collect(command ->
            new Command(
                command.group().title() + " › " + command.title(),
                bindings.inWords(command),
                () -> perform(command)));
  }

  @Override
  public void released(KeyCommand command, boolean tapped) {
    if (command == KeyCommand.PEEK) {
      glance.end();
      if (tapped) {
        desk.transport().togglePlay();
      }
    } else if (!tapped) {
      actions.hideKeys();
    }
  }

  @Override
  public void perform(KeyCommand command) {
    TransportViewModel time = desk.transport();
    TreeViewModel tree = desk.tree();
    switch (command) {
      case BACK -> time.back();
      case FORWARD -> time.forward();
      case BACK_ITERATION -> time.back(Grain.ITERATION);
      case FORWARD_ITERATION -> time.forward(Grain.ITERATION);
      case PLAY -> time.togglePlay();
      case PEEK -> peek();
      case TO_START -> time.toStart();
      case TO_END -> time.toEnd();
      case NEXT_EXPANSION -> time.forward(Mark.EXPANSION);
      case PREVIOUS_EXPANSION -> time.back(Mark.EXPANSION);
      case NEXT_BACKTRACK -> time.forward(Mark.BACKTRACK);
      case PREVIOUS_BACKTRACK -> time.back(Mark.BACKTRACK);
      case NEXT_PRUNE -> time.forward(Mark.PRUNE);
      case PREVIOUS_PRUNE -> time.back(Mark.PRUNE);
      case NEXT_RESAMPLE -> forward(Mark.RESAMPLE, Mark.REJECTION);
      case PREVIOUS_RESAMPLE -> back(Mark.RESAMPLE, Mark.REJECTION);
      case NEXT_SURPRISE -> time.forward(Mark.SURPRISE);
      case PREVIOUS_SURPRISE -> time.back(Mark.SURPRISE);
      case NEXT_SOLUTION -> time.forward(Mark.FINISH);
      case PREVIOUS_SOLUTION -> time.back(Mark.FINISH);
      case RUN_TO_SELECTION -> runToSelection();
      case ORIGIN -> origin();
      case BREAKPOINTS -> actions.breakpoints();
      case NEXT_HIT -> time.toNextHit();
      case PREVIOUS_HIT -> time.toPreviousHit();
      case TIME_CLOSER -> time.timeline().zoom(2);
      case TIME_WIDER -> time.timeline().zoom(0.5);
      case TIME_AXIS -> time.timeline().nextAxis();
      case HISTORY_BACK -> desk.history().back();
      case HISTORY_FORWARD -> desk.history().forward();
      case BOOKMARK -> desk.notebook().toggleBookmark();
      case NOTE -> desk.notebook().write();
      case PARENT -> actions.walk(Way.PARENT);
      case CHILD -> actions.walk(Way.CHILD);
      case SIBLING_BEFORE -> actions.walk(Way.SIBLING_BEFORE);
      case SIBLING_AFTER -> actions.walk(Way.SIBLING_AFTER);
      case BRANCHING_POINT -> choose(branchingPoint());
      case MAIN_LINE -> choose(mainLine());
      case RELEASE -> release();
      case FOLD -> tree.folds().toggle(from());
      case UNFOLD_ALL -> tree.folds().unfoldAll();
      case FOCUS -> tree.folds().toggleFocus();
      case CENTRE -> actions.centre(from());
      case FIND -> actions.find();
      case FIT -> actions.fit();
      case ZOOM_IN -> actions.zoom(1.25);
      case ZOOM_OUT -> actions.zoom(0.8);
      case METRIC_SCORE -> tree.metricProperty().set(Metric.SCORE);
      case METRIC_LOG_PROB -> tree.metricProperty().set(Metric.LOG_PROB);
      case METRIC_PRIORITY -> tree.metricProperty().set(Metric.PRIORITY);
      case METRIC_NONE -> tree.metricProperty().set(Metric.NONE);
      case TAB_TREE -> actions.showTab(0);
      case TAB_LANES -> actions.showTab(1);
      case TAB_OUTLINE -> actions.showTab(2);
      case TAB_TEXT -> actions.showTab(3);
      case CODE -> actions.showCode();
      case KEYS -> actions.showKeys();
      case RUN,
          PAUSE,
          ONE_STEP,
          STOP,
          FORK,
          BACK_TO_PARENT,
          OPEN,
          SAVE,
          SAVE_AS,
          CLOSE,
          NEXT_THEME,
          LARGER,
          SMALLER,
          COMMANDS,
          MODEL,
          LIBRARY,
          COMPARE_PARENT,
          COMPARE_SESSION,
          COMPARE_BESIDE,
          COMPARE_END,
          QUIT -> {
        // The menus have these.
      }
    }
  }

  /** The way out of focus mode, too. */
  private void release() {
    if (desk.tree().folds().focusedProperty().get()) {
      desk.tree().folds().leaveFocus();
    } else {
      desk.tree().select(-1);
    }
  }

  private void peek() {
    desk.transport().pause();
    glance.begin();
  }

  private void forward(Mark... marks) {
    int cursor = desk.tree().cursor();
    int nearest =
        Arrays.stream(marks)
            .mapToInt(mark -> desk.tree().tree().mark(mark).next(cursor, Integer.MAX_VALUE))
            .min()
            .orElse(Integer.MAX_VALUE);
    if (nearest < Integer.MAX_VALUE) {
      desk.transport().seek(nearest);
    }
  }

  private void back(Mark... marks) {
    int cursor = desk.tree().cursor();
    int nearest =
        Arrays.stream(marks)
            .mapToInt(mark -> desk.tree().tree().mark(mark).previous(cursor, -1))
            .max()
            .orElse(-1);
    if (nearest >= 0) {
      desk.transport().seek(nearest);
    }
  }

  /** To the next event about the node, or after the last to the first again. */
  private void runToSelection() {
    int node = desk.tree().selected();
    if (node < 0) {
      return;
    }
    IntList events = desk.tree().tree().events(node);
    int next = events.detectIfNone(event -> event >= desk.tree().cursor(), events.getFirst());
    desk.transport().seek(next + 1);
  }

  private void origin() {
    int node = from();
    int event = node < 0 ? -1 : desk.tree().tree().scoreEventAt(node, desk.tree().cursor());
    if (event >= 0) {
      desk.tree().select(node);
      desk.transport().seek(event + 1);
    }
  }

  private void choose(int node) {
    if (node >= 0) {
      desk.tree().select(node);
      actions.reveal(node);
    }
  }

  private int from() {
    TreeViewModel tree = desk.tree();
    return tree.selected() >= 0 ? tree.selected() : tree.current();
  }

  /** The nearest node above that has more than one child by now. */
  private int branchingPoint() {
    SearchTree tree = desk.tree().tree();
    int node = from();
    do {
      node = node < 0 ? -1 : tree.parent(node);
    } while (node >= 0
        && tree.children(node).count(child -> tree.bornAt(child, desk.tree().cursor())) < 2);
    return node;
  }

  /** Where the way to this node leaves that to the best text; on it, its end. */
  private int mainLine() {
    SearchTree tree = desk.tree().tree();
    int end = best();
    int node = from();
    if (end < 0 || node < 0) {
      return end;
    }
    ImmutableIntList line = tree.path(end);
    if (line.contains(node)) {
      return end;
    }
    while (node >= 0 && !line.contains(node)) {
      node = tree.parent(node);
    }
    return node;
  }

  /** The node of the best text by now, −1 if there is none. */
  private int best() {
    SearchTree tree = desk.tree().tree();
    int cursor = desk.tree().cursor();
    var conclusion = tree.conclusionAt(cursor);
    if (conclusion != null && conclusion.results().notEmpty()) {
      return conclusion.results().getFirst().node();
    }
    ImmutableIntList finished = tree.finishedAt(cursor);
    if (finished.notEmpty()) {
      return finished.getLast();
    }
    var open = tree.frontierAt(cursor, 1);
    return open.isEmpty() ? -1 : open.getFirst().node();
  }
}
