package dev.espalier.app.inspector;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.origin.OriginMenu;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.TreeViewModel;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
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

  private int shownNode = -1;

  /** Whether another text for the node is being written. */
  private boolean rewriting;

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
      rewriting = false;
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
    if (rewriting && model.steerable()) {
      body.getChildren().add(rewriting(report));
    }
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
    title.setMinWidth(USE_PREF_SIZE);
    // What does not fit beside the title, in a narrow pane or in large type, goes below it.
    FlowPane head = new FlowPane(8, 4, title);
    head.setAlignment(Pos.CENTER_LEFT);
    head.setPrefWrapLength(0);
    if (report.status() != null) {
      head.getChildren().add(badge(report.status()));
    } else if (report.node() >= 0) {
      head.getChildren().add(styled("in the future", "badge"));
    }
    if (report.node() > 0 && model.steerable()) {
      head.getChildren().add(steer());
    }
    if (report.chosen()) {
      Button release = new Button("", new FontIcon(Feather.X));
      release.getStyleClass().addAll("button-icon", "flat", "small");
      release.setTooltip(new Tooltip("Follow the search again"));
      release.setAccessibleText("Follow the search again");
      release.setOnAction(_ -> tree.select(-1));
      head.getChildren().add(release);
    } else if (report.node() >= 0) {
      Label current = styled("current", "hint");
      current.setMinWidth(USE_PREF_SIZE);
      head.getChildren().add(current);
    }
    return head;
  }

  /** What can be made different at the node; each makes a fork and leaves this search alone. */
  private MenuButton steer() {
    MenuItem other = new MenuItem("Another text here…");
    other.setOnAction(_ -> {
      rewriting = true;
      show(model.report());
    });
    MenuItem never = new MenuItem("Not this text here");
    never.setOnAction(_ -> model.forbidText());
    MenuItem only = new MenuItem("Search only below here");
    only.setOnAction(_ -> model.restrict());
    MenuItem deeper = new MenuItem("Search deeper below here");
    deeper.setOnAction(_ -> model.deepen());
    MenuButton steer =
        new MenuButton("Steer", new FontIcon(Feather.GIT_BRANCH), other, never, only, deeper);
    steer.setId("steer");
    steer.getStyleClass().addAll("flat", "small");
    steer.setTooltip(new Tooltip("Go on otherwise from here, in a fork"));
    return steer;
  }

  private Node rewriting(InspectorViewModel.Report report) {
    TextArea text = new TextArea(report.text());
    text.setId("steer-text");
    text.setWrapText(true);
    text.setPrefRowCount(3);
    text.setAccessibleText("Text that should stand here");
    Button fork = new Button("Fork with this text");
    fork.setId("steer-fork");
    fork.getStyleClass().addAll("accent", "small");
    fork.setOnAction(_ -> {
      rewriting = false;
      model.forceText(text.getText());
    });
    fork.disableProperty()
        .bind(text.textProperty().map(t -> t.isBlank() || t.equals(report.text())));
    Button cancel = new Button("Cancel");
    cancel.getStyleClass().addAll("flat", "small");
    cancel.setOnAction(_ -> {
      rewriting = false;
      show(model.report());
    });
    HBox buttons = new HBox(6, fork, cancel);
    buttons.setAlignment(Pos.CENTER_LEFT);
    return new VBox(6, text, buttons);
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
        figure.setOnMouseClicked(event -> {
          if (event.getButton() == MouseButton.PRIMARY) {
            model.goTo(term);
          }
        });
        figure.setFocusTraversable(true);
        figure.setOnKeyPressed(event -> {
          if (event.getCode() == KeyCode.ENTER) {
            model.goTo(term);
            event.consume();
          }
        });
      }
      OriginMenu.offer(figure, tree, term::event);
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
    if (report.distribution() != null) {
      body.getChildren().add(new DistributionView(report.distribution(), model));
    }
  }

  private Label chip(InspectorViewModel.Report report, int index) {
    TokenRow row = report.tokens().get(index);
    Label chip = new Label(row.text());
    chip.getStyleClass().addAll("chip", "chip-" + level(row));
    chip.pseudoClassStateChanged(CHOSEN, index == report.token());
    chip.setTooltip(
        new Tooltip(
            row.tokens() == 1
                ? "p = " + Numbers.percent(row.modelProbability())
                : row.tokens() + " tokens, log p = " + Numbers.score(row.logProb())));
    chip.setOnMouseClicked(_ -> model.chooseToken(index));
    OriginMenu.offer(chip, tree, row::event);
    return chip;
  }

  /** How expected a token was, in five steps of colour. */
  private static int level(TokenRow row) {
    double p = Math.exp(row.logProbPerToken());
    return p >= 0.9 ? 4 : p >= 0.5 ? 3 : p >= 0.2 ? 2 : p >= 0.05 ? 1 : 0;
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

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = InspectorView.class.getResource("/dev/espalier/app/inspector/inspector.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
