package dev.espalier.app.inspector;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.FilterStage;
import java.util.Locale;
import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The right side of the window: one node, its text, its tokens and why. */
public final class InspectorView extends VBox {

  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  /** Beyond this a flow of chips is no longer read. */
  private static final int TOKENS_SHOWN = 160;

  private final InspectorViewModel model;
  private final TreeViewModel tree;
  private final VBox body = new VBox();
  private final ScrollPane scroll = new ScrollPane(body);

  /** Index of the token whose draw is shown, −1 for none. */
  private int token = -1;

  private int shownNode = -1;

  public InspectorView(InspectorViewModel model, TreeViewModel tree) {
    this.model = model;
    this.tree = tree;
    getStyleClass().addAll("panel", "inspector");
    body.getStyleClass().add("inspector-body");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().add(scroll);
    model.reportProperty().addListener((_, _, now) -> show(now));
    show(model.report());
  }

  private void show(InspectorViewModel.Report report) {
    if (report.node() != shownNode) {
      shownNode = report.node();
      token = -1;
      scroll.setVvalue(0);
    }
    body.getChildren().setAll(head(report));
    if (report.node() < 0) {
      Label empty =
          label("Choose a node to see what it says and why the search kept or dropped it.");
      empty.getStyleClass().add("empty");
      body.getChildren().add(empty);
      return;
    }
    body.getChildren().add(place(report));
    why(report.why());
    if (!report.text().isEmpty()) {
      body.getChildren().addAll(caption("Text"), styled(report.text(), "node-text"));
    }
    tokens(report);
  }

  private Node head(InspectorViewModel.Report report) {
    Label title = new Label(report.title());
    title.setId("inspector-title");
    title.getStyleClass().add("panel-title");
    HBox head = new HBox(8, title);
    head.setAlignment(Pos.CENTER_LEFT);
    if (report.status() != null) {
      head.getChildren().add(badge(report.status()));
    } else if (report.node() >= 0) {
      head.getChildren().add(styled("in the future", "badge"));
    }
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    head.getChildren().add(gap);
    if (report.chosen()) {
      Button release = new Button("", new FontIcon(Feather.X));
      release.getStyleClass().addAll("button-icon", "flat", "small");
      release.setTooltip(new Tooltip("Follow the search again (Esc)"));
      release.setAccessibleText("Follow the search again");
      release.setOnAction(_ -> tree.select(-1));
      head.getChildren().add(release);
    } else if (report.node() >= 0) {
      head.getChildren().add(styled("current", "hint"));
    }
    return head;
  }

  private static Label badge(NodeStatus status) {
    Label badge = styled(status.label(), "badge");
    badge.getStyleClass().add("badge-" + status.name().toLowerCase(Locale.ROOT));
    badge.setMinWidth(USE_PREF_SIZE);
    return badge;
  }

  private static Node place(InspectorViewModel.Report report) {
    return styled(report.place(), "hint");
  }

  private void why(Explanation why) {
    Label sentence = styled(why.sentence(), "why");
    sentence.setId("why");
    body.getChildren().addAll(caption("Why"), sentence);
    if (!why.counterfactual().isEmpty()) {
      Label other = styled(why.counterfactual(), "counterfactual");
      other.setGraphic(new FontIcon(Feather.CORNER_DOWN_RIGHT));
      body.getChildren().add(other);
    }
    GridPane grid = new GridPane();
    grid.getStyleClass().add("terms");
    ColumnConstraints name = new ColumnConstraints();
    name.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints value = new ColumnConstraints();
    value.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints note = new ColumnConstraints();
    note.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().setAll(name, value, note);
    int row = 0;
    for (Term term : why.terms()) {
      Label symbol = styled(term.name(), "term-name");
      Label figure = styled(term.value(), "term-value");
      Label words = styled(term.note(), "term-note");
      if (term.decisive()) {
        symbol.getStyleClass().add("decisive");
        figure.getStyleClass().add("decisive");
      }
      if (term.event() >= 0) {
        figure.getStyleClass().add("link");
        figure.setTooltip(
            new Tooltip("Go to event " + Numbers.count(term.event() + 1L) + ", which wrote this"));
        figure.setOnMouseClicked(_ -> model.goTo(term));
      }
      grid.addRow(row++, symbol, figure, words);
    }
    body.getChildren().add(grid);
  }

