package dev.espalier.app.desktop;

import dev.espalier.app.engine.Recordings;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.run.RunController;
import dev.espalier.app.shell.DeskViewModel;
import dev.espalier.app.shell.Window;
import dev.espalier.app.shell.WindowMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The program in a window. */
public final class Workbench extends Application {

  private static final String ICON = "icon.png";

  private @Nullable RunController controller;
  private @Nullable Window window;

  @Override
  public void start(Stage stage) {
    SessionFiles sessions = new SessionFiles();
    stage.getIcons().add(icon());
    Furnished made =
        Furnished.of(
            stage,
            sessions,
            new WindowMemory(WindowMemory.place()),
            recordings(),
            Clock.system(ZoneId.systemDefault()));
    controller = made.controller();
    window = made.window();
    DeskViewModel desk = made.desk();
    List<String> files = getParameters().getUnnamed();
    if (files.isEmpty()) {
      desk.showDemo(Demo.opened(sessions));
    } else {
      desk.open(Path.of(files.getFirst()));
    }
    made.window().show();
    made.controller().load();
  }

  @Override
  public void stop() {
    if (window != null) {
      window.remember();
    }
    if (controller != null) {
      controller.close();
    }
  }

  /** Where searches are recorded; the library looks there before there is any. */
  private static Path recordings() {
    Path folder = Recordings.folder();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      // Whoever records there, or looks for records, will say so.
    }
    return folder;
  }

  private static Image icon() {
    return new Image(
        Objects.requireNonNull(Workbench.class.getResource(ICON), ICON).toExternalForm());
  }
}
