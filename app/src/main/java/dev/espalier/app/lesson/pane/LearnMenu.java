package dev.espalier.app.lesson.pane;

import dev.espalier.app.lesson.Lessons;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;

/** The lessons, with how far each was taken. */
public final class LearnMenu extends Menu {

  private final LessonViewModel model;

  /**
   * @param chooseFolder lets the user choose a folder of lessons
   */
  public LearnMenu(LessonViewModel model, Runnable chooseFolder) {
    super("Learn");
    this.model = model;
    MenuItem folder = new MenuItem("Open Lessons Folder…");
    folder.setOnAction(_ -> chooseFolder.run());
    MenuItem shipped = new MenuItem("Lessons of Espalier");
    shipped.setOnAction(_ -> model.use(Lessons.shipped()));
    MenuItem close = new MenuItem("Close Lesson");
    close.setOnAction(_ -> model.close());
    close.disableProperty().bind(model.lessonProperty().isNull());
    CheckMenuItem lecturing = new CheckMenuItem("Lecturer Mode");
    lecturing.setAccelerator(KeyCombination.valueOf("Shortcut+Shift+L"));
    lecturing.selectedProperty().bindBidirectional(model.lecturingProperty());
    lecturing.disableProperty().bind(model.lessonProperty().isNull());
    MenuItem[] rest = {
      new SeparatorMenuItem(), close, lecturing, new SeparatorMenuItem(), folder, shipped
    };
    fill(rest);
    setOnShowing(_ -> fill(rest));
    model.libraryProperty().subscribe(_ -> fill(rest));
  }

  private void fill(MenuItem... rest) {
    getItems().clear();
    int number = 1;
    for (Lessons.Entry entry : model.library().entries()) {
      MenuItem item = new MenuItem(label(number++, entry));
      item.setMnemonicParsing(false);
      item.setOnAction(_ -> model.open(entry));
      getItems().add(item);
    }
    getItems().addAll(rest);
  }

  private String label(int number, Lessons.Entry entry) {
    int tasks = model.tasks(entry);
    int solved = model.solved(entry);
    String standing =
        tasks == 0 ? "" : solved == tasks ? "   ✓" : "   %d of %d".formatted(solved, tasks);
    return "%d  %s%s".formatted(number, entry.title(), standing);
  }
}
