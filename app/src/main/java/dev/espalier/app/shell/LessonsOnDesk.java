package dev.espalier.app.shell;

import dev.espalier.app.lesson.pane.LessonDesk;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.table.TableModel;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets lessons steer the window. */
public final class LessonsOnDesk implements LessonDesk {

  private final DeskViewModel desk;
  private final Opener opener;
  private final Consumer<@Nullable TableModel> tables;

  /** Makes a recorded search ready to be shown. */
  public interface Opener {
    /**
     * @param shown its events, or the first of them
     */
    SessionStore.Opened open(Session session, EventSource shown);
  }

  /**
   * @param tables lets a table answer its prompt, or none for null
   */
  public LessonsOnDesk(DeskViewModel desk, Opener opener, Consumer<@Nullable TableModel> tables) {
    this.desk = desk;
    this.opener = opener;
    this.tables = tables;
  }

  @Override
  public void show(Session session, EventSource events) {
    desk.stop();
    desk.showDemo(opener.open(session, events));
  }

  @Override
  public void answerFrom(@Nullable TableModel table) {
    tables.accept(table);
  }

  @Override
  public @Nullable EventSource events() {
    return desk.tree().source();
  }

  @Override
  public @Nullable SearchOrder order() {
    Shown shown = desk.shown();
    return shown == null ? null : shown.order();
  }

  @Override
  public int cursor() {
    return desk.tree().cursor();
  }

  @Override
  public int size() {
    return desk.tree().size();
  }

  @Override
  public void seek(int cursor) {
    desk.transport().seek(cursor);
  }

  @Override
  public int selected() {
    return desk.tree().selected();
  }

  @Override
  public void select(int node) {
    desk.tree().select(node);
  }

  @Override
  public String run(Session session, String parameter, String value) {
    SearchOrder order = opener.open(session, session.log()).order();
    desk.setup()
        .use(
            new SearchOrder(
                order.prompt(),
                order.algorithm(),
                order.settings().newWithKeyValue(parameter, value),
                order.seed(),
                order.budget(),
                order.knownAnswer(),
                order.constraint()));
    String problem = desk.setup().problem();
    if (problem.isEmpty()) {
      desk.run();
    }
    return problem;
  }

  @Override
  public void tell(String trouble) {
    desk.tell(Notice.error(trouble, ""));
  }
}
