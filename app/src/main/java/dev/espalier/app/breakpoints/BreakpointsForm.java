package dev.espalier.app.breakpoints;

import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.condition.Fact;
import dev.espalier.app.format.Numbers;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The breakpoints as a list, with a field for another one and the names it may use. */
public final class BreakpointsForm extends VBox {

  private static final double WIDTH = 470;
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final String[] SAMPLES = {
    "type == \"pruned\"", "reward < 0.4 && depth > 1", "text ~ \"\\d+\"", "node == 9"
  };

  private final BreakpointsViewModel model;
  private final VBox rows = new VBox(4);
  private final TextField field = new TextField();
  private final Label problem = new Label();

  public BreakpointsForm(BreakpointsViewModel model) {
    this.model = model;
    getStyleClass().add("card");
    setPrefWidth(WIDTH);
    Label title = new Label("Breakpoints");
    title.getStyleClass().add("card-title");
    Label help =
        new Label("Where a condition holds after an event, the search and the playing stop.");
    help.getStyleClass().add("help");
    help.setWrapText(true);
    field.setId("breakpoint-condition");
    field.getStyleClass().add("code");
    field.setPromptText("reward < 0.4 && depth > 3");
    field.setAccessibleText("Condition of another breakpoint");
    field.setOnAction(_ -> add());
    field.textProperty().addListener(_ -> check());
    HBox.setHgrow(field, Priority.ALWAYS);
    Button add = new Button("Add", new FontIcon(Feather.PLUS));
    add.setId("breakpoint-add");
    add.setOnAction(_ -> add());
    problem.setId("breakpoint-problem");
    problem.setWrapText(true);
    problem.getStyleClass().add("help");
    getChildren().addAll(title, help, rows, new HBox(6, field, add), problem, names());
    model.versionProperty().subscribe(_ -> list());
    check();
  }

  private void list() {
    rows.getChildren().clear();
    model.breakpoints().each(one -> rows.getChildren().add(row(one)));
  }

  private Node row(Breakpoint breakpoint) {
    CheckBox enabled = new CheckBox(breakpoint.condition().toString());
    enabled.setMnemonicParsing(false);
    enabled.getStyleClass().add("code");
    enabled.setSelected(breakpoint.enabled());
    enabled.setOnAction(_ -> model.enable(breakpoint, enabled.isSelected()));
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Label hits = new Label(Numbers.counted(breakpoint.hits(), "hit"));
    hits.getStyleClass().add("figures");
    hits.setMinWidth(USE_PREF_SIZE);
    CheckBox stops = new CheckBox("stop");
    stops.setSelected(breakpoint.stops());
    stops.setTooltip(new Tooltip("Stop there; off, hits are only marked"));
    stops.setMinWidth(USE_PREF_SIZE);
    stops.setOnAction(_ -> model.stopAt(breakpoint, stops.isSelected()));
    Button remove = new Button("", new FontIcon(Feather.X));
    remove.getStyleClass().addAll("button-icon", "flat", "small");
    remove.setAccessibleText("Remove the breakpoint");
    remove.setOnAction(_ -> model.remove(breakpoint));
    HBox row = new HBox(8, enabled, gap, hits, stops, remove);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /** Names and samples that a click writes into the field. */
  private Node names() {
    FlowPane flow = new FlowPane(4, 4);
    for (String sample : SAMPLES) {
      flow.getChildren().add(insert(sample, "A sample", true));
    }
    for (Fact fact : Fact.values()) {
      flow.getChildren().add(insert(fact.key(), fact.explanation(), false));
    }
    return flow;
  }

  private Node insert(String text, String what, boolean whole) {
    Button button = new Button(text);
    button.setMnemonicParsing(false);
    button.getStyleClass().addAll("small", "flat", "insert");
    button.setTooltip(new Tooltip(what));
    button.setFocusTraversable(false);
    button.setOnAction(_ -> {
      if (whole) {
        field.setText(text);
      } else {
        field.insertText(field.getCaretPosition(), text);
      }
      field.requestFocus();
      field.positionCaret(field.getLength());
    });
    return button;
  }

  private void check() {
    String text = field.getText();
    if (text.isBlank()) {
      say("Names to use; point at one to see what it is.", false);
      return;
    }
    try {
      Condition.of(text);
      say("Enter adds it.", false);
    } catch (ConditionException e) {
      say(String.format(Locale.ROOT, "Character %d: %s", e.offset() + 1, e.words()), true);
    }
  }

  private void say(String words, boolean wrong) {
    problem.setText(words);
    problem.pseudoClassStateChanged(WRONG, wrong);
    field.pseudoClassStateChanged(WRONG, wrong);
  }

  private void add() {
    try {
      model.add(field.getText());
      field.clear();
    } catch (ConditionException _) {
      check();
      if (field.getText().isBlank()) {
        say("Write a condition first.", true);
      }
    }
  }
}
