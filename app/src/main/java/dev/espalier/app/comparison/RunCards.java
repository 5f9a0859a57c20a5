package dev.espalier.app.comparison;

import dev.espalier.app.tree.canvas.RunMark;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.eclipse.collections.api.list.ImmutableList;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The runs by name, each with its sign, and what goes on with those that are not there yet. */
final class RunCards extends HBox {

  private final ComparisonViewModel model;
  private final ResultTableView.SignFactory signs;
  private final Runnable add;

  RunCards(ComparisonViewModel model, ResultTableView.SignFactory signs, Runnable add) {
    super(8);
    this.model = model;
    this.signs = signs;
    this.add = add;
    getStyleClass().add("run-cards");
    model.cardsProperty().subscribe(this::show);
  }

  private void show(ImmutableList<ComparisonViewModel.Card> cards) {
    getChildren().clear();
    for (int run = 0; run < cards.size(); run++) {
      getChildren().add(card(run, cards.get(run)));
    }
    if (cards.size() == 1) {
      Label more = new Label("Nothing to compare it with yet.");
      more.getStyleClass().add("help");
      Button button = new Button("Add a run…", new FontIcon(Feather.PLUS));
      button.setId("comparison-first-add");
      button.setOnAction(_ -> add.run());
      HBox empty = new HBox(10, more, button);
      empty.setAlignment(Pos.CENTER_LEFT);
      HBox.setHgrow(empty, Priority.ALWAYS);
      getChildren().add(empty);
    }
  }

  private Node card(int run, ComparisonViewModel.Card card) {
    Label title = new Label(card.title());
    title.setId("comparison-run-" + RunMark.letter(run));
    title.getStyleClass().add("field-name");
    title.setMinWidth(0);
    boolean plain = card.state().isEmpty();
    Label words = new Label(plain ? card.settings() : card.state());
    words.setId("comparison-state-" + RunMark.letter(run));
    words.getStyleClass().add("help");
    words.setMinWidth(0);
    words.setTooltip(new Tooltip(card.title() + "\n" + card.settings() + "\n" + card.state()));
    words.pseudoClassStateChanged(
        PseudoClass.getPseudoClass("wrong"), card.phase() == Arrival.Phase.FAILED);
    VBox text = new VBox(1, title, words);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox box = new HBox(9, signs.sign(run), text);
    if (card.phase() == Arrival.Phase.WAITING || card.phase() == Arrival.Phase.RUNNING) {
      ProgressIndicator busy = new ProgressIndicator();
      busy.setPrefSize(16, 16);
      busy.setMinSize(16, 16);
      box.getChildren().addAll(busy, button(Feather.SQUARE, "Stop", run, () -> model.stop(run)));
    }
    box.getChildren().add(button(Feather.X, "Take out", run, () -> model.remove(run)));
    box.setAlignment(Pos.CENTER_LEFT);
    box.getStyleClass().add("run-card");
    box.setAccessibleText(
        "Run %s, %s: %s %s %s"
            .formatted(
                RunMark.letter(run),
                RunMark.shape(run),
                card.title(),
                card.settings(),
                card.state()));
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setPrefWidth(240);
    box.setMinWidth(90);
    return box;
  }

  private static Button button(Feather icon, String what, int run, Runnable action) {
    Button button = new Button("", new FontIcon(icon));
    button.setId(
        "comparison-%s-%s"
            .formatted(what.toLowerCase(Locale.ROOT).replace(' ', '-'), RunMark.letter(run)));
    button.getStyleClass().addAll("button-icon", "flat", "small");
    button.setTooltip(new Tooltip(what));
    button.setAccessibleText(what + " run " + RunMark.letter(run));
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(_ -> action.run());
    return button;
  }
}
