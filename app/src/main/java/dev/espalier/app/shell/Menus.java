package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.notebook.NotebookMenu;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;

/** The menus. */
final class Menus {

  private Menus() {}

  /** What the menus do beyond the desk. */
  interface Actions {
    void chooseFile();

    void open(Path path);

    void openDemo();

    void save(boolean elsewhere);

    void export(ExportFormat format);

    void quit();

    void switchTheme();

    void fit();

    void showKeys();

    void showCommands();

    void about();

    void showLibrary();

    void run();

    void compareWithSession();

    void runBeside();

    void copyComparison(boolean markdown);

    void chooseModel();
  }

  static MenuBar of(DeskViewModel desk, WindowMemory memory, Menu learn, Actions actions) {
    MenuBar bar =
        new MenuBar(
            file(desk, memory, actions),
            view(memory, actions),
            run(desk, actions),
            compare(desk, actions),
            NotebookMenu.of(desk.notebook()),
            learn,
            help(actions));
    bar.setUseSystemMenuBar(true);
    return bar;
  }

  private static Menu file(DeskViewModel desk, WindowMemory memory, Actions actions) {
    MenuItem save = item("Save", "Shortcut+S", () -> actions.save(false));
    MenuItem saveAs = item("Save As…", "Shortcut+Shift+S", () -> actions.save(true));
    MenuItem close = item("Close Session", "Shortcut+W", desk::close);
    save.disableProperty().bind(desk.tree().sizeProperty().isEqualTo(0));
    saveAs.disableProperty().bind(save.disableProperty());
    close.disableProperty().bind(save.disableProperty());
    Menu recent = new Menu("Open Recent");
    Menu export = new Menu("Export");
    export.disableProperty().bind(save.disableProperty());
    for (ExportFormat format : ExportFormat.values()) {
      export.getItems().add(item(format.title() + "…", "", () -> actions.export(format)));
    }
    Menu menu =
        new Menu(
            "File",
            null,
            item("Open…", "Shortcut+O", actions::chooseFile),
            recent,
            item("Open Demo", "", actions::openDemo),
            item("Library…", "Shortcut+L", actions::showLibrary),
            new SeparatorMenuItem(),
            save,
            saveAs,
            export,
            close,
            new SeparatorMenuItem(),
            item("Quit", "Shortcut+Q", actions::quit));
    menu.setOnShowing(_ -> {
      recent.getItems().clear();
      for (Path path : memory.recent()) {
        MenuItem entry =
            item(path.getFileName() + "  –  " + path.getParent(), "", () -> actions.open(path));
        entry.setMnemonicParsing(false);
        recent.getItems().add(entry);
      }
      recent.setDisable(recent.getItems().isEmpty());
    });
    recent.setDisable(true);
    return menu;
  }

  private static Menu view(WindowMemory memory, Actions actions) {
    CheckMenuItem dark = new CheckMenuItem("Dark");
    dark.setAccelerator(KeyCombination.valueOf("Shortcut+T"));
    dark.setSelected(memory.theme() == Theme.DARK);
    dark.setOnAction(_ -> actions.switchTheme());
    return new Menu(
        "View", null, dark, new SeparatorMenuItem(), item("Show Whole Tree", "", actions::fit));
  }

  private static Menu run(DeskViewModel desk, Actions actions) {
    MenuItem run = item("Run", "Shortcut+Enter", actions::run);
    MenuItem pause = item("Pause or Go On", "Shortcut+P", desk::pauseOrResume);
    MenuItem step = item("One Step", "Shortcut+Right", desk::stepOnce);
    MenuItem stop = item("Stop", "Shortcut+Period", desk::stop);
    MenuItem goOn = item("Fork with Settings Above", "Shortcut+D", desk::goOnWithForm);
    goOn.disableProperty().bind(desk.tree().sizeProperty().isEqualTo(0));
    MenuItem model = item("Model and Device…", "Shortcut+M", actions::chooseModel);
    MenuItem parent = item("Back to Parent", "Shortcut+U", desk::backToParent);
    parent.disableProperty().bind(goOn.disableProperty());
    pause
        .disableProperty()
        .bind(Bindings.createBooleanBinding(() -> !desk.status().busy(), desk.statusProperty()));
    step.disableProperty().bind(pause.disableProperty());
    stop.disableProperty().bind(pause.disableProperty());
    return new Menu(
        "Run",
        null,
        run,
        pause,
        step,
        stop,
        new SeparatorMenuItem(),
        goOn,
        parent,
        new SeparatorMenuItem(),
        model);
  }

  private static Menu compare(DeskViewModel desk, Actions actions) {
    MenuItem parent = item("Compare with Parent", "Shortcut+Shift+U", desk.comparing()::withParent);
    MenuItem session =
        item("Compare with Session…", "Shortcut+Shift+O", actions::compareWithSession);
    MenuItem beside =
        item("Run Another Algorithm Beside…", "Shortcut+Shift+Enter", actions::runBeside);
    MenuItem csv = item("Copy Results as CSV", "", () -> actions.copyComparison(false));
    MenuItem markdown = item("Copy Results as Markdown", "", () -> actions.copyComparison(true));
    MenuItem close =
        item("End the Comparison", "Shortcut+Shift+W", desk.comparing().model()::close);
    parent.disableProperty().bind(desk.tree().sizeProperty().isEqualTo(0));
    session.disableProperty().bind(parent.disableProperty());
    beside.disableProperty().bind(parent.disableProperty());
    csv.disableProperty().bind(desk.comparing().model().openProperty().not());
    markdown.disableProperty().bind(csv.disableProperty());
    close.disableProperty().bind(csv.disableProperty());
    return new Menu(
        "Compare",
        null,
        parent,
        session,
        beside,
        new SeparatorMenuItem(),
        csv,
        markdown,
        new SeparatorMenuItem(),
        close);
  }

  private static Menu help(Actions actions) {
    return new Menu(
        "Help",
        null,
        item("Keys", "F1", actions::showKeys),
        item("Commands…", "Shortcut+K", actions::showCommands),
        item("About Espalier", "", actions::about));
  }

  private static MenuItem item(String text, String keys, Runnable action) {
    MenuItem item = new MenuItem(text);
    if (!keys.isEmpty()) {
      item.setAccelerator(KeyCombination.valueOf(keys));
    }
    item.setOnAction(_ -> action.run());
    return item;
  }
}
