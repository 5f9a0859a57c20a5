package dev.espalier.app.inspector;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Distribution.Candidate;
import dev.espalier.app.inspector.Distribution.Share;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How one token was chosen: the mass each stage took away, and the candidates as bars. */
final class DistributionView extends VBox {

  private static final PseudoClass TAKEN = PseudoClass.getPseudoClass("taken");
  private static final PseudoClass CUT = PseudoClass.getPseudoClass("cut");

  private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");
  private static final PseudoClass AGAIN = PseudoClass.getPseudoClass("again");

  /** Beyond this many draws a reader counts no more. */
  private static final int TRIALS_SHOWN = 40;

  DistributionView(Distribution shown, InspectorViewModel model) {
    getStyleClass().add("distribution");
    setId("distribution");
    getChildren().add(head(shown.row()));
    if (shown.shares().notEmpty()) {
      getChildren().add(stages(shown));
      if (!Double.isNaN(shown.row().uniform())) {
        getChildren().add(hint(drawn(shown.row())));
      }
    }
    if (shown.trials().notEmpty()) {
      getChildren().add(trials(shown, model));
    }
    if (shown.candidates().notEmpty()) {
      getChildren().add(candidates(shown, model));
    }
    if (!shown.note().isEmpty()) {
      getChildren().add(hint(shown.note()));
    }
  }

  private static Node head(TokenRow row) {
    Label token = new Label(row.text());
    token.getStyleClass().add("draw-token");
    Label figures =
        new Label(
            row.tokens() == 1
                ? "p = %s · log p %s"
                    .formatted(
                        Numbers.percent(row.modelProbability()), Numbers.score(row.logProb()))
                : "%d tokens · log p %s".formatted(row.tokens(), Numbers.score(row.logProb())));
    figures.getStyleClass().add("figures");
    HBox head = new HBox(8, token, figures);
    head.setAlignment(Pos.BASELINE_LEFT);
    return head;
  }

  private static String drawn(TokenRow row) {
    return "Drawn with u = %s; its probability by then was %s."
        .formatted(Numbers.score(row.uniform()), Numbers.percent(row.probability()));
  }

