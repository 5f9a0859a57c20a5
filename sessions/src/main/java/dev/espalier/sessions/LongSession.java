package dev.espalier.sessions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Opens one long session by its index. */
final class LongSession {

  private static final Logger log = LoggerFactory.getLogger(LongSession.class);

  private final Path name;

  LongSession(Path name) {
    this.name = name;
  }

  Session open() throws IOException, SessionFormatException {
    RandomAccessFile file = new RandomAccessFile(name.toFile(), "r");
    boolean open = false;
    try {
      SessionIndex kept = SessionIndex.of(name, file);
      Session session = kept == null ? null : session(file, kept);
      if (session == null) {
        SessionIndex made = new Indexing(name, file).index();
        if (made != null) {
          session = session(file, made);
          keep(made);
        }
      }
      open = session != null;
      // What cannot be summed up is read as a whole, to be told what is wrong with it.
      return session == null ? SessionFile.read(name) : session;
    } finally {
      if (!open) {
        file.close();
      }
    }
  }

  private void keep(SessionIndex index) {
    try {
      index.write(name);
    } catch (IOException e) {
      // In a folder that may only be read, the session opens more slowly.
      log.debug("no index is kept beside {}", name, e);
    }
  }

  /** The session, or null if it is not as the index says. */
  private @Nullable Session session(RandomAccessFile file, SessionIndex index)
      throws IOException, SessionFormatException {
    long headerEnd = index.blocks().isEmpty() ? index.end() : index.blocks().getFirst().offset();
    SessionHeader header =
        new SessionReader(name, new ByteArrayInputStream(bytes(file, 0, headerEnd))).header();
    Notebook notebook = Notebook.EMPTY;
    for (SessionIndex.Line line : index.annotations()) {
      try {
        notebook =
            notebook.plus(
                SessionJson.MAPPER.readValue(
                    bytes(file, line.offset(), line.offset() + line.length()), Annotation.class));
      } catch (JacksonException | IllegalArgumentException _) {
        return null;
      }
    }
    return new Session(
        header,
        new PagedLog(name, file, index),
        Lists.immutable.empty(),
        notebook,
        index.breaksOff()
            ? Lists.immutable.with(SessionReader.breaksOff(index.steps()))
            : Lists.immutable.empty());
  }

  static byte[] bytes(RandomAccessFile file, long from, long to) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(to - from)];
    file.seek(from);
    file.readFully(bytes);
    return bytes;
  }
}
