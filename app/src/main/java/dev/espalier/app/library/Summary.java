package dev.espalier.app.library;

import java.time.Instant;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What a session is of and what came of it.
 *
 * @param notes texts of its notes, those of bookmarks left out
 * @param bookmarks how many notes it has in all
 * @param created when its recording began
 * @param model id of the language model
 * @param known the right answer, or empty
 * @param answer the answer stated, or empty
 * @param correct whether both are known and the same
 * @param text the text chosen, or empty
 * @param outcome how it ended, in lower case, or {@code torn}
 * @param tokens generated
 * @param passes of the reward model
 * @param branch what it branched off, or null
 * @param notice what its reader should know, such as a torn end; or empty
 */
public record Summary(
    String title,
    ImmutableList<String> tags,
    ImmutableList<String> notes,
    int bookmarks,
    Instant created,
    String algorithm,
    String model,
    String question,
    String known,
    String answer,
    boolean correct,
    String text,
    String outcome,
    long tokens,
    long passes,
    int events,
    @Nullable Branch branch,
    Thumbnail picture,
    String notice) {

  /**
   * Where a session branched off.
   *
   * @param session file name of its parent
   * @param step the last step that both share
   * @param edit what was changed there, in words, or empty
   * @param created when the parent's recording began, or null where it is not known
   */
  public record Branch(String session, int step, String edit, @Nullable Instant created) {}
}
