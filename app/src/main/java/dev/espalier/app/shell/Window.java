package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.keys.KeyBindings;
import dev.espalier.app.keys.KeyCommand;
import dev.espalier.app.keys.KeysForm;
import dev.espalier.app.lesson.pane.LearnMenu;
import dev.espalier.app.lesson.pane.LessonViewModel;
import dev.espalier.app.library.LibraryView;
import dev.espalier.app.library.LibraryViewModel;
import dev.espalier.app.look.Theme;
import dev.espalier.app.look.TypeSize;
import dev.espalier.app.model.ModelViewModel;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.RunsPicture;
import dev.espalier.app.tree.canvas.TreePicture;
import dev.espalier.search.event.EventSource;
import java.awt.image.BufferedImage;
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
  private final KeyBindings bindings;
  private final Runnable openDemo;
  private final MainView view;
  private final Scene scene;
  private Theme theme;
  private TypeSize type;
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
    this.type = memory.typeSize();
    this.bindings = new KeyBindings(memory);
    this.menus =
        Menus.of(
            desk, memory, bindings, new LearnMenu(lessons, this::chooseLessons), menuActions());
    this.view = new MainView(desk, lessons, models, bindings, menus, requests());
    this.libraryView = new LibraryView(library, libraryRequests());
    this.scene = new Scene(view, 1440, 900);
    theme.apply(scene, type);
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

  private void look(Theme now, TypeSize size) {
    theme = now;
    type = size;
    memory.theme(theme);
    memory.typeSize(type);
    theme.apply(scene, type);
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

  private void exportEvents() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Export");
    chooser.setInitialFileName(desk.setup().algorithm().name() + ".jsonl");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Events", "*.jsonl"));
    File chosen = chooser.showSaveDialog(stage);
    if (chosen != null) {
      desk.exporting().exportEvents(chosen.toPath());
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
      desk.exporting().export(format, chosen.toPath());
    }
  }

  private void exportPicture(boolean whole) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Export a picture");
    chooser.setInitialFileName(desk.setup().algorithm().name() + ".png");
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Picture (PNG)", "*.png"));
    File chosen = chooser.showSaveDialog(stage);
    if (chosen != null) {
      exportPicture(whole, chosen.toPath());
    }
  }

  /** Writes the whole tree, or what of the view is on screen, as a PNG file. */
  void exportPicture(boolean whole, Path path) {
    EventSource events = desk.tree().source();
    if (events == null) {
      desk.tell(Notice.error("There is nothing to export yet.", "Run a search first."));
    } else if (!whole) {
      BufferedImage onScreen = view.picture();
      desk.exporting().exportPicture(path, () -> onScreen);
    } else if (desk.comparing().model().isOpen()) {
      BufferedImage runs = new RunsPicture(desk.comparing().model(), theme.dark(), 1).render();
      desk.exporting().exportPicture(path, () -> runs);
    } else {
      int cursor = desk.tree().cursor();
      Metric metric = desk.tree().metric();
      boolean dark = theme.dark();
      // The tree on show belongs to the window's thread; a fold of its own does not.
      desk.exporting()
          .exportPicture(
              path, () -> new TreePicture(SearchTree.of(events), cursor, metric, dark, 1).render());
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
            new FileChooser.ExtensionFilter(
                "Sessions", "*" + ENDING, "*" + ENDING + ".gz", "*.jsonl"),
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
    view.overlay()
        .showCentred(new CommandPalette(menus, view.keys().commands(), view.overlay()::hide));
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

      @Override
      public void locateParent() {
        File chosen = chooser("The session this one branched off").showOpenDialog(stage);
        if (chosen != null) {
          desk.forking().locateParent(chosen.toPath());
        }
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
      public void exportEvents() {
        Window.this.exportEvents();
      }

      @Override
      public void exportPicture(boolean whole) {
        Window.this.exportPicture(whole);
      }

      @Override
      public void quit() {
        stage.close();
      }

      @Override
      public void look(Theme theme, TypeSize type) {
        Window.this.look(theme, type);
      }

      @Override
      public void fit() {
        view.canvas().fit();
      }

      @Override
      public void showKeys() {
        view.keys().perform(KeyCommand.KEYS);
      }

      @Override
      public void changeKeys() {
        view.overlay().showCentred(new KeysForm(bindings));
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
