package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.lesson.pane.LearnMenu;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.library.LibraryView;
import dev.espalier.app.library.LibraryViewModel;
import dev.espalier.app.model.ModelViewModel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javafx.animation.AnimationTimer;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** One window on a desk: its stage, menus and dialogs, and the frames that keep it up to date. */
public final class Window {

  /** What session files are called. */
  static final String ENDING = ".espalier";

  private final DeskViewModel desk;
  private final ModelViewModel models;
  private final LibraryViewModel library;
  private final LibraryView libraryView;
  private final LessonViewModel lessons;
  private final WindowMemory memory;
  private final Stage stage;
  private final MenuBar menus;
  private final Runnable openDemo;
  private final MainView view;
  private final Scene scene;
  private Theme theme;
  private final AnimationTimer frames =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          pulse(now);
        }
      };

  /**
   * @param openDemo shows the session that comes with the program
   */
  public Window(
      DeskViewModel desk,
      LessonViewModel lessons,
      ModelViewModel models,
      LibraryViewModel library,
      WindowMemory memory,
      Stage stage,
      Runnable openDemo) {
    this.desk = desk;
    this.models = models;
    this.library = library;
    this.lessons = lessons;
    this.memory = memory;
    this.stage = stage;
    this.openDemo = openDemo;
    this.theme = memory.theme();
    this.menus = Menus.of(desk, memory, new LearnMenu(lessons, this::chooseLessons), menuActions());
    this.view = new MainView(desk, lessons, models, menus, requests());
    this.libraryView = new LibraryView(library, libraryRequests());
    this.scene = new Scene(view, 1440, 900);
    theme.apply(scene);
    stage.setScene(scene);
    stage.titleProperty().bind(desk.titleProperty());
    stage.setMinWidth(820);
    stage.setMinHeight(600);
    desk.fileProperty()
        .addListener((_, _, now) -> {
          if (now != null) {
            memory.used(now);
          }
        });
  }

  /** Shows the window where it was last time. */
  public void show() {
    stage.setWidth(memory.number("width", 820, 20_000, 1440));
    stage.setHeight(memory.number("height", 600, 20_000, 900));
    stage.setMaximized(memory.number("maximized", 0, 1, 0) == 1);
    stage.show();
    view.codeShownProperty().set(memory.number("code", 0, 1, 0) == 1);
    view.sides()
        .want(
            memory.number("side.left", 60, 2_000, 274),
            memory.number("side.right", 60, 2_000, 346));
    view.canvas().requestFocus();
    frames.start();
  }

  /** Writes down where the window is, and stops its frames. */
  public void remember() {
    frames.stop();
    memory.theme(theme);
    memory.number("maximized", stage.isMaximized() ? 1 : 0);
    if (!stage.isMaximized()) {
      memory.number("width", stage.getWidth());
      memory.number("height", stage.getHeight());
    }
    memory.models(models.chosen(), models.recent());
    memory.number("code", view.codeShownProperty().get() ? 1 : 0);
    memory.number("side.left", view.sides().left());
    memory.number("side.right", view.sides().right());
    memory.write();
  }

  /** One frame. */
  private void pulse(long now) {
    desk.pulse(now);
    library.refresh();
    lessons.refresh();
    view.refresh(now);
  }

  private void switchTheme() {
    theme = theme.other();
    memory.theme(theme);
    theme.apply(scene);
  }

  private void chooseFile() {
    File chosen = chooser("Open a session").showOpenDialog(stage);
    if (chosen != null) {
      desk.open(chosen.toPath());
    }
  }

  private void chooseLessons() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle("Open a folder of lessons");
    File chosen = chooser.showDialog(stage);
    if (chosen != null) {
      lessons.use(chosen.toPath());
    }
  }

  private void save(boolean elsewhere) {
    Path known = desk.fileProperty().get();
    if (known != null && !elsewhere) {
      desk.save(known);
      return;
    }
    FileChooser chooser = chooser("Save the session");
    chooser.setInitialFileName(
        known == null
            ? desk.setup().algorithm().name() + ENDING
            : Objects.requireNonNull(known.getFileName()).toString());
    File chosen = chooser.showSaveDialog(stage);
    if (chosen != null) {
      desk.save(withEnding(chosen.toPath()));
    }
  }

  private void export(ExportFormat format) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Export");
    chooser.setInitialFileName(desk.setup().algorithm().name() + "." + format.extension());
    chooser
        .getExtensionFilters()
        .add(new FileChooser.ExtensionFilter(format.title(), "*." + format.extension()));
    File chosen = chooser.showSaveDialog(stage);
    if (chosen != null) {
      desk.export(format, chosen.toPath());
    }
  }

  private static Path withEnding(Path path) {
    return path.toString().contains(".") ? path : Path.of(path + ENDING);
  }

  private FileChooser chooser(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("Sessions", "*" + ENDING, "*.jsonl"),
            new FileChooser.ExtensionFilter("All files", "*"));
    @Nullable Path known = desk.fileProperty().get();
    if (known != null && known.toAbsolutePath().getParent() != null) {
      chooser.setInitialDirectory(known.toAbsolutePath().getParent().toFile());
    }
    return chooser;
  }

  private void compareWithSession() {
    File chosen = chooser("Compare with a session").showOpenDialog(stage);
    if (chosen != null) {
      desk.comparing().withSession(chosen.toPath());
    }
  }

  private void runBeside() {
    if (desk.comparing().form()) {
      view.overlay()
          .showCentred(
              BesideForm.of(
                  desk.comparing().besideForm(),
                  () -> {
                    view.overlay().hide();
                    desk.comparing().runBeside();
                  }));
    }
  }

  /** What can be added to a comparison, as a menu below the button. */
  private void addToComparison(Node anchor) {
    MenuItem session = new MenuItem("Session…");
    session.setOnAction(_ -> compareWithSession());
    MenuItem beside = new MenuItem("Another algorithm, same prompt and budget…");
    beside.setOnAction(_ -> runBeside());
    new ContextMenu(session, beside).show(anchor, Side.BOTTOM, 0, 4);
  }

  private void showCommands() {
    view.overlay().showCentred(new CommandPalette(menus, view.overlay()::hide));
  }

  private void showLibrary() {
    library.rescan();
    view.overlay().showCentred(libraryView);
  }

  private LibraryView.Requests libraryRequests() {
    return new LibraryView.Requests() {
      @Override
      public void open(Path file) {
        view.overlay().hide();
        desk.open(file);
      }

      @Override
      public void chooseFolder() {
        chooseLibrary();
      }
    };
  }

  private void chooseLibrary() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle("A folder of sessions");
    if (Files.isDirectory(library.folder())) {
      chooser.setInitialDirectory(library.folder().toFile());
    }
    File chosen = chooser.showDialog(stage);
    if (chosen != null) {
      memory.libraryIs(chosen.toPath());
      library.open(chosen.toPath());
    }
  }

  private void about() {
    Label title = new Label("Espalier");
    title.getStyleClass().add("card-title");
    Label text =
        new Label(
            "A workbench for the search and decoding algorithms of language models: run them,"
                + " step through them forwards and backwards, and see why each branch lived or"
                + " died.\n\nApache License 2.0. The Inter typeface is under the SIL Open Font"
                + " License.");
    text.setWrapText(true);
    text.getStyleClass().add("help");
    VBox card = new VBox(title, text);
    card.getStyleClass().add("card");
    card.setPrefWidth(400);
    view.overlay().showCentred(card);
  }

  private MainView.Requests requests() {
    return new MainView.Requests() {
      @Override
      public void chooseFile() {
        Window.this.chooseFile();
      }

      @Override
      public void openDemo() {
        openDemo.run();
      }

      @Override
      public void open(Path path) {
        desk.open(path);
      }

      @Override
      public void addToComparison(Node anchor) {
        Window.this.addToComparison(anchor);
      }
    };
  }

  private Menus.Actions menuActions() {
    return new Menus.Actions() {
      @Override
      public void chooseFile() {
        Window.this.chooseFile();
      }

      @Override
      public void open(Path path) {
        desk.open(path);
      }

      @Override
      public void openDemo() {
        openDemo.run();
      }

      @Override
      public void save(boolean elsewhere) {
        Window.this.save(elsewhere);
      }

      @Override
      public void export(ExportFormat format) {
        Window.this.export(format);
      }

      @Override
      public void quit() {
        stage.close();
      }

      @Override
      public void switchTheme() {
        Window.this.switchTheme();
      }

      @Override
      public void fit() {
        view.canvas().fit();
      }

      @Override
      public void showKeys() {
        view.overlay().showCentred(KeyTable.of());
      }

      @Override
      public void showCommands() {
        Window.this.showCommands();
      }

      @Override
      public void showLibrary() {
        Window.this.showLibrary();
      }

      @Override
      public void about() {
        Window.this.about();
      }

      @Override
      public void chooseModel() {
        view.chooseModel();
      }

      @Override
      public void run() {
        view.setupBar().pressRun();
      }

      @Override
      public void compareWithSession() {
        Window.this.compareWithSession();
      }

      @Override
      public void runBeside() {
        Window.this.runBeside();
      }

      @Override
      public void copyComparison(boolean markdown) {
        if (markdown) {
          view.comparison().copyMarkdown();
        } else {
          view.comparison().copyCsv();
        }
      }
    };
  }
}
