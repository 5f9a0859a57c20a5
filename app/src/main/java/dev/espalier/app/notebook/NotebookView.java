package dev.espalier.app.notebook;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.sessions.Notebook.Note;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The notes of the search on show, by the moments they are at. */
public final class NotebookView extends VBox {

  private static final PseudoClass HERE = PseudoClass.getPseudoClass("here");

  /** Beyond this the list scrolls, so that the inspector above keeps most of the column. */
  private static final double TALLEST = 230;

  private final NotebookViewModel model;
  private final TreeViewModel tree;
  private final VBox rows = new VBox();
  private final ScrollPane scroll = new ScrollPane(rows);
  private final Label count = new Label();

  public NotebookView(NotebookViewModel model, TreeViewModel tree) {
    this.model = model;
    this.tree = tree;
    getStyleClass().addAll("panel", "notebook");
    setId("notebook");
    rows.getStyleClass().add("notes");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    rows.heightProperty()
        .addListener(
            (_, _, now) -> scroll.setPrefViewportHeight(Math.min(TALLEST, now.doubleValue())));
    VBox about = about();
    ToggleButton tags = new ToggleButton("", new FontIcon(Feather.TAG));
    tags.setId("notebook-about");
    tags.getStyleClass().addAll("button-icon", "flat", "small");
    tags.setTooltip(new Tooltip("Title and tags of the session"));
    tags.setAccessibleText("Title and tags");
    about.visibleProperty().bind(tags.selectedProperty());
    about.managedProperty().bind(tags.selectedProperty());
    getChildren().addAll(head(tags), about, scroll);
    // Below its natural height only the list may shrink.
    setMinHeight(USE_PREF_SIZE);
    disableProperty().bind(tree.sizeProperty().isEqualTo(0));
    model.notebookProperty().subscribe(_ -> list());
    model.editingProperty().subscribe(_ -> list());
    tree.cursorProperty().addListener(_ -> mark());
  }

  private Node head(ToggleButton tags) {
    Label title = new Label("Notebook");
    title.getStyleClass().add("panel-title");
    count.getStyleClass().add("figures");
    count.setId("notebook-count");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button bookmark = tool(Feather.BOOKMARK, "Bookmark here (D)", model::toggleBookmark);
    bookmark.setId("notebook-bookmark");
    Button note = tool(Feather.EDIT_3, "Write a note here (Shift+D)", model::write);
    note.setId("notebook-write");
    HBox head = new HBox(6, title, count, gap, bookmark, note, tags);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("notebook-head");
    return head;
  }

  private static Button tool(Feather icon, String what, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.getStyleClass().addAll("button-icon", "flat", "small");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private VBox about() {
    TextField title =
        new AnnotationField("notebook-title", "", "Title, as recorded if empty", model::rename);
    TextField tags =
        new AnnotationField("notebook-tags", "", "Tags, with commas between them", model::tag);
    model
        .notebookProperty()
        .subscribe(now -> {
          title.setText(now.title());
          tags.setText(now.tags().makeString(", "));
        });
    VBox about = new VBox(4, title, tags);
    about.getStyleClass().add("notebook-about");
    return about;
  }

  private void list() {
    rows.getChildren().clear();
    int notes = model.notebook().notes().size();
    count.setText(notes == 0 ? "" : Numbers.count(notes));
    if (notes == 0) {
      Label empty = new Label("D bookmarks the moment on show, Shift+D writes a note there.");
      empty.getStyleClass().add("help");
      empty.setWrapText(true);
      rows.getChildren().add(empty);
    }
    model
        .notebook()
        .notes()
        .each(note ->
            rows.getChildren().add(note.id().equals(model.editing()) ? writing(note) : row(note)));
    if (notes > 0 && !model.inFile()) {
      Label unsaved = new Label("Not in a file yet: save the session to keep these.");
      unsaved.getStyleClass().add("help");
      unsaved.setWrapText(true);
      rows.getChildren().add(unsaved);
    }
    mark();
  }

  private Node row(Note note) {
    FontIcon icon = new FontIcon(note.text().isEmpty() ? Feather.BOOKMARK : Feather.MESSAGE_SQUARE);
    icon.getStyleClass().add("note-icon");
    Label place = place(note);
    VBox words = new VBox(1, place);
    if (!note.text().isEmpty()) {
      Label text = new Label(note.text());
      text.setWrapText(true);
      text.setMinHeight(Region.USE_PREF_SIZE);
      text.getStyleClass().add("note-text");
      words.getChildren().add(text);
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    Button edit = tool(Feather.EDIT_2, "Edit the note", () -> model.edit(note.id()));
    edit.getStyleClass().add("note-tool");
    Button remove =
        tool(Feather.X, "Remove the note (it can be undone)", () -> model.erase(note.id()));
    remove.getStyleClass().addAll("note-tool", "note-remove");
    HBox row = new HBox(7, icon, words, edit, remove);
    row.getStyleClass().add("note");
    row.setAlignment(Pos.TOP_LEFT);
    row.setUserData(note);
    row.setOnMouseClicked(event -> {
      if (event.getClickCount() == 2) {
        model.edit(note.id());
      } else {
        model.goTo(note.id());
      }
    });
    return row;
  }

  private Label place(Note note) {
    int cursor = Math.min(note.at() + 1, tree.size());
    int step = cursor == 0 ? 0 : tree.tree().stepAt(cursor) + 1;
    Label place =
        new Label(
            "event %s · step %s".formatted(Numbers.count(note.at() + 1L), Numbers.count(step)));
    place.getStyleClass().add("figures");
    return place;
  }

  private Node writing(Note note) {
    TextArea text = new TextArea(note.text());
    text.setId("note-text");
    text.setWrapText(true);
    text.setPrefRowCount(3);
    text.setPromptText("What is to be seen here");
    text.setAccessibleText("Text of the note");
    Button save = new Button("Save");
    save.setId("note-save");
    save.getStyleClass().addAll("accent", "small");
    save.setTooltip(new Tooltip("Ctrl+Enter"));
    save.setOnAction(_ -> model.write(note.id(), text.getText()));
    Button cancel = new Button("Cancel");
    cancel.getStyleClass().addAll("flat", "small");
    cancel.setOnAction(_ -> model.edit(""));
    text.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            model.write(note.id(), text.getText());
            event.consume();
          } else if (event.getCode() == KeyCode.ESCAPE) {
            model.edit("");
            event.consume();
          }
        });
    HBox buttons = new HBox(6, save, cancel);
    buttons.setAlignment(Pos.CENTER_LEFT);
    VBox writing = new VBox(5, place(note), text, buttons);
    writing.getStyleClass().add("note-writing");
    javafx.application.Platform.runLater(() -> {
      text.requestFocus();
      text.end();
    });
    return writing;
  }

  /** Marks the notes of the moment on show. */
  private void mark() {
    for (Node row : rows.getChildren()) {
      boolean here = row.getUserData() instanceof Note note && note.at() + 1 == tree.cursor();
      row.pseudoClassStateChanged(HERE, here);
    }
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = NotebookView.class.getResource("/dev/espalier/app/notebook/notebook.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
