package dev.espalier.app.shell;

import dev.espalier.app.transport.TransportViewModel;
import dev.espalier.app.tree.Grain;
import dev.espalier.app.tree.Mark;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import org.eclipse.collections.api.list.primitive.IntList;

/** The single keys of the window; what is typed into a field stays there. */
final class Keys {

  private final DeskViewModel desk;
  private final Actions actions;

  /** What keys do that is no business of the view models. */
  interface Actions {
    void fit();

    void zoom(double factor);

    void showTab(int index);

    void reveal(int node);

    void breakpoints();
  }

  Keys(DeskViewModel desk, Actions actions) {
    this.desk = desk;
    this.actions = actions;
  }

  void handle(KeyEvent event) {
    if (event.getTarget() instanceof TextInputControl
        || desk.comparing().model().isOpen()
        || event.isShortcutDown()
        || event.isAltDown()) {
      return;
    }
    if (pressed(event)) {
      event.consume();
    }
  }

  private boolean pressed(KeyEvent event) {
    TransportViewModel time = desk.transport();
    boolean shift = event.isShiftDown();
    switch (event.getCode()) {
      case J -> time.back(shift ? Grain.ITERATION : time.grain());
      case L -> time.forward(shift ? Grain.ITERATION : time.grain());
      case SPACE, K -> time.togglePlay();
      case F9 -> {
        if (shift) {
          time.toPreviousHit();
        } else {
          time.toNextHit();
        }
      }
      case F8 -> actions.breakpoints();
      case D -> {
        if (shift) {
          desk.notebook().write();
        } else {
          desk.notebook().toggleBookmark();
        }
      }
      case HOME -> time.toStart();
      case END -> time.toEnd();
      case E -> jump(Mark.EXPANSION, shift);
      case B -> jump(Mark.BACKTRACK, shift);
      case P -> jump(Mark.PRUNE, shift);
      case S -> jump(Mark.FINISH, shift);
      case R -> jump(Mark.RESAMPLE, shift);
      case N -> jump(Mark.SURPRISE, shift);
      case LEFT -> choose(parent());
      case RIGHT -> choose(child());
      case UP -> choose(sibling(-1));
      case DOWN -> choose(sibling(1));
      case ESCAPE -> desk.tree().select(-1);
      case DIGIT0, NUMPAD0 -> actions.fit();
      case PLUS, EQUALS, ADD -> actions.zoom(1.25);
      case MINUS, SUBTRACT -> actions.zoom(0.8);
      case DIGIT1 -> actions.showTab(0);
      case DIGIT2 -> actions.showTab(1);
      case DIGIT3 -> actions.showTab(2);
      case DIGIT4 -> actions.showTab(3);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void jump(Mark mark, boolean back) {
    if (back) {
      desk.transport().back(mark);
    } else {
      desk.transport().forward(mark);
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

  private int parent() {
    return from() < 0 ? -1 : desk.tree().tree().parent(from());
  }

  private int child() {
    if (from() < 0) {
      return -1;
    }
    IntList children = desk.tree().tree().children(from());
    return children.isEmpty() ? -1 : children.get(0);
  }

  private int sibling(int by) {
    SearchTree tree = desk.tree().tree();
    int parent = parent();
    if (parent < 0) {
      return -1;
    }
    IntList siblings = tree.children(parent);
    for (int i = 0; i < siblings.size(); i++) {
      if (siblings.get(i) == from()) {
        int to = i + by;
        return to < 0 || to >= siblings.size() ? -1 : siblings.get(to);
      }
    }
    return -1;
  }
}