  /** For each stage a bar of the model's whole mass: what is left, what it took, what was gone. */
  private static Node stages(Distribution shown) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("stages");
    int row = 0;
    for (Share share : shown.shares()) {
      Label name = new Label(share.name());
      name.getStyleClass().add("stage-name");
      name.setMinWidth(USE_PREF_SIZE);
      Bar bar = new Bar(share.mass(), share.removed());
      GridPane.setHgrow(bar, Priority.ALWAYS);
      Label figures =
          new Label(
              share.removed() < 5e-5
                  ? "keeps " + Numbers.counted(share.kept(), "token")
                  : "−%s · %s left"
                      .formatted(
                          Numbers.percent(share.removed()),
                          Numbers.counted(share.kept(), "token")));
      figures.getStyleClass().add("figures");
      figures.setMinWidth(USE_PREF_SIZE);
      bar.setAccessibleText(
          "%s leaves %s of the mass".formatted(share.name(), Numbers.percent(share.mass())));
      grid.addRow(row++, name, bar, figures);
    }
    return grid;
  }

  /** Every draw under the constraint as a chip; a click goes to where it was made. */
  private static Node trials(Distribution shown, InspectorViewModel model) {
    FlowPane chips = new FlowPane();
    chips.getStyleClass().add("trials");
    int number = 0;
    for (Trials.Trial trial : shown.trials().take(TRIALS_SHOWN)) {
      number++;
      String verdict = trial.allowed() ? "allowed" : "refused by the constraint";
      Label chip =
          new Label("%d  %s %s".formatted(number, trial.allowed() ? "✓" : "✕", trial.text()));
      chip.getStyleClass().add("trial");
      chip.pseudoClassStateChanged(REFUSED, !trial.allowed());
      chip.pseudoClassStateChanged(AGAIN, trial.again());
      String words =
          "Draw %d: “%s” %s%s; p = %s"
              .formatted(
                  number,
                  trial.text(),
                  verdict,
                  trial.again() ? ", as known" : "",
                  Numbers.percent(Math.exp(trial.logProb())));
      chip.setTooltip(new Tooltip(words));
      chip.setAccessibleText(words);
      chip.setOnMouseClicked(_ -> model.goTo(trial));
      chips.getChildren().add(chip);
    }
    int more = shown.trials().size() - number;
    if (more > 0) {
      chips.getChildren().add(hint("and %d more".formatted(more)));
    }
    int refused = shown.trials().count(trial -> !trial.allowed());
    return new VBox(
        4,
        hint(
            "%s in this place, in order%s:"
                .formatted(
                    Numbers.counted(shown.trials().size(), "draw"),
                    refused == 0 ? "" : ", %d refused".formatted(refused))),
        chips);
  }

  private static Node candidates(Distribution shown, InspectorViewModel model) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("candidates");
    double longest = shown.candidates().collectDouble(Candidate::probability).max();
    int row = 0;
    for (Candidate candidate : shown.candidates()) {
      Label token = new Label(candidate.text());
      token.getStyleClass().add("candidate");
      token.setMaxWidth(96);
      Bar bar = new Bar(longest == 0 ? 0 : candidate.probability() / longest, 0);
      GridPane.setHgrow(bar, Priority.ALWAYS);
      Label figure = new Label(Numbers.percent(candidate.probability()));
      figure.getStyleClass().add("candidate-figure");
      figure.setMinWidth(USE_PREF_SIZE);
      Label fate = new Label(candidate.taken() ? "written" : candidate.fate());
      fate.getStyleClass().add("figures");
      fate.setMinWidth(USE_PREF_SIZE);
      boolean cut =
          candidate.fate().startsWith("cut")
              || candidate.fate().equals("pruned")
              || candidate.fate().equals(Distributions.FORBIDDEN);
      for (Node part : new Node[] {token, bar, figure, fate}) {
        part.pseudoClassStateChanged(TAKEN, candidate.taken());
        part.pseudoClassStateChanged(CUT, cut);
        part.getStyleClass().add("link");
        part.setOnMouseClicked(
            event -> menu(candidate, model).show(part, event.getScreenX(), event.getScreenY()));
      }
      token.setTooltip(
          new Tooltip(
              candidate.node() < 0
                  ? "Token " + candidate.token()
                  : "Token %d, node %d".formatted(candidate.token(), candidate.node())));
      grid.addRow(row++, token, bar, figure, fate);
    }
    if (shown.rest() > 5e-5) {
      Label others = new Label("all others");
      others.getStyleClass().add("figures");
      Label figure = new Label(Numbers.percent(shown.rest()));
      figure.getStyleClass().add("figures");
      Bar bar = new Bar(0, longest == 0 ? 0 : Math.min(1, shown.rest() / longest));
      grid.addRow(row, others, bar, figure);
    }
    return grid;
  }

  private static ContextMenu menu(Candidate candidate, InspectorViewModel model) {
    ContextMenu menu = new ContextMenu();
    if (candidate.node() >= 0 && !candidate.taken()) {
      menu.getItems().add(item("Go to node " + candidate.node(), () -> model.goTo(candidate)));
    }
    if (!candidate.taken()) {
      menu.getItems()
          .add(
              item(
                  "Force “%s” here".formatted(candidate.text()),
                  () -> model.steer(candidate, false)));
    }
    menu.getItems()
        .add(
            item(
                "Never “%s” here".formatted(candidate.text()), () -> model.steer(candidate, true)));
    return menu;
  }

  private static MenuItem item(String text, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private static Label hint(String text) {
    Label hint = new Label(text);
    hint.getStyleClass().add("hint");
    hint.setWrapText(true);
    return hint;
  }

  /** Two lengths end to end on a track. */
  private static final class Bar extends Pane {

    private final Region first = new Region();
    private final Region second = new Region();
    private final double left;
    private final double removed;

    Bar(double left, double removed) {
      this.left = Math.clamp(left, 0, 1);
      this.removed = Math.clamp(removed, 0, 1 - this.left);
      getStyleClass().add("mass-bar");
      first.getStyleClass().add("mass-left");
      second.getStyleClass().add("mass-removed");
      first.setManaged(false);
      second.setManaged(false);
      getChildren().addAll(first, second);
      setPrefSize(60, 8);
      setMaxHeight(8);
    }

    @Override
    protected void layoutChildren() {
      double split = left == 0 ? 0 : Math.max(1, Math.rint(getWidth() * left));
      double gone = removed == 0 ? 0 : Math.max(1, Math.rint(getWidth() * removed));
      first.resizeRelocate(0, 0, split, getHeight());
      second.resizeRelocate(split, 0, Math.min(gone, Math.max(0, getWidth() - split)), getHeight());
    }
  }
}
