package dev.espalier.app.desktop;

import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.shell.SessionStore;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The recorded search that comes with the program. */
final class Demo {

  private static final String NAME = "demo.espalier";

  private Demo() {}

  static Session session() {
    try (InputStream in = Demo.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("the program comes without its demo, " + NAME);
      }
      return SessionFile.read(Path.of(NAME), in);
    } catch (SessionFormatException e) {
      throw new IllegalStateException("the program's demo cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's demo cannot be read", e);
    }
  }

  static SessionStore.Opened opened(SessionFiles sessions) {
    return sessions.opened(session());
  }
}
