package dev.espalier.sessions;

import dev.espalier.search.budget.Budget;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.reward.RewardDescription;
import java.time.Instant;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session is of: enough to begin the same search again.
 *
 * @param title for lists
 * @param created when recording began
 * @param reward the reward model, or null if there was none
 * @param question the problem as the user wrote it
 * @param answer the right answer, or null where it is not known
 * @param promptText the text the language model continued
 * @param prompt the tokens of that text
 * @param settings every parameter's value as written
 * @param constraint what the text is bound by, or null if it is free
 * @param parent the session this one went on from, or null
 */
public record SessionHeader(
    String title,
    Instant created,
    ModelDescription model,
    @Nullable RewardDescription reward,
    String question,
    @Nullable String answer,
    String promptText,
    ImmutableIntList prompt,
    String algorithm,
    ImmutableMap<String, String> settings,
    long seed,
    Budget budget,
    @Nullable ConstraintSource constraint,
    @Nullable Parent parent) {

  /**
   * What the session that this one branched off says of itself, as far as its origin tells; the
   * title is this one's.
   *
   * @throws IllegalStateException if it branched off none, or its origin is not known
   */
  public SessionHeader origin() {
    Origin origin = parent == null ? null : parent.origin();
    if (origin == null) {
      throw new IllegalStateException("no origin is known of \"" + title + "\"");
    }
    return new SessionHeader(
        title,
        origin.created(),
        model,
        reward,
        question,
        answer,
        promptText,
        prompt,
        algorithm,
        origin.settings(),
        seed,
        origin.budget(),
        constraint,
        origin.parent());
  }

  /**
   * Where a session branched off.
   *
   * @param session file name of the earlier session
   * @param step the last step they share
   * @param edit what was changed there, in words; null where it is not known
   * @param origin enough to make the earlier session again; null where it is not known
   */
  public record Parent(String session, int step, @Nullable String edit, @Nullable Origin origin) {}

  /**
   * What the earlier session was asked and what was changed, so that a fork can be made again even
   * where its parent's file is gone. Everything else is the same for both.
   *
   * @param created when the earlier session's recording began, by which its file is known again
   * @param change what was changed
   * @param settings of the earlier session
   * @param budget of the earlier session
   * @param parent what the earlier session itself branched off, or null
   */
  public record Origin(
      Instant created,
      Edit change,
      ImmutableMap<String, String> settings,
      Budget budget,
      @Nullable Parent parent) {}
}