  private void tokens(InspectorViewModel.Report report) {
    if (report.tokens().isEmpty()) {
      return;
    }
    body.getChildren().add(caption("Tokens"));
    FlowPane chips = new FlowPane();
    chips.getStyleClass().add("chips");
    int shown = Math.min(TOKENS_SHOWN, report.tokens().size());
    for (int i = 0; i < shown; i++) {
      chips.getChildren().add(chip(report, i));
    }
    body.getChildren().add(chips);
    if (shown < report.tokens().size()) {
      body.getChildren().add(styled("and " + (report.tokens().size() - shown) + " more", "hint"));
    }
    int detail = token < 0 ? leastExpected(report) : token;
    if (detail < report.tokens().size()) {
      body.getChildren().add(draw(report.tokens().get(detail)));
    }
  }

  private Label chip(InspectorViewModel.Report report, int index) {
    TokenRow row = report.tokens().get(index);
    Label chip = new Label(row.text());
    chip.getStyleClass().addAll("chip", "chip-" + level(row));
    int detail = token < 0 ? leastExpected(report) : token;
    chip.pseudoClassStateChanged(CHOSEN, index == detail);
    chip.setTooltip(
        new Tooltip(
            row.tokens() == 1
                ? "p = " + Numbers.percent(row.modelProbability())
                : row.tokens() + " tokens, log p = " + Numbers.score(row.logProb())));
    chip.setOnMouseClicked(_ -> {
      token = index;
      show(Objects.requireNonNull(model.report()));
    });
    return chip;
  }

  private static int leastExpected(InspectorViewModel.Report report) {
    int least = 0;
    for (int i = 1; i < report.tokens().size(); i++) {
      if (perToken(report.tokens().get(i)) < perToken(report.tokens().get(least))) {
        least = i;
      }
    }
    return least;
  }

  private static double perToken(TokenRow row) {
    return row.logProb() / Math.max(1, row.tokens());
  }

  /** How expected a token was, in five steps of colour. */
  private static int level(TokenRow row) {
    double p = Math.exp(perToken(row));
    return p >= 0.9 ? 4 : p >= 0.5 ? 3 : p >= 0.2 ? 2 : p >= 0.05 ? 1 : 0;
  }

  /** One token in detail: the model's probability and, where it was drawn, the sampling chain. */
  private Node draw(TokenRow row) {
    VBox box = new VBox();
    box.getStyleClass().add("draw");
    HBox head =
        new HBox(
            8,
            styled(row.text(), "draw-token"),
            styled(
                row.tokens() == 1
                    ? "p = %s · log p %s"
                        .formatted(
                            Numbers.percent(row.modelProbability()), Numbers.score(row.logProb()))
                    : "%d tokens · log p %s".formatted(row.tokens(), Numbers.score(row.logProb())),
                "figures"));
    head.setAlignment(Pos.BASELINE_LEFT);
    box.getChildren().add(head);
    for (FilterStage stage : row.stages()) {
      box.getChildren().add(stage(stage));
    }
    @Nullable String drawn = drawn(row);
    if (drawn != null) {
      box.getChildren().add(styled(drawn, "hint"));
    }
    return box;
  }

  private static @Nullable String drawn(TokenRow row) {
    return Double.isNaN(row.uniform())
        ? null
        : "Drawn with u = %s; its probability by then was %s."
            .formatted(Numbers.score(row.uniform()), Numbers.percent(row.probability()));
  }

  private static Node stage(FilterStage stage) {
    Label name = styled(stage.name(), "stage-name");
    Region bar = new Region();
    bar.getStyleClass().add("stage-bar");
    bar.setMaxWidth(Math.max(1, 90 * Math.clamp(stage.mass(), 0, 1)));
    bar.setPrefWidth(90);
    HBox track = new HBox(bar);
    HBox.setHgrow(bar, Priority.ALWAYS);
    track.getStyleClass().add("stage-track");
    track.setMinWidth(90);
    track.setMaxWidth(90);
    Label figures =
        styled(
            "%s left, %s of the mass"
                .formatted(Numbers.count(stage.kept()), Numbers.percent(stage.mass())),
            "figures");
    HBox line = new HBox(8, name, track, figures);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Label caption(String text) {
    return styled(text, "caption");
  }

  private static Label label(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    return label;
  }

  private static Label styled(String text, String styleClass) {
    Label label = label(text);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
