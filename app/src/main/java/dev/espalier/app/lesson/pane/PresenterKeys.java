package dev.espalier.app.lesson.pane;

import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/**
 * The keys of a presenter's remote control. Page down and up turn the pages of an open lesson;
 * while lecturing, the full stop or B blanks the window until the next key, R reveals what the page
 * asks, and escape ends lecturing.
 */
public final class PresenterKeys {

  private final LessonViewModel model;

  public PresenterKeys(LessonViewModel model) {
    this.model = model;
  }

  /** Takes a key before the rest of the window does, if it is one of these. */
  public void handle(KeyEvent event) {
    if (model.lessonProperty().get() == null || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    if (model.blankProperty().get()) {
      model.blankProperty().set(false);
      event.consume();
    } else if (!(event.getTarget() instanceof TextInputControl)
        && (turned(event) || presented(event))) {
      event.consume();
    }
  }

  private boolean turned(KeyEvent event) {
    switch (event.getCode()) {
      case PAGE_DOWN -> model.next();
      case PAGE_UP -> model.previous();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean presented(KeyEvent event) {
    if (!model.lecturingProperty().get()) {
      return false;
    }
    switch (event.getCode()) {
      case PERIOD, B -> model.blankProperty().set(true);
      case R -> model.revealNext();
      case ESCAPE -> model.lecturingProperty().set(false);
      default -> {
        return false;
      }
    }
    return true;
  }
}
