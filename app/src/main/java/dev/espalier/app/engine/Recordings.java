package dev.espalier.app.engine;

import java.nio.file.Path;

/** Where the workbench records searches while they run, in the place the system has for it. */
public final class Recordings {

  private Recordings() {}

  /** The folder; it is made with the first recording. */
  public static Path folder() {
    String home = System.getProperty("user.home", ".");
    String local = System.getenv("LOCALAPPDATA");
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        local != null && !local.isBlank()
            ? Path.of(local)
            : data != null && !data.isBlank() ? Path.of(data) : Path.of(home, ".local", "share");
    return base.resolve("espalier").resolve("sessions");
  }
}
