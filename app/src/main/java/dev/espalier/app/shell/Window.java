package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.model.ModelViewModel;
import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.MenuBar;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** One window on a desk: its stage, menus and dialogs, and the frames that keep it up to date. */
public final class Window {

  /** What session files are called. */
  static final String ENDING = ".espalier";

  private final DeskViewModel desk;
  private final ModelViewModel models;
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
      ModelViewModel models,
      WindowMemory memory,
      Stage stage,
      Runnable openDemo) {
    this.desk = desk;
    this.models = models;
    this.memory = memory;
    this.stage = stage;
    this.openDemo = openDemo;
    this.theme = memory.theme();
    this.menus = Menus.of(desk, memory, menuActions());
    this.view = new MainView(desk, models, menus, requests());
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

  private void showCommands() {
    view.overlay().showCentred(new CommandPalette(menus, view.overlay()::hide));
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
    };
  }
}
