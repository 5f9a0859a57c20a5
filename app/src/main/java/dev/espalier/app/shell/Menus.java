package dev.espalier.app.shell;

import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.keys.KeyBindings;
import dev.espalier.app.keys.KeyCommand;
import dev.espalier.app.look.Theme;
import dev.espalier.app.look.TypeSize;
import dev.espalier.app.notebook.NotebookMenu;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

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

    /**
     * @param whole the whole tree, or else what of the view is on screen
     */
    void exportPicture(boolean whole);

    void exportEvents();

    void quit();

    void look(Theme theme, TypeSize type);

    void fit();

    void showKeys();

    void changeKeys();

    void showCommands();

    void about();

    void showLibrary();

    void run();

    void compareWithSession();

    void runBeside();

    void copyComparison(boolean markdown);

    void chooseModel();
  }

  static MenuBar of(
      DeskViewModel desk, WindowMemory memory, KeyBindings keys, Menu learn, Actions actions) {
    MenuBar bar =
        new MenuBar(
            file(desk, memory, keys, actions),
            view(memory, keys, actions),
            run(desk, keys, actions),
            compare(desk, keys, actions),
            NotebookMenu.of(desk.notebook()),
            learn,
            help(keys, actions));
    bar.setUseSystemMenuBar(true);
    return bar;
  }

  private static Menu file(
      DeskViewModel desk, WindowMemory memory, KeyBindings keys, Actions actions) {
    MenuItem save = keyed(keys, "Save", KeyCommand.SAVE, () -> actions.save(false));
    MenuItem saveAs = keyed(keys, "Save As…", KeyCommand.SAVE_AS, () -> actions.save(true));
    MenuItem close = keyed(keys, "Close Session", KeyCommand.CLOSE, desk::close);
    save.disableProperty().bind(desk.tree().sizeProperty().isEqualTo(0));
    saveAs.disableProperty().bind(save.disableProperty());
    close.disableProperty().bind(save.disableProperty());
    Menu recent = new Menu("Open Recent");
    Menu export = new Menu("Export");
    export.disableProperty().bind(save.disableProperty());
    export
        .getItems()
        .addAll(
            item("Picture of the Whole Tree (PNG)…", () -> actions.exportPicture(true)),
            item("Picture of This View (PNG)…", () -> actions.exportPicture(false)));
    for (ExportFormat format : ExportFormat.values()) {
      export.getItems().add(item(format.title() + "…", () -> actions.export(format)));
    }
    export.getItems().add(item("Events (JSON Lines)…", actions::exportEvents));
    Menu menu =
        new Menu(
            "File",
            null,
            keyed(keys, "Open…", KeyCommand.OPEN, actions::chooseFile),
            recent,
            item("Open Demo", actions::openDemo),
            keyed(keys, "Library…", KeyCommand.LIBRARY, actions::showLibrary),
            new SeparatorMenuItem(),
            save,
            saveAs,
            export,
            close,
            new SeparatorMenuItem(),
            keyed(keys, "Quit", KeyCommand.QUIT, actions::quit));
    menu.setOnShowing(_ -> {
      recent.getItems().clear();
      for (Path path : memory.recent()) {
        MenuItem entry =
            item(path.getFileName() + "  –  " + path.getParent(), () -> actions.open(path));
        entry.setMnemonicParsing(false);
        recent.getItems().add(entry);
      }
      recent.setDisable(recent.getItems().isEmpty());
    });
    recent.setDisable(true);
    return menu;
  }

  private static Menu view(WindowMemory memory, KeyBindings keys, Actions actions) {
    Menu view = new Menu("View");
    ToggleGroup themes = new ToggleGroup();
    for (Theme theme : Theme.values()) {
      RadioMenuItem item = new RadioMenuItem(theme.title());
      item.setToggleGroup(themes);
      item.setUserData(theme);
      item.setOnAction(_ -> actions.look(theme, memory.typeSize()));
      view.getItems().add(item);
    }
    view.setOnShowing(_ -> select(themes, memory.theme()));
    select(themes, memory.theme());
    view.getItems()
        .addAll(
            keyed(
                keys,
                "Next Theme",
                KeyCommand.NEXT_THEME,
                () -> actions.look(memory.theme().next(), memory.typeSize())),
            new SeparatorMenuItem(),
            keyed(
                keys,
                "Larger Type",
                KeyCommand.LARGER,
                () -> actions.look(memory.theme(), memory.typeSize().larger())),
            keyed(
                keys,
                "Smaller Type",
                KeyCommand.SMALLER,
                () -> actions.look(memory.theme(), memory.typeSize().smaller())),
            new SeparatorMenuItem(),
            item("Show Whole Tree", actions::fit));
    return view;
  }

  private static void select(ToggleGroup themes, Theme theme) {
    themes.getToggles().forEach(toggle -> toggle.setSelected(theme.equals(toggle.getUserData())));
  }

  private static Menu run(DeskViewModel desk, KeyBindings keys, Actions actions) {
    MenuItem run = keyed(keys, "Run", KeyCommand.RUN, actions::run);
    MenuItem pause = keyed(keys, "Pause or Go On", KeyCommand.PAUSE, desk::pauseOrResume);
    MenuItem step = keyed(keys, "One Step", KeyCommand.ONE_STEP, desk::stepOnce);
    MenuItem stop = keyed(keys, "Stop", KeyCommand.STOP, desk::stop);
    MenuItem goOn =
        keyed(keys, "Fork with Settings Above", KeyCommand.FORK, desk.forking()::goOnWithForm);
    goOn.disableProperty().bind(desk.tree().sizeProperty().isEqualTo(0));
    MenuItem model = keyed(keys, "Model and Device…", KeyCommand.MODEL, actions::chooseModel);
    MenuItem parent =
        keyed(keys, "Back to Parent", KeyCommand.BACK_TO_PARENT, desk.forking()::backToParent);
    parent.disableProperty().bind(goOn.disableProperty());
    MenuItem record = item("Go On with Record", desk.forking()::goOnWithRecord);
    record.disableProperty().bind(desk.fileProperty().isNull());
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
        record,
        new SeparatorMenuItem(),
        model);
  }

  private static Menu compare(DeskViewModel desk, KeyBindings keys, Actions actions) {
    MenuItem parent =
        keyed(keys, "Compare with Parent", KeyCommand.COMPARE_PARENT, desk.comparing()::withParent);
    MenuItem session =
        keyed(
            keys, "Compare with Session…", KeyCommand.COMPARE_SESSION, actions::compareWithSession);
    MenuItem beside =
        keyed(keys, "Run Another Algorithm Beside…", KeyCommand.COMPARE_BESIDE, actions::runBeside);
    MenuItem csv = item("Copy Results as CSV", () -> actions.copyComparison(false));
    MenuItem markdown = item("Copy Results as Markdown", () -> actions.copyComparison(true));
    MenuItem close =
        keyed(keys, "End the Comparison", KeyCommand.COMPARE_END, desk.comparing().model()::close);
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

  private static Menu help(KeyBindings keys, Actions actions) {
    return new Menu(
        "Help",
        null,
        keyed(keys, "Keys", KeyCommand.KEYS, actions::showKeys),
        item("Change Keys…", actions::changeKeys),
        keyed(keys, "Commands…", KeyCommand.COMMANDS, actions::showCommands),
        item("About Espalier", actions::about));
  }

  private static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private static MenuItem keyed(
      KeyBindings keys, String text, KeyCommand command, Runnable action) {
    MenuItem item = item(text, action);
    accelerate(item, keys, command);
    return item;
  }

  /** Gives an item the first key of its command, and any that it has later. */
  private static void accelerate(MenuItem item, KeyBindings keys, KeyCommand command) {
    keys.versionProperty().subscribe(_ -> item.setAccelerator(keys.of(command).getFirst()));
  }
}
