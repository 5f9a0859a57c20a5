package dev.espalier.app.lesson;

import dev.espalier.app.condition.Evidence;
import dev.espalier.app.condition.Search;
import dev.espalier.app.table.TableModel;
import dev.espalier.sessions.Session;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * A lesson, read and found sound.
 *
 * @param id its file's name without the ending
 * @param summary one sentence, or empty
 * @param table the written-down model that its searches ask, or null for the bundled one
 * @param recordings the recorded searches by the names the lesson gives them
 * @param pages at least one
 */
public record Lesson(
    String id,
    String title,
    String summary,
    @Nullable TableModel table,
    ImmutableMap<String, Recording> recordings,
    ImmutableList<Page> pages) {

  /**
   * A recorded search.
   *
   * @param search its events, ready to be asked
   */
  public record Recording(String name, Session session, Search search) {}

  /** All tasks in their order. */
  public ImmutableList<Task> tasks() {
    return pages.flatCollect(Page::tasks);
  }

  /** The recording of that name. */
  public Recording recording(String name) {
    Recording recording = recordings.get(name);
    if (recording == null) {
      throw new IllegalArgumentException("the lesson has no session \"" + name + "\"");
    }
    return recording;
  }

  /** What claims about {@code own} are held against: it, and the recordings by their names. */
  public Evidence evidence(Search own) {
    return new Evidence(own, recordings.collectValues((_, recording) -> recording.search()));
  }
}
