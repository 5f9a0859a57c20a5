package dev.espalier.app.run;

import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Edit;

/**
 * A search that is to go on otherwise from an earlier moment; the search itself stays as it is.
 *
 * @param parent its events
 * @param parentName what it is called, such as its file's name
 * @param parentOrder what it was asked
 * @param step the last step that both share
 * @param order what the fork is asked: the same but for parameters and budget
 */
public record ForkOrder(
    EventSource parent,
    String parentName,
    SearchOrder parentOrder,
    int step,
    SearchOrder order,
    Edit edit) {

  /** The same, of a parent that goes by this name. */
  public ForkOrder of(String name) {
    return new ForkOrder(parent, name, parentOrder, step, order, edit);
  }

  /** Where and how it branches off, in words. */
  public String words() {
    return "%s after step %d: %s".formatted(parentName, step, edit.words());
  }
}
