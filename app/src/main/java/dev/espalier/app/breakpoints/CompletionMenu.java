package dev.espalier.app.breakpoints;

import dev.espalier.app.breakpoints.Completion.Word;
import java.util.function.Supplier;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Offers below a field how the word being written in it may go on. */
final class CompletionMenu {

  private static final int MOST = 10;

  private final TextField field;
  private final Supplier<ImmutableList<Word>> words;
  private final ContextMenu menu = new ContextMenu();

  CompletionMenu(TextField field, Supplier<ImmutableList<Word>> words) {
    this.field = field;
    this.words = words;
    menu.setId("completions");
    field.caretPositionProperty().addListener(_ -> refresh());
    field
        .focusedProperty()
        .addListener((_, _, on) -> {
          if (!on) {
            menu.hide();
          }
        });
  }

  /** Shows what fits now, or nothing. */
  void refresh() {
    ImmutableList<Word> fitting =
        field.isFocused() && field.getScene() != null ? words.get() : Lists.immutable.empty();
    if (fitting.isEmpty()) {
      menu.hide();
      return;
    }
    menu.getItems().setAll(fitting.take(MOST).collect(this::item).castToList());
    if (!menu.isShowing()) {
      menu.show(field, Side.BOTTOM, 0, 2);
    }
  }

  private CustomMenuItem item(Word word) {
    Label text = new Label(word.text());
    text.getStyleClass().add("code");
    Label explanation = new Label(word.explanation());
    explanation.getStyleClass().add("help");
    CustomMenuItem item = new CustomMenuItem(new HBox(12, text, explanation), true);
    item.setOnAction(_ -> write(word));
    return item;
  }

  private void write(Word word) {
    int caret = field.getCaretPosition();
    field.insertText(caret, word.text().substring(word.begun()));
    field.positionCaret(caret + word.text().length() - word.begun());
  }
}
