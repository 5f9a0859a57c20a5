package dev.espalier.app.lesson.pane;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.table.TableModel;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Session;
import org.jspecify.annotations.Nullable;

/** What lessons ask of the window around them. */
public interface LessonDesk {

  /**
   * Shows a recorded search.
   *
   * @param events of it, or the first of them
   */
  void show(Session session, EventSource events);

  /**
   * Lets searches of a table's prompt be answered by the table, until another one or null is given.
   */
  void answerFrom(@Nullable TableModel table);

  /** The events on show; null while there are none. */
  @Nullable EventSource events();

  /** What the search on show was asked; null while there is none. */
  @Nullable SearchOrder order();

  /** Place in time on show. */
  int cursor();

  /** How many events the window has taken in. */
  int size();

  void seek(int cursor);

  /** The node selected, −1 for none. */
  int selected();

  void select(int node);

  /**
   * Runs a recorded search with another value of one parameter.
   *
   * @return what keeps it from being run, in words, or empty
   */
  String run(Session session, String parameter, String value);

  /** Says in the window's banner what went wrong. */
  void tell(String trouble);
}
