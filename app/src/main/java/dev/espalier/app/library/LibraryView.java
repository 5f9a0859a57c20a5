package dev.espalier.app.library;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
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

/** A folder of sessions as a table, with all that is known of the one chosen beside it. */
public final class LibraryView extends VBox {

  private static final double ROW = 46;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final LibraryViewModel model;
  private final TableView<LibraryEntry> table = new TableView<>();
  private final TextField search = new TextField();

  /** What the view asks of the window around it. */
  public interface Requests {
    void open(Path file);

    void chooseFolder();
  }

  public LibraryView(LibraryViewModel model, Requests requests) {
    this.model = model;
    getStyleClass().add("library");
    setId("library");
    setPrefSize(1180, 760);
    table();
    Label state = new Label();
    state.setId("library-state");
    state.getStyleClass().add("help");
    state.textProperty().bind(model.stateProperty());
    SplitPane split = new SplitPane(table, new LibraryDetail(model, requests::open, this::choose));
    split.setDividerPositions(0.7);
    SplitPane.setResizableWithParent(split.getItems().getLast(), false);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().addAll(head(requests), split, state);
    table.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ENTER) {
        open(requests);
      }
    });
    table.setRowFactory(_ -> {
      TableRow<LibraryEntry> row = new TableRow<>();
      row.setOnMouseClicked(event -> {
        if (event.getClickCount() == 2 && !row.isEmpty()) {
          open(requests);
        }
      });
      return row;
    });
    search.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.DOWN) {
            table.requestFocus();
            table.getSelectionModel().selectFirst();
            event.consume();
          }
        });
  }

  private void open(Requests requests) {
    LibraryEntry entry = model.selectedProperty().get();
    if (entry != null && entry.summary() != null) {
      requests.open(entry.file());
    }
  }

  private void choose(LibraryEntry entry) {
    if (!model.shown().contains(entry)) {
      search.clear();
    }
    table.getSelectionModel().select(entry);
    table.scrollTo(entry);
  }

  private Node head(Requests requests) {
    Label title = new Label("Library");
    title.getStyleClass().add("card-title");
    search.setId("library-search");
    search.setPromptText("Search prompts, answers, notes, tags");
    search.setAccessibleText("Search the library");
    search.textProperty().bindBidirectional(model.searchProperty());
    HBox.setHgrow(search, Priority.ALWAYS);
    Button folder = new Button("", new FontIcon(Feather.FOLDER));
    folder.setId("library-folder");
    folder
        .textProperty()
        .bind(model.folderProperty().map(path -> String.valueOf(path.getFileName())));
    folder.setMnemonicParsing(false);
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(model.folderProperty().map(Path::toString));
    folder.setTooltip(whole);
    folder.setAccessibleText("Choose another folder");
    folder.setOnAction(_ -> requests.chooseFolder());
    Button again = new Button("", new FontIcon(Feather.REFRESH_CW));
    again.getStyleClass().addAll("button-icon", "flat");
    again.setTooltip(new Tooltip("Look at the folder again"));
    again.setAccessibleText("Look at the folder again");
    again.setOnAction(_ -> model.rescan());
    HBox head = new HBox(10, title, search, folder, again);
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private void table() {
    table.setId("library-table");
    table.setFixedCellSize(ROW);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    SortedList<LibraryEntry> sorted = new SortedList<>(model.shown());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    Label empty = new Label();
    empty.textProperty().bind(model.stateProperty());
    empty.setWrapText(true);
    table.setPlaceholder(empty);
    TableColumn<LibraryEntry, LibraryEntry> tree = column("Tree", 100, LibraryView::picture);
    tree.setSortable(false);
    TableColumn<LibraryEntry, LibraryEntry> title = column("Session", 240, LibraryView::title);
    title.setComparator(Comparator.comparing(LibraryEntry::title, String.CASE_INSENSITIVE_ORDER));
    TableColumn<LibraryEntry, LibraryEntry> algorithm =
        column("Algorithm", 96, entry -> text(facts(entry, Summary::algorithm)));
    algorithm.setComparator(Comparator.comparing(entry -> facts(entry, Summary::algorithm)));
    TableColumn<LibraryEntry, LibraryEntry> answer = column("Answer", 84, LibraryView::answer);
    answer.setComparator(Comparator.comparing(entry -> facts(entry, Summary::answer)));
    TableColumn<LibraryEntry, LibraryEntry> tokens =
        column(
            "Tokens", 64, entry -> number(entry.summary() == null ? -1 : entry.summary().tokens()));
    tokens.setComparator(
        Comparator.comparingLong(entry -> entry.summary() == null ? -1 : entry.summary().tokens()));
    TableColumn<LibraryEntry, LibraryEntry> tags = column("Tags", 130, LibraryView::tags);
    tags.setComparator(
        Comparator.comparing(entry -> facts(entry, summary -> summary.tags().makeString())));
    TableColumn<LibraryEntry, LibraryEntry> date =
        column("Recorded", 126, entry -> text(DAY.format(entry.date())));
    date.setComparator(Comparator.comparing(LibraryEntry::date));
    date.setId("library-date");
    table
        .getColumns()
        .setAll(java.util.List.of(tree, title, algorithm, answer, tokens, tags, date));
    date.setSortType(TableColumn.SortType.DESCENDING);
    table.getSortOrder().setAll(java.util.List.of(date));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, now) -> {
          // Sorting and rereading let go of the selection for a moment.
          if (now != null) {
            model.selectedProperty().set(now);
          }
        });
    model
        .selectedProperty()
        .addListener((_, _, now) -> {
          if (now != null && !now.equals(table.getSelectionModel().getSelectedItem())) {
            table.getSelectionModel().select(now);
          }
        });
  }

  private static TableColumn<LibraryEntry, LibraryEntry> column(
      String name, double width, Function<LibraryEntry, Node> content) {
    TableColumn<LibraryEntry, LibraryEntry> column = new TableColumn<>(name);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 60));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(LibraryEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            setGraphic(empty || entry == null ? null : content.apply(entry));
          }
        });
    return column;
  }

  private static String facts(LibraryEntry entry, Function<Summary, String> fact) {
    return entry.summary() == null ? "" : fact.apply(entry.summary());
  }

  private static Node picture(LibraryEntry entry) {
    if (entry.summary() == null) {
      FontIcon broken = new FontIcon(Feather.ALERT_TRIANGLE);
      broken.getStyleClass().add("library-wrong");
      return broken;
    }
    return ThumbnailView.of(entry.summary().picture());
  }

  private static Node title(LibraryEntry entry) {
    Label title = new Label(Texts.snippet(entry.title(), 80));
    title.getStyleClass().add("field-name");
    Label below = new Label(below(entry));
    below.getStyleClass().add(entry.summary() == null ? "library-wrong" : "library-sub");
    VBox both = new VBox(1, title, below);
    both.setAlignment(Pos.CENTER_LEFT);
    return both;
  }

  private static String below(LibraryEntry entry) {
    Summary summary = entry.summary();
    if (summary == null) {
      return entry.trouble();
    }
    Summary.Branch branch = summary.branch();
    return branch == null
        ? entry.name()
        : "fork: "
            + (branch.edit().isEmpty() ? branch.session() : Texts.snippet(branch.edit(), 60));
  }

  private static Node answer(LibraryEntry entry) {
    Summary summary = entry.summary();
    if (summary == null) {
      return text("");
    }
    Label label =
        text(
            summary.answer().isEmpty()
                ? summary.outcome()
                : summary.known().isEmpty()
                    ? summary.answer()
                    : (summary.correct() ? "✓ " : "✗ ") + summary.answer());
    if (summary.answer().isEmpty()) {
      label.getStyleClass().add("library-sub");
    } else if (!summary.known().isEmpty()) {
      label.getStyleClass().add(summary.correct() ? "library-right" : "library-wrong");
    }
    return label;
  }

  private static Node tags(LibraryEntry entry) {
    HBox tags = new HBox(4);
    tags.setAlignment(Pos.CENTER_LEFT);
    if (entry.summary() != null) {
      entry.summary().tags().each(tag -> tags.getChildren().add(LibraryDetail.tag(tag)));
      if (entry.summary().bookmarks() > 0) {
        Label notes = text(Numbers.count(entry.summary().bookmarks()));
        notes.setGraphic(new FontIcon(Feather.BOOKMARK));
        notes.setTooltip(new Tooltip(Numbers.counted(entry.summary().bookmarks(), "note")));
        notes.getStyleClass().add("library-sub");
        tags.getChildren().add(notes);
      }
    }
    return tags;
  }

  private static Label text(String text) {
    Label label = new Label(text);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label number(long number) {
    Label label = text(number < 0 ? "" : Numbers.count(number));
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAlignment(Pos.CENTER_RIGHT);
    return label;
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = LibraryView.class.getResource("/dev/espalier/app/library/library.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
