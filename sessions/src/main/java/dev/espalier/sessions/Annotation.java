package dev.espalier.sessions;

import java.time.Instant;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * One change to what people wrote about a session. A session's {@link Notebook} is the fold of its
 * annotations, so that a change is appended to the file and nothing in it is ever written over.
 */
public sealed interface Annotation {

  /**
   * A note was written, or written anew.
   *
   * @param id of the note, unique in its session
   * @param at number of the event it is anchored to, from 0
   * @param text empty for a bookmark
   */
  record Noted(String id, int at, String text, Instant written) implements Annotation {
    public Noted {
      if (at < 0) {
        throw new IllegalArgumentException("a note at event " + at + "; events count from 0");
      }
    }
  }

  /** A note was taken away. */
  record Erased(String id) implements Annotation {}

  /** The session is called otherwise; by the title of its header again if this is empty. */
  record Titled(String title) implements Annotation {}

  /** The session has these tags, and no others. */
  record Tagged(ImmutableList<String> tags) implements Annotation {}
}
