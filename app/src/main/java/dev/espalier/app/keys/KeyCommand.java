package dev.espalier.app.keys;

import java.util.Locale;
import javafx.scene.input.KeyCombination;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Everything that a key does, with the keys for it unless the user chose others. */
public enum KeyCommand {
  BACK(Group.TIME, "Step back by the chosen grain", "J"),
  FORWARD(Group.TIME, "Step forward by the chosen grain", "L"),
  BACK_ITERATION(Group.TIME, "Back by one iteration", "Shift+J"),
  FORWARD_ITERATION(Group.TIME, "Forward by one iteration", "Shift+L"),
  PLAY(Group.TIME, "Play, pause", "K"),
  PEEK(Group.TIME, "Hold: peek at what becomes of the node; tap: play, pause", "Space"),
  TO_START(Group.TIME, "To the start", "Home"),
  TO_END(Group.TIME, "To the end", "End"),
  NEXT_EXPANSION(Group.TIME, "Next expansion", "E"),
  PREVIOUS_EXPANSION(Group.TIME, "Previous expansion", "Shift+E"),
  NEXT_BACKTRACK(Group.TIME, "Next backtrack", "G"),
  PREVIOUS_BACKTRACK(Group.TIME, "Previous backtrack", "Shift+G"),
  NEXT_PRUNE(Group.TIME, "Next prune", "P"),
  PREVIOUS_PRUNE(Group.TIME, "Previous prune", "Shift+P"),
  NEXT_RESAMPLE(Group.TIME, "Next resampling or rejection", "R"),
  PREVIOUS_RESAMPLE(Group.TIME, "Previous resampling or rejection", "Shift+R"),
  NEXT_SURPRISE(Group.TIME, "Next surprise", "N"),
  PREVIOUS_SURPRISE(Group.TIME, "Previous surprise", "Shift+N"),
  NEXT_SOLUTION(Group.TIME, "Next solution", "S"),
  PREVIOUS_SOLUTION(Group.TIME, "Previous solution", "Shift+S"),
  RUN_TO_SELECTION(Group.TIME, "To what happens next to the selected node", "F9"),
  ORIGIN(Group.TIME, "Where the score shown came from", "O"),
  BREAKPOINTS(Group.TIME, "Breakpoints", "Shortcut+F8"),
  NEXT_HIT(Group.TIME, "Next hit of a breakpoint", "F10"),
  PREVIOUS_HIT(Group.TIME, "Previous hit of a breakpoint", "Shift+F10"),
  TIME_CLOSER(Group.TIME, "Less of the time line, around this moment", "Z"),
  TIME_WIDER(Group.TIME, "More of the time line", "Shift+Z"),
  TIME_AXIS(Group.TIME, "Count something else along the time line", "T"),
  HISTORY_BACK(Group.TIME, "Back to where you were", "Alt+Left"),
  HISTORY_FORWARD(Group.TIME, "Forward to where you were", "Alt+Right"),

  BOOKMARK(Group.TIME, "Bookmark this moment", "D"),
  NOTE(Group.TIME, "Note on this moment", "Shift+D"),

  PARENT(Group.TREE, "Parent", "Left"),
  CHILD(Group.TREE, "First child", "Right"),
  SIBLING_BEFORE(Group.TREE, "Sibling before", "Up"),
  SIBLING_AFTER(Group.TREE, "Sibling after", "Down"),
  BRANCHING_POINT(Group.TREE, "Last branching point", "B"),
  MAIN_LINE(Group.TREE, "Main line: the way to the best text", "M"),
  RELEASE(Group.TREE, "Let go of the selection", "Esc"),
  CENTRE(Group.TREE, "Centre the selected node", "Enter"),
  FOLD(Group.TREE, "Fold what is below the node, or unfold it", "C"),
  UNFOLD_ALL(Group.TREE, "Unfold everything", "Shift+C"),
  FOCUS(Group.TREE, "Focus: only the way to the node and its siblings", "F"),
  FIND(Group.TREE, "Find text", "Slash"),
  FIT(Group.TREE, "Show the whole tree", "0, Numpad 0"),
  ZOOM_IN(Group.TREE, "Zoom in", "Plus, Equals, Shift+Equals, Add"),
  ZOOM_OUT(Group.TREE, "Zoom out", "Minus, Subtract"),
  METRIC_SCORE(Group.TREE, "Shade by score", "F5"),
  METRIC_LOG_PROB(Group.TREE, "Shade by log-probability", "F6"),
  METRIC_PRIORITY(Group.TREE, "Shade by priority", "F7"),
  METRIC_NONE(Group.TREE, "No shade", "F8"),

