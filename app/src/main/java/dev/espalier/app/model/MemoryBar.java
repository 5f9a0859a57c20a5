package dev.espalier.app.model;

import dev.espalier.app.format.Numbers;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A forecast as a bar: what takes how much of the memory there is, with the numbers below. */
final class MemoryBar extends VBox {

  private final Bar bar = new Bar();
  private final FlowPane legend = new FlowPane(14, 4);

  MemoryBar() {
    getStyleClass().add("memory-bar");
    setId("memory-bar");
    getChildren().addAll(bar, legend);
  }

  void show(@Nullable Forecast forecast) {
    legend.getChildren().clear();
    bar.show(forecast);
    if (forecast == null) {
      return;
    }
    part("memory-weights", "weights", forecast.weightBytes());
    part("memory-cache", "cache of tokens", forecast.cacheBytes());
    part("memory-search", "searching", forecast.workspaceBytes());
    setAccessibleText(
        "Weights %s, cache of the context %s, searching %s, of %s free."
            .formatted(
                Numbers.bytes(forecast.weightBytes()),
                Numbers.bytes(forecast.cacheBytes()),
                Numbers.bytes(forecast.workspaceBytes()),
                Numbers.bytes(forecast.availableBytes())));
  }

  private void part(String style, String name, long bytes) {
    Region swatch = new Region();
    swatch.getStyleClass().addAll("swatch", style);
    Label words = new Label(name + " " + Numbers.bytes(bytes));
    words.getStyleClass().add("figures");
    HBox entry = new HBox(6, swatch, words);
    entry.setAlignment(Pos.CENTER_LEFT);
    legend.getChildren().add(entry);
  }

  /** The bar alone; a line stands where the memory ends. */
  private static final class Bar extends Pane {

    private static final double LINE = 2;

    private final Region weights = segment("memory-weights");
    private final Region cache = segment("memory-cache");
    private final Region search = segment("memory-search");
    private final Region end = segment("memory-end");
    private @Nullable Forecast forecast;

    Bar() {
      getStyleClass().add("memory-track");
      getChildren().addAll(weights, cache, search, end);
    }

    private static Region segment(String style) {
      Region segment = new Region();
      segment.getStyleClass().add(style);
      segment.setManaged(false);
      return segment;
    }

    void show(@Nullable Forecast shown) {
      forecast = shown;
      requestLayout();
    }

    @Override
    protected void layoutChildren() {
      Forecast shown = forecast;
      getChildren().forEach(segment -> segment.setVisible(shown != null));
      if (shown == null) {
        return;
      }
      double scale = getWidth() / Math.max(1, Math.max(shown.totalBytes(), shown.availableBytes()));
      double from = place(weights, 0, shown.weightBytes() * scale);
      from = place(cache, from, shown.cacheBytes() * scale);
      place(search, from, shown.workspaceBytes() * scale);
      end.setVisible(!shown.fits());
      place(end, shown.availableBytes() * scale - LINE / 2, LINE);
    }

    private double place(Region segment, double from, double width) {
      double left = snapPositionX(from);
      double right = snapPositionX(from + width);
      segment.resizeRelocate(left, 0, right - left, getHeight());
      return from + width;
    }
  }
}
