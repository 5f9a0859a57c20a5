package dev.espalier.app.desktop;

import dev.espalier.app.engine.DeskEngine;
import dev.espalier.app.engine.InstalledModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.SessionFiles;
import dev.espalier.app.engine.StatedAnswers;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.library.Library;
import dev.espalier.app.library.LibraryPort;
import dev.espalier.app.library.LibraryViewModel;
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
import java.util.concurrent.Future;
import javafx.stage.Stage;
import org.eclipse.collections.api.list.ImmutableList;

/** A window with everything in it, and what it stands on; not yet shown. */
record Furnished(RunController controller, DeskViewModel desk, Window window) {

  /**
   * @param memory of the window; what is known of files lies beside it
   * @param recordings where searches are recorded while they run
   */
  static Furnished of(
      Stage stage, SessionFiles sessions, WindowMemory memory, Path recordings, Clock clock) {
    InstalledModels shelf = new InstalledModels(ModelPlaces.installed());
    ModelChoice choice = memory.models(ModelPlaces.BUNDLED);
    DeskEngine engine = new DeskEngine(shelf, choice, sessions, recordings, clock);
    RunController controller = new RunController(engine);
    DeskViewModel desk =
        new DeskViewModel(
            controller,
            new SetupViewModel(AlgorithmCatalogue.ALL, Examples.all()),
            sessions,
            new StatedAnswers());
    ModelViewModel models = new ModelViewModel(controller, shelf, choice, memory.recentModels());
    LessonViewModel lessons =
        new LessonViewModel(
            Lessons.shipped(),
            new LessonsOnDesk(desk, sessions::opened, engine::answerFrom),
            memory.lessons());
    LibraryViewModel library =
        new LibraryViewModel(
            new Library(new StatedAnswers(), memory.file().resolveSibling("library.jsonl")),
            port(sessions, controller),
            memory.library(recordings));
    Window window =
        new Window(
            desk,
            lessons,
            models,
            library,
            memory,
            stage,
            () -> desk.showDemo(Demo.opened(sessions)));
    return new Furnished(controller, desk, window);
  }

  private static LibraryPort port(SessionFiles sessions, RunController controller) {
    return new LibraryPort() {
      @Override
      public void annotate(Path file, ImmutableList<Annotation> annotations) throws IOException {
        sessions.annotate(file, annotations);
      }

      @Override
      public Future<Verdict> verify(Path file) {
        return controller.verify(file);
      }
    };
  }
}
