package dev.espalier.app.lesson.pane;

import dev.espalier.app.lesson.Task;
import dev.espalier.app.lesson.Verdict;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A task: its question, the means to answer it, and what is said to the answer. */
final class TaskCard extends VBox {

  private static final PseudoClass RIGHT = PseudoClass.getPseudoClass("right");
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final LessonViewModel model;
  private final Task task;
  private final Attempt attempt;

  TaskCard(LessonViewModel model, Task task) {
    this.model = model;
    this.task = task;
    this.attempt = model.attempt(task);
    getStyleClass().add("task");
    pseudoClassStateChanged(RIGHT, attempt.right());
    getChildren().addAll(caption(), new MarkdownBlock(task.common().question()));
    switch (task) {
      case Task.Choose choose -> choices(choose);
      case Task.Estimate estimate -> number(estimate);
      case Task.Find find -> find(find);
      case Task.Change change -> change(change);
    }
    verdict();
    foot();
  }

  private String id(String what) {
    return "task-%d-%s".formatted(task.common().number(), what);
  }

  private Node caption() {
    Label kind =
        new Label(
            switch (task) {
              case Task.Prediction _ -> "Predict before you see it";
              case Task.Find find -> find.ofNode() ? "Find the node" : "Find the event";
              case Task.Change _ -> "Change one parameter";
            });
    kind.getStyleClass().add("caption");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox caption = new HBox(6, kind, gap);
    if (model.everSolved(task)) {
      Label solved = new Label("solved", new FontIcon(Feather.CHECK));
      solved.getStyleClass().add("task-solved");
      caption.getChildren().add(solved);
    }
    caption.setAlignment(Pos.CENTER_LEFT);
    return caption;
  }

  private void choices(Task.Choose choose) {
    VBox choices = new VBox();
    choices.getStyleClass().add("task-choices");
    boolean open = attempt.choice() < 0 && !attempt.shown();
    for (int i = 0; i < choose.choices().size(); i++) {
      Task.Choice choice = choose.choices().get(i);
      Button button = new Button(MarkdownBlock.plain(choice.label()));
      button.setId(id("choice-" + (i + 1)));
      button.setMnemonicParsing(false);
      button.setWrapText(true);
      button.setMinHeight(USE_PREF_SIZE);
      button.setMaxWidth(Double.MAX_VALUE);
      button.getStyleClass().add("task-choice");
      if (open) {
        int index = i;
        button.setOnAction(_ -> model.choose(choose, index));
      } else {
        button.setMouseTransparent(true);
        button.setFocusTraversable(false);
        button.pseudoClassStateChanged(RIGHT, choice.right());
        button.pseudoClassStateChanged(WRONG, i == attempt.choice() && !choice.right());
      }
      choices.getChildren().add(button);
    }
    getChildren().add(choices);
  }

  private void number(Task.Estimate estimate) {
    TextField field = new TextField();
    field.setId(id("number"));
    field.setPromptText("a number");
    field.setAccessibleText("Your answer");
    Button answer = new Button("Answer");
    answer.setId(id("answer"));
    field.setOnAction(_ -> model.estimate(estimate, field.getText()));
    answer.setOnAction(_ -> model.estimate(estimate, field.getText()));
    boolean done = attempt.right() || attempt.shown();
    field.setDisable(done);
    answer.setDisable(done);
    row(field, answer);
  }

  private void find(Task.Find find) {
    Button found = new Button("This one", new FontIcon(Feather.CROSSHAIR));
    found.setId(id("found"));
    found.setOnAction(_ -> model.found(find));
    found.setDisable(attempt.right());
    row(found);
  }

  private void change(Task.Change change) {
    TextField field = new TextField(attempt.shown() ? change.solution() : "");
    field.setId(id("value"));
    field.setPromptText("a value");
    field.setAccessibleText("Value of " + change.parameter());
    Label name = new Label(change.parameter());
    name.getStyleClass().add("field-name");
    name.setMinWidth(USE_PREF_SIZE);
    Button run = new Button(attempt.running() ? "Running…" : "Run", new FontIcon(Feather.PLAY));
    run.setId(id("run"));
    run.setMinWidth(USE_PREF_SIZE);
    field.setOnAction(_ -> model.run(change, field.getText()));
    run.setOnAction(_ -> model.run(change, field.getText()));
    row(name, field, run);
  }

  private void row(Node... parts) {
    HBox row = new HBox(parts);
    row.getStyleClass().add("task-row");
    for (Node part : parts) {
      if (part instanceof TextField) {
        HBox.setHgrow(part, Priority.ALWAYS);
      }
    }
    getChildren().add(row);
  }

  private void verdict() {
    @Nullable Verdict verdict = attempt.verdict();
    if (verdict == null) {
      return;
    }
    Label words =
        new Label(
            verdict.words(),
            new FontIcon(verdict.right() ? Feather.CHECK_CIRCLE : Feather.X_CIRCLE));
    words.setId(id("verdict"));
    words.setWrapText(true);
    words.setMinHeight(USE_PREF_SIZE);
    words.getStyleClass().add("task-verdict");
    words.pseudoClassStateChanged(RIGHT, verdict.right());
    words.pseudoClassStateChanged(WRONG, !verdict.right());
    getChildren().add(words);
    if (verdict.explanation() != null) {
      getChildren().add(new MarkdownBlock(verdict.explanation()));
    }
  }

  private void foot() {
    HBox foot = new HBox();
    foot.getStyleClass().add("task-row");
    boolean done = attempt.right() || attempt.shown();
    if (attempt.shown() && !attempt.right() && task.common().right() != null) {
      getChildren().add(new MarkdownBlock(task.common().right()));
    }
    if (!done && attempt.choice() < 0) {
      org.commonmark.node.@Nullable Node said = task.common().hint();
      if (said != null) {
        MarkdownBlock hint = new MarkdownBlock(said);
        hint.getStyleClass().add("task-hint");
        Button ask = quiet("Hint", "hint");
        ask.setOnAction(_ -> {
          if (!getChildren().contains(hint)) {
            getChildren().add(getChildren().size() - 1, hint);
          }
        });
        foot.getChildren().add(ask);
      }
      Button show = quiet(task instanceof Task.Change ? "Show a value" : "Show me", "show");
      show.setOnAction(_ -> model.reveal(task));
      foot.getChildren().add(show);
    } else if (!(task instanceof Task.Change)) {
      Button again = quiet("Try again", "again");
      again.setOnAction(_ -> model.again(task));
      foot.getChildren().add(again);
    }
    if (!foot.getChildren().isEmpty()) {
      getChildren().add(foot);
    }
  }

  private Button quiet(String words, String what) {
    Button button = new Button(words);
    button.setId(id(what));
    button.getStyleClass().addAll("flat", "small", "task-quiet");
    return button;
  }
}
