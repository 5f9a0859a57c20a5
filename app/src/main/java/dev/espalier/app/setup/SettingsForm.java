package dev.espalier.app.setup;

import dev.espalier.search.algorithm.Parameter;
import java.util.Objects;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The parameters of an algorithm as a form: each with its explanation, checked as it is typed. */
public final class SettingsForm {

  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final double WIDTH = 420;
  private static final double CONTROL_WIDTH = 132;

  private SettingsForm() {}

  /** The form of the algorithm that is chosen now. */
  public static Region of(SetupViewModel model) {
    Label title = new Label(model.algorithm().title());
    title.getStyleClass().add("card-title");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button reset = new Button("Reset all");
    reset.getStyleClass().addAll("flat", "small");
    reset.setOnAction(_ -> model.fields().each(FieldViewModel::reset));
    HBox head = new HBox(title, gap, reset);
    head.setAlignment(Pos.CENTER_LEFT);
    Label summary = new Label(model.algorithm().summary());
    summary.getStyleClass().add("help");
    summary.setWrapText(true);
    VBox rows = new VBox();
    rows.getStyleClass().add("form");
    if (model.fields().isEmpty()) {
      Label none = new Label("This algorithm has nothing to set.");
      none.getStyleClass().add("help");
      rows.getChildren().add(none);
    }
    model.fields().each(field -> rows.getChildren().add(row(field)));
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    // Wrapped explanations are taller than a form knows before it has been laid out.
    rows.heightProperty().subscribe(h -> scroll.setPrefViewportHeight(h.doubleValue()));
    scroll.getStyleClass().add("form-scroll");
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox card = new VBox(head, summary, scroll);
    card.getStyleClass().add("card");
    card.setPrefWidth(WIDTH);
    return card;
  }

  private static Node row(FieldViewModel field) {
    Label name = new Label(field.parameter().name());
    name.getStyleClass().add("field-name");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Region control = control(field);
    control.setPrefWidth(CONTROL_WIDTH);
    control.setMinWidth(Region.USE_PREF_SIZE);
    control.setId("parameter-" + field.parameter().name());
    control.setAccessibleText(field.parameter().name());
    control.setAccessibleHelp(field.parameter().explanation());
    name.setLabelFor(control);
    HBox line = new HBox(name, gap, control);
    line.setAlignment(Pos.CENTER_LEFT);
    Label help = new Label();
    help.setWrapText(true);
    help.getStyleClass().add("help");
    Runnable tell =
        () -> {
          boolean wrong = !field.problem().isEmpty();
          help.setText(wrong ? field.problem() : field.parameter().explanation());
          help.pseudoClassStateChanged(WRONG, wrong);
          control.pseudoClassStateChanged(WRONG, wrong);
          name.pseudoClassStateChanged(PseudoClass.getPseudoClass("changed"), field.changed());
        };
    field.textProperty().addListener(_ -> tell.run());
    tell.run();
    return new VBox(2, line, help);
  }

  private static Region control(FieldViewModel field) {
    return switch (field.parameter()) {
      case Parameter.Whole _, Parameter.Real _ -> number(field);
      case Parameter.Text _ -> {
        TextField words = new TextField();
        words.textProperty().bindBidirectional(field.textProperty());
        yield words;
      }
      case Parameter.Choice choice -> {
        ComboBox<String> box =
            new ComboBox<>(FXCollections.observableArrayList(choice.choices().castToList()));
        box.valueProperty().bindBidirectional(field.textProperty());
        yield box;
      }
      case Parameter.Order order -> {
        ComboBox<String> box =
            new ComboBox<>(
                FXCollections.observableArrayList(order.known().keysView().toSortedList()));
        box.setEditable(true);
        box.getEditor().textProperty().bindBidirectional(field.textProperty());
        yield box;
      }
      case Parameter.Switch _ -> {
        CheckBox box = new CheckBox();
        box.setSelected(field.text().equals("true"));
        box.setText(box.isSelected() ? "on" : "off");
        box.selectedProperty()
            .addListener((_, _, on) -> {
              field.textProperty().set(Boolean.toString(on));
              box.setText(on ? "on" : "off");
            });
        field
            .textProperty()
            .addListener((_, _, now) -> box.setSelected(Objects.equals(now, "true")));
        yield box;
      }
    };
  }

  private static Spinner<String> number(FieldViewModel field) {
    Spinner<String> spinner = new Spinner<>();
    spinner.setEditable(true);
    spinner.setValueFactory(
        new SpinnerValueFactory<>() {
          @Override
          public void decrement(int steps) {
            field.nudge(-steps);
          }

          @Override
          public void increment(int steps) {
            field.nudge(steps);
          }
        });
    spinner.getEditor().textProperty().bindBidirectional(field.textProperty());
    return spinner;
  }
}
