package dev.espalier.app.desktop;

import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.engine.StatedAnswers;
import dev.espalier.app.model.ModelViewModel;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunController;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.shell.DeskViewModel;
import dev.espalier.app.shell.Window;
import dev.espalier.app.shell.WindowMemory;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
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
    WindowMemory memory = new WindowMemory(WindowMemory.place());
    InstalledModels shelf = new InstalledModels(ModelPlaces.installed());
    ModelChoice choice = memory.models(ModelPlaces.BUNDLED);
    RunController searching =
        new RunController(
            new DeskEngine(
                shelf, choice, sessions, recordings(), Clock.system(ZoneId.systemDefault())));
    controller = searching;
    stage.getIcons().add(icon());
    DeskViewModel desk =
        new DeskViewModel(
            searching,
            new SetupViewModel(AlgorithmCatalogue.ALL, Examples.all()),
            sessions,
            new StatedAnswers());
    Window opened =
        new Window(
            desk,
            new ModelViewModel(searching, shelf, choice, memory.recentModels()),
            memory,
            stage,
            () -> desk.showDemo(Demo.opened(sessions)));
    window = opened;
    List<String> files = getParameters().getUnnamed();
    if (files.isEmpty()) {
      desk.showDemo(Demo.opened(sessions));
    } else {
      desk.open(Path.of(files.getFirst()));
    }
    opened.show();
    searching.load();
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

  private static Image icon() {
    return new Image(
        Objects.requireNonNull(Workbench.class.getResource(ICON), ICON).toExternalForm());
  }

  /** Where searches are recorded while they run. */
  private static Path recordings() {
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
