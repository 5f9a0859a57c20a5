package dev.espalier.app.ink;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.css.SimpleStyleableDoubleProperty;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.StyleableDoubleProperty;
import javafx.css.StyleableObjectProperty;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * The inks of one painted region as the style sheet has them now.
 *
 * @param <R> the region
 * @param <I> its inks
 */
public final class Inks<R extends Region, I extends Enum<I> & Ink> {

  private final Map<I, StyleableObjectProperty<Color>> colors;
  private final StyleableDoubleProperty typeSize;

  /**
   * @param changed called when any of them changes
   */
  public Inks(R region, InkSheet<R, I> sheet, Runnable changed) {
    colors = new EnumMap<>(sheet.inks());
    for (I ink : sheet.inks().getEnumConstants()) {
      colors.put(
          ink,
          new SimpleStyleableObjectProperty<>(
              sheet.of(ink), region, ink.property(), ink.fallback()) {
            @Override
            protected void invalidated() {
              changed.run();
            }
          });
    }
    typeSize =
        new SimpleStyleableDoubleProperty(
            sheet.typeSize(), region, "typeSize", InkSheet.TYPE_SIZE) {
          @Override
          protected void invalidated() {
            changed.run();
          }
        };
  }

  /** The colour of an ink. */
  public Color of(I ink) {
    Color color = property(ink).get();
    return color == null ? ink.fallback() : color;
  }

  /** How much larger than usual type is to be painted. */
  public double typeScale() {
    return typeSize.get() / InkSheet.TYPE_SIZE;
  }

  StyleableObjectProperty<Color> property(I ink) {
    return Objects.requireNonNull(colors.get(ink));
  }

  StyleableDoubleProperty typeSize() {
    return typeSize;
  }
}
