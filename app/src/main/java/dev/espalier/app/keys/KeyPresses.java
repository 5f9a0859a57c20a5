package dev.espalier.app.keys;

import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Turns presses of keys into commands. What is typed into a field stays there; a key that is held
 * down repeats its command, except for those that mean to be held.
 */
public final class KeyPresses {

  /** Held shorter, a key that can be held was only tapped. */
  private static final long TAP_NANOS = 300_000_000;

  /** What carries commands out. */
  public interface Actions {

    /** Does what a command says; the end of one that was held comes as {@link #released}. */
    void perform(KeyCommand command);

    /**
     * A key that can be held was let go.
     *
     * @param tapped whether it was held only for a moment
     */
    void released(KeyCommand command, boolean tapped);
  }

  private final KeyBindings bindings;
  private final Actions actions;
  private @Nullable KeyCommand held;
  private @Nullable KeyEvent heldBy;
  private long since;

  public KeyPresses(KeyBindings bindings, Actions actions) {
    this.bindings = bindings;
    this.actions = actions;
  }

  /** A key went down, as far as no control under the focus wanted it. */
  public void pressed(KeyEvent event) {
    KeyCommand command = bindings.pressed(event);
    if (command == null
        || command.group() == KeyCommand.Group.PROGRAM
        || (event.getTarget() instanceof TextInputControl && isTyping(event))) {
      return;
    }
    event.consume();
    if (!canBeHeld(command)) {
      actions.perform(command);
    } else if (held != command) {
      held = command;
      heldBy = event;
      since = System.nanoTime();
      actions.perform(command);
    }
  }

  /** A key went up. */
  public void released(KeyEvent event) {
    KeyCommand command = held;
    if (command != null && heldBy != null && heldBy.getCode() == event.getCode()) {
      held = null;
      heldBy = null;
      actions.released(command, System.nanoTime() - since < TAP_NANOS);
      event.consume();
    }
  }

  private static boolean canBeHeld(KeyCommand command) {
    return command == KeyCommand.PEEK || command == KeyCommand.KEYS;
  }

  private static boolean isTyping(KeyEvent event) {
    return !event.getCode().isFunctionKey() && !event.isAltDown();
  }
}
