package dev.espalier.app.keys;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Changes the keys of commands: choose one, press Enter, press the new keys. Keys that another
 * command has are taken from it only after a second press.
 */
public final class KeysForm extends VBox {

  private static final double WIDTH = 560;
  private static final int ROWS = 14;
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");

  private final KeyBindings bindings;
  private final ListView<KeyCommand> list = new ListView<>();
  private final TextField filter = new TextField();
  private final Label message = new Label();

  /** The command whose keys are waited for, null for none. */
  private @Nullable KeyCommand awaited;

  /** Keys that were pressed for it and are another's; pressed again they are taken from it. */
  private @Nullable KeyCombination taken;

  public KeysForm(KeyBindings bindings) {
    this.bindings = bindings;
    getStyleClass().add("card");
    setId("keys-form");
    setPrefWidth(WIDTH);
    Label title = new Label("Change keys");
    title.getStyleClass().add("card-title");
    filter.setId("keys-filter");
    filter.setPromptText("Which command");
    filter.setAccessibleText("Part of a command's name");
    filter.textProperty().addListener(_ -> fill());
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::inFilter);
    list.setId("keys-list");
    list.getStyleClass().add("dense");
    list.getStyleClass().add("keys-list");
    list.prefHeightProperty().bind(list.fixedCellSizeProperty().multiply(ROWS));
    list.setCellFactory(_ -> new Row());
    list.setPlaceholder(new Label("There is no such command."));
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::inList);
    list.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        await();
      }
    });
    list.getSelectionModel().selectedItemProperty().addListener(_ -> release());
    message.setId("keys-message");
    message.setWrapText(true);
    message.getStyleClass().add("help");
    Button change = button("Change", "keys-change", this::await);
    Button none = button("No Keys", "keys-none", this::unbind);
    Button reset = button("Reset", "keys-reset", this::reset);
    Button all = button("Reset All", "keys-reset-all", this::resetAll);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox buttons = new HBox(6, change, none, reset, gap, all);
    buttons.setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(title, filter, list, message, buttons);
    fill();
    list.getSelectionModel().selectFirst();
    release();
  }

  private static Button button(String text, String id, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("small");
    button.setOnAction(_ -> action.run());
    return button;
  }

  private void fill() {
    String wanted = filter.getText().strip().toLowerCase(java.util.Locale.ROOT);
    ImmutableList<KeyCommand> fitting =
        Lists.immutable
            .with(KeyCommand.values())
            .select(command ->
                (command.group().title() + " " + command.title() + " " + bindings.inWords(command))
                    .toLowerCase(java.util.Locale.ROOT)
                    .contains(wanted));
    list.getItems().setAll(fitting.castToList());
    list.getSelectionModel().selectFirst();
  }

  private void inFilter(KeyEvent event) {
    if (event.getCode() == KeyCode.DOWN) {
      list.requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      list.requestFocus();
      await();
      event.consume();
    }
  }

  private void inList(KeyEvent event) {
    KeyCommand command = awaited;
    if (command == null) {
      if (event.getCode() == KeyCode.ENTER) {
        await();
        event.consume();
      } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
        unbind();
        event.consume();
      }
      return;
    }
    event.consume();
    KeyCombination key = KeyBindings.combination(event);
    if (key == null) {
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE && command != KeyCommand.RELEASE) {
      release();
      return;
    }
    ImmutableList<KeyCommand> others = bindings.others(command, key);
    if (others.isEmpty() || key.equals(taken)) {
      bindings.bind(command, key);
      said(command, others);
    } else {
      taken = key;
      say(
          "%s is “%s” already. Press it again to take it from there; Esc leaves it."
              .formatted(
                  key.getDisplayText(), others.collect(KeyCommand::title).makeString("”, “")),
          true);
    }
  }

  private void said(KeyCommand command, ImmutableList<KeyCommand> others) {
    release();
    list.refresh();
    say(
        others.isEmpty()
            ? "“%s” is %s now.".formatted(command.title(), bindings.inWords(command))
            : "“%s” is %s now; “%s” has no such key any more."
                .formatted(
                    command.title(),
                    bindings.inWords(command),
                    others.collect(KeyCommand::title).makeString("”, “")),
        false);
  }

  private void await() {
    KeyCommand chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      taken = null;
      awaited = chosen;
      list.requestFocus();
      say("Press the keys for “%s”; Esc leaves them as they are.".formatted(chosen.title()), false);
    }
  }

  private void release() {
    awaited = null;
    taken = null;
    ImmutableList<KeyCommand> conflicts = bindings.conflicts();
    if (conflicts.isEmpty()) {
      say("Enter changes the keys of the command chosen, Delete takes them away.", false);
    } else {
      say(
          "These share a key, and only the first gets it: %s."
              .formatted(conflicts.collect(KeyCommand::title).makeString("“", "”, “", "”")),
          true);
    }
  }

  private void unbind() {
    KeyCommand chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      bindings.unbind(chosen);
      list.refresh();
      release();
    }
  }

  private void reset() {
    KeyCommand chosen = list.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      bindings.reset(chosen);
      list.refresh();
      release();
    }
  }

  private void resetAll() {
    bindings.resetAll();
    list.refresh();
    release();
  }

  private void say(String words, boolean wrong) {
    message.setText(words);
    message.pseudoClassStateChanged(WRONG, wrong);
  }

  private final class Row extends ListCell<KeyCommand> {
    @Override
    protected void updateItem(KeyCommand command, boolean empty) {
      super.updateItem(command, empty);
      if (empty || command == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      Label group = new Label(command.group().title());
      group.getStyleClass().add("figures");
      group.setMinWidth(64);
      Label title = new Label(command.title());
      title.getStyleClass().add("field-name");
      title.pseudoClassStateChanged(CHANGED, bindings.isChanged(command));
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      Label keys = new Label(bindings.inWords(command));
      keys.getStyleClass().add("key");
      keys.setMinWidth(Region.USE_PREF_SIZE);
      HBox row = new HBox(8, group, title, gap, keys);
      row.setAlignment(Pos.CENTER_LEFT);
      setGraphic(row);
      setAccessibleText(command.title() + ", " + bindings.inWords(command));
    }
  }
}
