package dev.espalier.app.setup;

import dev.espalier.search.budget.CostUnit;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The limits of a search, one field a unit. */
final class BudgetForm {

  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private BudgetForm() {}

  static Region of(SetupViewModel model) {
    Label title = new Label("Budget");
    title.getStyleClass().add("card-title");
    Label summary =
        new Label("The search stops once one of these is spent. Leave a field empty for no limit.");
    summary.getStyleClass().add("help");
    summary.setWrapText(true);
    VBox rows = new VBox();
    rows.getStyleClass().add("form");
    model.budget().each(field -> rows.getChildren().add(row(field)));
    VBox card = new VBox(title, summary, rows);
    card.getStyleClass().add("card");
    card.setPrefWidth(360);
    return card;
  }

  private static Node row(BudgetFieldViewModel field) {
    Label name = new Label(field.unit().label());
    name.getStyleClass().add("field-name");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    TextField text = new TextField();
    text.setPromptText("no limit");
    text.setId("budget-" + field.unit().key());
    text.setPrefWidth(132);
    text.setAccessibleText("limit of " + field.unit().label());
    text.textProperty().bindBidirectional(field.textProperty());
    HBox line = new HBox(name, gap, text);
    line.setAlignment(Pos.CENTER_LEFT);
    Label help = new Label();
    help.setWrapText(true);
    help.getStyleClass().add("help");
    Runnable tell =
        () -> {
          boolean wrong = !field.problem().isEmpty();
          help.setText(wrong ? field.problem() : meaning(field.unit()));
          help.pseudoClassStateChanged(WRONG, wrong);
          text.pseudoClassStateChanged(WRONG, wrong);
        };
    field.textProperty().addListener(_ -> tell.run());
    tell.run();
    return new VBox(2, line, help);
  }

  private static String meaning(CostUnit unit) {
    return switch (unit) {
      case TOKENS -> "Tokens written by the language model, thrown away later or not.";
      case ROWS -> "Next-token distributions asked of the language model.";
      case CALLS -> "Batches those rows came in.";
      case PRM -> "Prefixes judged by the reward model.";
      case PRM_TOKENS -> "Tokens the reward model read anew.";
      case CHECKS -> "Tokens held against a grammar.";
    };
  }
}
