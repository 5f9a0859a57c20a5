package dev.espalier.app.notebook;

import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Notebook;
import java.io.IOException;
import org.eclipse.collections.api.list.ImmutableList;

/** Where notebooks are kept. Callable from any thread. */
public interface NotebookStore {

  /** The notebook of a search seen; empty for any other. */
  Notebook notebook(EventSource events);

  /** Whether a search seen is in a file, so that changes are kept as they are made. */
  boolean inFile(EventSource events);

  /**
   * Changes the notebook of a search seen, and writes the change to the file it is in, if it is in
   * one.
   *
   * @throws IOException if it could not be written; it is changed all the same, and is written when
   *     the search is next saved
   */
  void annotate(EventSource events, ImmutableList<Annotation> annotations) throws IOException;
}
