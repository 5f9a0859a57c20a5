package dev.espalier.app.library;

import dev.espalier.app.run.Verdict;
import dev.espalier.sessions.Annotation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.eclipse.collections.api.list.ImmutableList;

/** What a library asks of the program around it. */
public interface LibraryPort {

  /**
   * Adds annotations to a session, open or not. Callable from any thread; slow.
   *
   * @throws IOException if they cannot be written; the message names the file
   */
  void annotate(Path file, ImmutableList<Annotation> annotations) throws IOException;

  /** Makes the search of a session again and compares, once the models are free. */
  Future<Verdict> verify(Path file);
}
