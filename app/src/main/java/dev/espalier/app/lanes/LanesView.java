package dev.espalier.app.lanes;

import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The lanes with their caption and, where there are many rounds, a bar to move along them. */
public final class LanesView extends BorderPane {

  private final LaneCanvas canvas;

  public LanesView(LanesViewModel model) {
    getStyleClass().add("lanes");
    canvas = new LaneCanvas(model);
    Label summary = new Label();
    summary.setId("lanes-summary");
    summary.getStyleClass().add("figures");
    Label key = new Label("disc ∝ √weight · ribbon: ancestor to offspring · ◇ resampled");
    key.getStyleClass().add("figures");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head = new HBox(12, summary, gap, key);
    head.getStyleClass().add("lanes-head");
    ScrollBar along = new ScrollBar();
    along.setMin(0);
    along.valueProperty().bindBidirectional(canvas.offsetProperty());
    canvas
        .overhangProperty()
        .subscribe(over -> {
          double most = over.doubleValue();
          along.setMax(most);
          along.setVisibleAmount(canvas.getWidth() * most / (canvas.getWidth() + most + 1));
          along.setVisible(most > 0);
          along.setManaged(most > 0);
        });
    setTop(head);
    setCenter(canvas);
    setBottom(along);
    model.versionProperty().subscribe(_ -> summary.setText(model.summary()));
  }

  /** Paints anew if something changed; called once a frame. */
  public void refresh() {
    canvas.refresh();
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    var sheet = LanesView.class.getResource("/dev/espalier/app/lanes/lanes.css");
    return sheet == null ? null : sheet.toExternalForm();
  }
}
