package dev.espalier.app.tree.canvas;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javafx.scene.paint.Color;

/** All colours of the tree at one time. */
final class Palette {

  /** How much of a colour is left in what has not happened yet. */
  static final double GHOST = 0.34;

  private final Map<TreeInk, Color> colors = new EnumMap<>(TreeInk.class);
  private final Map<TreeInk, Color> ghosts = new EnumMap<>(TreeInk.class);
  private final Color faint;
  private final Color[] ramp = new Color[64];

  Palette(Function<TreeInk, Color> given) {
    for (TreeInk ink : TreeInk.values()) {
      colors.put(ink, given.apply(ink));
    }
    Color background = of(TreeInk.BACKGROUND);
    // Mixed rather than translucent: thin translucent strokes look different over box and edge.
    colors.forEach((ink, color) -> ghosts.put(ink, background.interpolate(color, GHOST)));
    faint = background.interpolate(of(TreeInk.BORDER), 0.15);
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = of(TreeInk.FILL_LOW).interpolate(of(TreeInk.FILL_HIGH), i / (ramp.length - 1.0));
    }
  }

  Color of(TreeInk ink) {
    return Objects.requireNonNull(colors.get(ink));
  }

  Color of(TreeInk ink, boolean ghost) {
    return ghost ? Objects.requireNonNull(ghosts.get(ink)) : of(ink);
  }

  /** Filling of a ghost too small for an outline. */
  Color faint() {
    return faint;
  }

  /** Fill for a metric's level in [0, 1], or NaN for none. */
  Color fill(double level) {
    return Double.isNaN(level)
        ? of(TreeInk.FILL)
        : ramp[(int) Math.round(Math.clamp(level, 0, 1) * (ramp.length - 1))];
  }
}
