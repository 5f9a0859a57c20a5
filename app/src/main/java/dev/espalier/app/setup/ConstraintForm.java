package dev.espalier.app.setup;

import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the text must be: the language, the constraint itself, and a text to try it on. */
final class ConstraintForm {

  private static final double WIDTH = 600;
  private static final double EDITOR_HEIGHT = 240;
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private ConstraintForm() {}

  static Region of(ConstraintViewModel model) {
    Label title = new Label("Constraint");
    title.getStyleClass().add("card-title");
    Label summary =
        new Label(
            "Binds the generated text, in every algorithm. Some algorithms have no meaning without"
                + " one.");
    summary.getStyleClass().add("help");
    summary.setWrapText(true);
    VBox card = new VBox(title, summary, kinds(model), editor(model), trial(model));
    card.getStyleClass().add("card");
    card.setPrefWidth(WIDTH);
    return card;
  }

  private static HBox kinds(ConstraintViewModel model) {
    ToggleGroup group = new ToggleGroup();
    List<@Nullable Kind> offered = new ArrayList<>();
    offered.add(null);
    offered.addAll(List.of(Kind.values()));
    HBox segments = new HBox();
    segments.getStyleClass().add("segments");
    for (int i = 0; i < offered.size(); i++) {
      Kind kind = offered.get(i);
      ToggleButton button = new ToggleButton(kind == null ? "Free" : shortTitle(kind));
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setId("constraint-" + (kind == null ? "free" : kind.key()));
      boolean last = i == offered.size() - 1;
      button
          .getStyleClass()
          .addAll("small", i == 0 ? "left-pill" : last ? "right-pill" : "center-pill");
      button.setToggleGroup(group);
      button.setSelected(model.kindProperty().get() == kind);
      button.setOnAction(_ -> {
        model.kindProperty().set(kind);
        button.setSelected(true);
      });
      model.kindProperty().addListener((_, _, now) -> button.setSelected(now == kind));
      segments.getChildren().add(button);
    }
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button sample = new Button("Sample");
    sample.setMinWidth(Region.USE_PREF_SIZE);
    sample.getStyleClass().addAll("flat", "small");
    sample.setOnAction(_ -> {
      Kind kind = model.kindProperty().get();
      if (kind != null) {
        model.textProperty().set(ConstraintViewModel.sample(kind));
      }
    });
    sample.disableProperty().bind(model.kindProperty().isNull());
    Button open = new Button("Open…", new FontIcon(Feather.FOLDER));
    open.setMinWidth(Region.USE_PREF_SIZE);
    open.getStyleClass().addAll("flat", "small");
    open.setOnAction(_ -> {
      FileChooser chooser = new FileChooser();
      chooser.setTitle("Open a constraint");
      File file = chooser.showOpenDialog(open.getScene().getWindow());
      if (file != null) {
        model.open(file.toPath());
      }
    });
    HBox row = new HBox(4, segments, gap, sample, open);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  /** All five and two buttons have to stand beside each other. */
  private static String shortTitle(Kind kind) {
    return switch (kind) {
      case GRAMMAR -> "GBNF";
      case REGEX -> "Regex";
      case JSON_SCHEMA -> "JSON Schema";
      case LARK -> "Lark";
    };
  }

  private static VBox editor(ConstraintViewModel model) {
    MarkedTextArea area = new MarkedTextArea();
    area.area().getStyleClass().add("code");
    area.area().setId("constraint-text");
    area.area().setPromptText("Paste or write it here");
    area.area().setAccessibleText("Constraint");
    area.area().textProperty().bindBidirectional(model.textProperty());
    model.kindProperty().subscribe(kind -> area.colour(Syntax.of(kind)));
    area.setPrefHeight(EDITOR_HEIGHT);
    Label problem = new Label();
    problem.setId("constraint-problem");
    problem.setWrapText(true);
    problem.getStyleClass().add("help");
    problem.pseudoClassStateChanged(WRONG, true);
    Runnable tell =
        () -> {
          ConstraintCheck check = model.check();
          problem.setText(check.problem());
          area.mark(check.line(), check.column());
        };
    model.checkProperty().addListener(_ -> tell.run());
    tell.run();
    VBox box = new VBox(4, area, problem);
    box.visibleProperty().bind(model.kindProperty().isNotNull());
    box.managedProperty().bind(box.visibleProperty());
    return box;
  }

  private static VBox trial(ConstraintViewModel model) {
    TextField field = new TextField();
    field.setId("constraint-trial");
    field.getStyleClass().add("code");
    field.setPromptText("Try a text");
    field.setAccessibleText("A text to try the constraint on");
    field.textProperty().bindBidirectional(model.trialProperty());
    Label verdict = new Label("", new FontIcon(Feather.CIRCLE));
    verdict.setId("constraint-verdict");
    verdict.getStyleClass().add("trial");
    Runnable tell =
        () -> {
          ConstraintCheck check = model.check();
          verdict.setText(
              !check.problem().isEmpty()
                  ? "Tried as soon as the constraint is right."
                  : check.words().isEmpty()
                      ? "Type to see how far it is accepted."
                      : check.words());
          for (ConstraintCheck.Verdict one : ConstraintCheck.Verdict.values()) {
            verdict.pseudoClassStateChanged(
                PseudoClass.getPseudoClass(one.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                one == check.verdict());
          }
          if (verdict.getGraphic() instanceof FontIcon icon) {
            icon.setIconCode(
                switch (check.verdict()) {
                  case NONE -> Feather.CIRCLE;
                  case WHOLE -> Feather.CHECK_CIRCLE;
                  case SO_FAR -> Feather.MORE_HORIZONTAL;
                  case REFUSED -> Feather.X_CIRCLE;
                });
          }
        };
    model.checkProperty().addListener(_ -> tell.run());
    tell.run();
    VBox box = new VBox(5, field, verdict);
    box.visibleProperty().bind(model.kindProperty().isNotNull());
    box.managedProperty().bind(box.visibleProperty());
    return box;
  }
}
