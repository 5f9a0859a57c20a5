package dev.espalier.app.tree.canvas;

import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import java.util.Objects;
import java.util.Set;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/** What the outlines, glyphs and fills of the tree mean; only of those that occur in it. */
public final class TreeLegend extends FlowPane {

  private static final double SAMPLE_WIDTH = 22;
  private static final double SAMPLE_HEIGHT = 15;
  private static final double RAMP = 64;

  private final TreeCanvas tree;
  private @Nullable Content shown;

  private record Content(
      Palette palette,
      int runs,
      Set<NodeStatus> statuses,
      boolean ghosts,
      Metric metric,
      double least,
      double most) {}

  public TreeLegend(TreeCanvas tree) {
    super(14, 4);
    this.tree = tree;
    getStyleClass().add("tree-legend");
    tree.frameProperty()
        .subscribe(frame -> {
          if (frame != null) {
            show(frame);
          }
        });
  }

  private void show(TreeFrame frame) {
    RunStates runs = frame.states().runs();
    Content content =
        new Content(
            frame.palette(),
            runs == null ? 0 : runs.runs(),
            frame.states().statuses(),
            frame.states().born() < frame.states().boxes(),
            tree.subject().metricProperty().get(),
            frame.states().least(),
            frame.states().most());
    if (content.equals(shown)) {
      return;
    }
    shown = content;
    // A frame is painted while the window is laid out, when children must not change.
    Platform.runLater(() -> fill(content));
  }

  private void fill(Content content) {
    getChildren().clear();
    if (content.statuses().isEmpty()) {
      return;
    }
    if (content.runs() > 0) {
      fillForRuns(content);
      return;
    }
    for (NodeStatus status : content.statuses()) {
      getChildren().add(item(sample(content.palette(), status), status.label()));
    }
    getChildren().add(item(current(content.palette()), "current"));
    if (content.ghosts()) {
      getChildren().add(item(ghost(content.palette()), "yet to come"));
    }
    if (!Double.isNaN(content.least())) {
      getChildren().add(ramp(content));
    }
  }

  private void fillForRuns(Content content) {
    Palette palette = content.palette();
    for (int run = 0; run < content.runs(); run++) {
      Canvas sample = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
      GraphicsContext g = sample.getGraphicsContext2D();
      Color color = palette.of(Ink.run(run));
      outline(g, color, 2, null);
      RunMark.draw(
          g, run, SAMPLE_WIDTH / 2, SAMPLE_HEIGHT / 2, 3.4, color, palette.of(Ink.MUTED), null);
      getChildren().add(item(sample, "only " + RunMark.letter(run)));
    }
    Canvas shared = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    outline(shared.getGraphicsContext2D(), palette.of(Ink.MUTED), 2, null);
    getChildren().add(item(shared, content.runs() == 2 ? "both" : "several"));
    for (NodeStatus status : content.statuses()) {
      Canvas glyph = new Canvas(SAMPLE_HEIGHT, SAMPLE_HEIGHT);
      StatusGlyph.draw(
          glyph.getGraphicsContext2D(),
          status,
          SAMPLE_HEIGHT / 2,
          SAMPLE_HEIGHT / 2,
          4,
          palette.of(Ink.TEXT));
      getChildren().add(item(glyph, status.label()));
    }
    if (content.ghosts()) {
      getChildren().add(item(ghost(palette), "yet to come"));
    }
  }

  private static Node item(Node sample, String words) {
    Label label = new Label(words);
    label.getStyleClass().add("tree-legend-label");
    HBox item = new HBox(5, sample, label);
    item.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return item;
  }

  private static Canvas sample(Palette palette, NodeStatus status) {
    Canvas canvas = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    GraphicsContext g = canvas.getGraphicsContext2D();
    Color ink = palette.of(StatusGlyph.ink(status));
    outline(g, ink, BoxPainter.strokeWidth(status) * 0.8, BoxPainter.dashes(status, 0.6));
    StatusGlyph.draw(g, status, SAMPLE_WIDTH / 2, SAMPLE_HEIGHT / 2, 3.4, ink);
    return canvas;
  }

  private static Canvas current(Palette palette) {
    Canvas canvas = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    outline(canvas.getGraphicsContext2D(), palette.of(Ink.CURRENT), 2.5, null);
    return canvas;
  }

  private static Canvas ghost(Palette palette) {
    Canvas canvas = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
    outline(canvas.getGraphicsContext2D(), palette.of(Ink.BORDER, true), 1, null);
    return canvas;
  }

  private static void outline(
      GraphicsContext g, Color color, double width, double @Nullable [] dashes) {
    g.setStroke(color);
    g.setLineWidth(width);
    g.setLineDashes(dashes);
    g.strokeRoundRect(width / 2, width / 2, SAMPLE_WIDTH - width, SAMPLE_HEIGHT - width, 6, 6);
    g.setLineDashes((double[]) null);
  }

  private static Node ramp(Content content) {
    Canvas canvas = new Canvas(RAMP, SAMPLE_HEIGHT);
    GraphicsContext g = canvas.getGraphicsContext2D();
    for (int x = 0; x < RAMP; x++) {
      g.setFill(content.palette().fill(x / (RAMP - 1)));
      g.fillRect(x, 1, 1, SAMPLE_HEIGHT - 2);
    }
    g.setStroke(content.palette().of(Ink.EDGE));
    g.strokeRect(0.5, 1.5, RAMP - 1, SAMPLE_HEIGHT - 3);
    Label least = new Label(content.metric().label() + "  " + Figures.number(content.least()));
    Label most = new Label(Figures.number(content.most()));
    least.getStyleClass().add("tree-legend-label");
    most.getStyleClass().add("tree-legend-label");
    HBox item = new HBox(5, least, canvas, most);
    item.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return item;
  }

  @Override
  public String getUserAgentStylesheet() {
    return Objects.requireNonNull(tree.getUserAgentStylesheet());
  }
}
