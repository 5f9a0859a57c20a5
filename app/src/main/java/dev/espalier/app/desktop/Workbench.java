package dev.espalier.app.desktop;

import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.Recordings;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.engine.StatedAnswers;
import dev.espalier.app.library.Library;
import dev.espalier.app.library.LibraryPort;
import dev.espalier.app.library.LibraryViewModel;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.model.ModelViewModel;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunController;
import dev.espalier.app.run.Verdict;
import dev.espalier.app.setup.SetupViewModel;
import dev.espalier.app.shell.DeskViewModel;
import dev.espalier.app.shell.LessonsOnDesk;
import dev.espalier.app.shell.Window;
import dev.espalier.app.shell.WindowMemory;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.sessions.Annotation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import javafx.application.Application;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.eclipse.collections.api.list.ImmutableList;
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
    DeskEngine engine =
        new DeskEngine(
            shelf, choice, sessions, Recordings.folder(), Clock.system(ZoneId.systemDefault()));
    RunController searching = new RunController(engine);
    controller = searching;
    stage.getIcons().add(icon());
    DeskViewModel desk =
        new DeskViewModel(
            searching,
            new SetupViewModel(AlgorithmCatalogue.ALL, Examples.all()),
            sessions,
            new StatedAnswers());
    LessonViewModel lessons =
        new LessonViewModel(
            Lessons.shipped(),
            new LessonsOnDesk(desk, sessions::opened, engine::answerFrom),
            memory.lessons());
    Window opened =
        new Window(
            desk,
            lessons,
            new ModelViewModel(searching, shelf, choice, memory.recentModels()),
            library(sessions, searching, memory),
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

  private static LibraryViewModel library(
      SessionFiles sessions, RunController searching, WindowMemory memory) {
    // What is known of the files lies beside what the window remembers.
    Path known = WindowMemory.place().resolveSibling("library.jsonl");
    return new LibraryViewModel(
        new Library(new StatedAnswers(), known),
        new LibraryPort() {
          @Override
          public void annotate(Path file, ImmutableList<Annotation> annotations)
              throws IOException {
            sessions.annotate(file, annotations);
          }

          @Override
          public Future<Verdict> verify(Path file) {
            return searching.verify(file);
          }
        },
        memory.library(Recordings.folder()));
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
}