  TAB_TREE(Group.WINDOW, "Tree", "1"),
  TAB_LANES(Group.WINDOW, "Lanes", "2"),
  TAB_OUTLINE(Group.WINDOW, "Outline", "3"),
  TAB_TEXT(Group.WINDOW, "Text", "4"),
  CODE(Group.WINDOW, "Pseudo-code", "5"),
  KEYS(Group.WINDOW, "These keys; hold for a look, tap to keep", "F1"),

  RUN(Group.PROGRAM, "Run", "Shortcut+Enter"),
  PAUSE(Group.PROGRAM, "Pause or go on", "Shortcut+P"),
  ONE_STEP(Group.PROGRAM, "One step of a paused search", "Shortcut+Right"),
  STOP(Group.PROGRAM, "Stop", "Shortcut+Period"),
  FORK(Group.PROGRAM, "Fork with the settings above", "Shortcut+D"),
  BACK_TO_PARENT(Group.PROGRAM, "Back to the parent of a fork", "Shortcut+U"),
  OPEN(Group.PROGRAM, "Open a session", "Shortcut+O"),
  SAVE(Group.PROGRAM, "Save the session", "Shortcut+S"),
  SAVE_AS(Group.PROGRAM, "Save the session elsewhere", "Shift+Shortcut+S"),
  CLOSE(Group.PROGRAM, "Close the session", "Shortcut+W"),
  NEXT_THEME(Group.PROGRAM, "Next theme", "Shortcut+T"),
  LARGER(Group.PROGRAM, "Larger type", "Shortcut+Equals"),
  SMALLER(Group.PROGRAM, "Smaller type", "Shortcut+Minus"),
  COMMANDS(Group.PROGRAM, "Any command, by name", "Shortcut+K"),
  MODEL(Group.PROGRAM, "Model and device", "Shortcut+M"),
  LIBRARY(Group.PROGRAM, "Library of sessions", "Shortcut+L"),
  COMPARE_PARENT(Group.PROGRAM, "Compare with the parent", "Shift+Shortcut+U"),
  COMPARE_SESSION(Group.PROGRAM, "Compare with a session", "Shift+Shortcut+O"),
  COMPARE_BESIDE(Group.PROGRAM, "Run another algorithm beside", "Shift+Shortcut+Enter"),
  COMPARE_END(Group.PROGRAM, "End the comparison", "Shift+Shortcut+W"),
  QUIT(Group.PROGRAM, "Quit", "Shortcut+Q");

  /** Where a command acts; a program's command has a place in the menus, which show its keys. */
  public enum Group {
    TIME("Time"),
    TREE("Tree"),
    WINDOW("Window"),
    PROGRAM("Program");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /** Between several keys of a command, here and in the settings file. */
  static final String OR = ", ";

  private final Group group;
  private final String title;
  private final String byDefault;

  KeyCommand(Group group, String title, String byDefault) {
    this.group = group;
    this.title = title;
    this.byDefault = byDefault;
  }

  public Group group() {
    return group;
  }

  /** What it does, in a few words. */
  public String title() {
    return title;
  }

  /** In the settings file: "next-prune". */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ImmutableList<KeyCombination> byDefault() {
    return Lists.immutable.with(byDefault.split(OR, -1)).collect(KeyCombination::valueOf);
  }
}
