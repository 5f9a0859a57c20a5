package dev.espalier.app.inspector;

import dev.espalier.sessions.Edit;

/** A way to go on otherwise from what is on show. */
public interface Forks {

  /** None. */
  Forks NONE = (_, _) -> {};

  /** Begins a search that shares all steps before the one in which event {@code event} happened. */
  void fork(Edit edit, int event);
}
