package dev.espalier.app.answer;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.Score;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * The text from the prompt to the chosen node (or to where the search is), a block a step; below it
 * the results.
 */
public final class TextView extends ScrollPane {

  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  /** A token-level path is one text; a block for each token would be confetti. */
  private static final double TOKENS_A_BLOCK = 3;

  private final TreeViewModel tree;
  private final AnswerViewModel answer;
  private final VBox page = new VBox();
  private boolean stale = true;

  public TextView(TreeViewModel tree, AnswerViewModel answer) {
    this.tree = tree;
    this.answer = answer;
    getStyleClass().add("text-view");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    page.getStyleClass().add("page");
    page.setFillWidth(true);
    setContent(page);
    tree.cursorProperty().addListener(_ -> stale = true);
    tree.selectedProperty().addListener(_ -> stale = true);
    tree.treeProperty().addListener(_ -> stale = true);
    answer.reportProperty().addListener(_ -> stale = true);
  }

  /** Brings the text up to date if it is on screen; called once a frame. */
  public void refresh() {
    if (stale && isVisible() && getScene() != null) {
      stale = false;
      page.getChildren().clear();
      int node = tree.selected() >= 0 ? tree.selected() : end();
      if (node >= 0 && node < tree.tree().nodes()) {
        show(node);
      } else {
        page.getChildren().add(label("Nothing written yet.", "empty"));
      }
      showResults();
    }
  }

  private int end() {
    AnswerViewModel.Report report = answer.report();
    return report.rows().isEmpty() ? tree.current() : report.rows().getFirst().node();
  }

  private void show(int node) {
    SearchTree search = tree.tree();
    int cursor = tree.cursor();
    ImmutableIntList path = search.path(node);
    page.getChildren().add(label("Prompt", "caption"));
    page.getChildren().add(label(Texts.readable(search.text(0)).strip(), "prompt-text"));
    if (path.size() == 1) {
      return;
    }
    page.getChildren().add(label("Text", "caption"));
    int tokens = 0;
    for (int i = 1; i < path.size(); i++) {
      tokens += search.tokensAt(path.get(i), cursor);
    }
    if ((double) tokens / (path.size() - 1) < TOKENS_A_BLOCK) {
      page.getChildren().add(label(Texts.readable(search.completionAt(node, cursor)), "step-text"));
      return;
    }
    for (int i = 1; i < path.size(); i++) {
      page.getChildren().add(step(path.get(i), i, cursor));
    }
  }

  private HBox step(int node, int number, int cursor) {
    SearchTree search = tree.tree();
    Label ordinal = label(Integer.toString(number), "step-number");
    Label text = label(Texts.readable(search.textAt(node, cursor)).strip(), "step-text");
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    @Nullable Score score = search.scoreAt(node, cursor);
    Label figure = label(score == null ? "" : Numbers.score(Metric.quality(score)), "figures");
    figure.setMinWidth(Region.USE_PREF_SIZE);
    HBox row = new HBox(10, ordinal, text, figure);
    row.setAlignment(Pos.BASELINE_LEFT);
    row.getStyleClass().add("step");
    row.pseudoClassStateChanged(CHOSEN, node == tree.selected());
    row.pseudoClassStateChanged(
        PseudoClass.getPseudoClass("pruned"), search.statusAt(node, cursor) == NodeStatus.PRUNED);
    row.setOnMouseClicked(_ -> tree.select(node));
    return row;
  }

  private void showResults() {
    AnswerViewModel.Report report = answer.report();
    if (report.rows().isEmpty()) {
      return;
    }
    page.getChildren()
        .add(label(Numbers.counted(report.rows().size(), "result") + ", best first", "caption"));
    for (int i = 0; i < report.rows().size(); i++) {
      AnswerViewModel.Row row = report.rows().get(i);
      Label headline =
          label(
              (i + 1) + ".  " + (row.answer().isEmpty() ? "no boxed answer" : row.answer()),
              "result-answer");
      Label verdict =
          label(row.right() == null ? "" : row.right() ? "correct" : "wrong", "verdict");
      verdict.pseudoClassStateChanged(
          PseudoClass.getPseudoClass("right"), Boolean.TRUE.equals(row.right()));
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      HBox head = new HBox(8, headline, verdict, gap, label(row.figures(), "figures"));
      head.setAlignment(Pos.BASELINE_LEFT);
      VBox box = new VBox(4, head, label(row.text(), "result-text"));
      box.getStyleClass().add("result");
      box.setOnMouseClicked(_ -> tree.select(row.node()));
      page.getChildren().add(box);
    }
  }

  private static Label label(String text, String styleClass) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
