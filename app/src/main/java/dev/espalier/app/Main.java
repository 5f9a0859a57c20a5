package dev.espalier.app;

import dev.espalier.app.cli.EspalierCommand;
import dev.espalier.app.desktop.Display;
import dev.espalier.app.desktop.WithoutDisplay;
import dev.espalier.app.desktop.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Application;

/** Where the program starts. */
public final class Main {

  private Main() {}

  static void main(String[] arguments) {
    boolean window =
        arguments.length == 0
            || (arguments.length == 1 && Files.isRegularFile(Path.of(arguments[0])));
    if (!window) {
      System.exit(EspalierCommand.execute(arguments));
    }
    if (!Display.available()) {
      System.exit(
          arguments.length == 0
              ? WithoutDisplay.run(System.out, System.err)
              : EspalierCommand.execute("replay", arguments[0]));
    }
    try {
      Application.launch(Workbench.class, arguments);
    } catch (UnsupportedOperationException e) {
      // The display is there, but not what draws on it.
      System.err.printf(
          "The window cannot be opened: %s On Linux it needs GTK 3 (libgtk-3-0 on Debian and"
              + " Ubuntu, gtk3 on Fedora). The command line works without it: espalier help.%n",
          e.getMessage());
      System.exit(1);
    }
    // Threads of the native engine would keep the process alive.
    System.exit(0);
  }
}
