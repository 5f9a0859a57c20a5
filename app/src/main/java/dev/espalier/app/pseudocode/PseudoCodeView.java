package dev.espalier.app.pseudocode;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.pseudocode.PseudoCodeViewModel.Listing;
import dev.espalier.app.pseudocode.PseudoCodeViewModel.Row;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The pseudo-code of the search on show: the current line marked, the values of each line's last
 * execution below it. A click goes to the next execution of a line, with Shift to the one before.
 */
public final class PseudoCodeView extends VBox {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass PAST = PseudoClass.getPseudoClass("past");
  private static final PseudoClass WRITES = PseudoClass.getPseudoClass("writes");

  private final PseudoCodeViewModel model;
  private final Label title = new Label();
  private final Label settings = new Label();
  private final VBox lines = new VBox();
  private final ScrollPane scroll = new ScrollPane(lines);
  private final List<LineView> views = new ArrayList<>();

  public PseudoCodeView(PseudoCodeViewModel model) {
    this.model = model;
    getStyleClass().addAll("panel", "pseudo-code");
    setId("pseudo-code");
    title.getStyleClass().add("panel-title");
    settings.getStyleClass().add("hint");
    settings.setWrapText(true);
    VBox head = new VBox(2, title, settings);
    head.getStyleClass().add("pseudo-code-head");
    lines.getStyleClass().add("pseudo-code-lines");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(head, scroll);
    lines.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    model.listingProperty().addListener((_, _, now) -> show(now));
    show(model.listing());
  }

  private void show(Listing listing) {
    title.setText(listing.title());
    settings.setText(listing.settings());
    settings.setManaged(!listing.settings().isEmpty());
    if (!fits(listing)) {
      build(listing);
    }
    for (int i = 0; i < views.size(); i++) {
      views.get(i).show(listing.rows().get(i));
    }
    reveal(listing.current());
  }

  private boolean fits(Listing listing) {
    if (views.size() != listing.rows().size() || views.isEmpty()) {
      return false;
    }
    for (int i = 0; i < views.size(); i++) {
      if (!views.get(i).text.equals(listing.rows().get(i).text())) {
        return false;
      }
    }
    return true;
  }

  private void build(Listing listing) {
    views.clear();
    for (int i = 0; i < listing.rows().size(); i++) {
      views.add(new LineView(listing.rows().get(i), i));
    }
    lines.getChildren().setAll(views);
    if (views.isEmpty()) {
      Label none = new Label("There is no pseudo-code to show here.");
      none.getStyleClass().add("empty");
      lines.getChildren().add(none);
    }
  }

  private void reveal(int line) {
    double height = lines.getHeight() - scroll.getViewportBounds().getHeight();
    if (line < 0 || height <= 0) {
      return;
    }
    LineView view = views.get(line);
    double top = scroll.getVvalue() * height;
    double from = view.getBoundsInParent().getMinY();
    double to = view.getBoundsInParent().getMaxY();
    if (from < top || to > top + scroll.getViewportBounds().getHeight()) {
      double middle = (from + to - scroll.getViewportBounds().getHeight()) / 2;
      scroll.setVvalue(Math.clamp(middle / height, 0, 1));
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getTarget() instanceof LineView view) {
      if (event.getCode() == KeyCode.ENTER) {
        view.go(event.isShiftDown());
        event.consume();
      } else if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
        int step = event.getCode() == KeyCode.DOWN ? 1 : -1;
        int to = view.index + step;
        while (to >= 0 && to < views.size() && !views.get(to).isFocusTraversable()) {
          to += step;
        }
        if (to >= 0 && to < views.size()) {
          views.get(to).requestFocus();
        }
        event.consume();
      }
    }
  }

  /** One line; can have the focus if its executions can be gone to. */
  private final class LineView extends HBox {

    private final String text;
    private final int index;
    private final Label count = new Label();
    private final Label values = new Label();
    private final Tooltip tooltip = new Tooltip();

    LineView(Row row, int index) {
      this.text = row.text();
      this.index = index;
      getStyleClass().add("pseudo-code-line");
      setAccessibleRole(AccessibleRole.BUTTON);
      setFocusTraversable(row.writes());
      pseudoClassStateChanged(WRITES, row.writes());
      String code = row.text().stripLeading();
      Label words = new Label(code);
      words.getStyleClass().add("pseudo-code-text");
      words.setWrapText(true);
      values.getStyleClass().add("pseudo-code-values");
      values.setWrapText(true);
      count.getStyleClass().add("pseudo-code-count");
      VBox both = new VBox(words, values);
      both.setMinWidth(0);
      HBox.setHgrow(both, Priority.ALWAYS);
      Label indent = new Label(row.text().substring(0, row.text().length() - code.length()));
      indent.getStyleClass().add("pseudo-code-text");
      indent.setMinWidth(USE_PREF_SIZE);
      setAlignment(Pos.TOP_LEFT);
      getChildren().addAll(count, indent, both);
      if (row.writes()) {
        Tooltip.install(this, tooltip);
        setOnMouseClicked(event -> go(event.isShiftDown()));
      }
    }

    void go(boolean back) {
      if (back) {
        model.back(index);
      } else {
        model.forward(index);
      }
    }

    void show(Row row) {
      pseudoClassStateChanged(CURRENT, row.current());
      pseudoClassStateChanged(PAST, row.past());
      count.setText(row.executed() == 0 ? "" : Numbers.count(row.executed()));
      values.setText(row.values());
      values.setManaged(!row.values().isEmpty());
      String times = "Executed " + Numbers.counted(row.executed(), "time") + " so far";
      tooltip.setText(times + ".\nClick: next execution; Shift+click: the one before.");
      setAccessibleText(
          "%s%s. %s. %s"
              .formatted(row.current() ? "Current: " : "", text.strip(), row.values(), times));
    }
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = PseudoCodeView.class.getResource("/dev/espalier/app/pseudocode/pseudocode.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
