package dev.espalier.app.lesson.pane;

import dev.espalier.app.lesson.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How a task stands.
 *
 * @param verdict on the last answer, or null
 * @param choice that was made last, −1 for none
 * @param shown whether the solution was shown instead
 * @param running whether a search that answers it is under way
 */
public record Attempt(@Nullable Verdict verdict, int choice, boolean shown, boolean running) {

  static final Attempt NONE = new Attempt(null, -1, false, false);

  public boolean right() {
    return verdict != null && verdict.right();
  }
}
