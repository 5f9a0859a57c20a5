package dev.espalier.app.inspector;

import dev.espalier.sessions.Edit;

/** A way to go on otherwise from what is on show. */
public interface Forks {

  /** None. */
  Forks NONE =
      new Forks() {
        @Override
        public void fork(Edit edit, int event) {}

        @Override
        public void deepen(Edit.Restricted below) {}
      };

  /** Begins a search that shares all steps before the one in which event {@code event} happened. */
  void fork(Edit edit, int event);

  /** Begins a search of one subtree alone, further than this one was allowed to go. */
  void deepen(Edit.Restricted below);
}
