package dev.espalier.app.ink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.converter.ColorConverter;
import javafx.css.converter.SizeConverter;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/**
 * What a style sheet can set of one kind of painted region: its inks, and {@code -type-size}.
 *
 * @param <R> the region
 * @param <I> its inks
 */
public final class InkSheet<R extends Region, I extends Enum<I> & Ink> {

  /** The size of ordinary type, which painted type is a multiple of. */
  public static final double TYPE_SIZE = 13;

  private final Class<I> inks;
  private final Map<I, CssMetaData<R, Color>> colors;
  private final CssMetaData<R, Number> typeSize;
  private final List<CssMetaData<? extends Styleable, ?>> all;

  /**
   * @param of the inks of a region
   */
  public InkSheet(Class<I> inks, Function<R, Inks<R, I>> of) {
    this.inks = inks;
    colors = new EnumMap<>(inks);
    for (I ink : inks.getEnumConstants()) {
      colors.put(ink, new Colour<>(ink, of));
    }
    typeSize = new TypeSize<>(of);
    List<CssMetaData<? extends Styleable, ?>> list = new ArrayList<>(Region.getClassCssMetaData());
    list.addAll(colors.values());
    list.add(typeSize);
    all = Collections.unmodifiableList(list);
  }

  /** For {@link Region#getCssMetaData}. */
  public List<CssMetaData<? extends Styleable, ?>> metaData() {
    return all;
  }

  Class<I> inks() {
    return inks;
  }

  CssMetaData<R, Color> of(I ink) {
    return Objects.requireNonNull(colors.get(ink));
  }

  CssMetaData<R, Number> typeSize() {
    return typeSize;
  }

  private static final class Colour<R extends Region, I extends Enum<I> & Ink>
      extends CssMetaData<R, Color> {

    private final I ink;
    private final Function<R, Inks<R, I>> of;

    Colour(I ink, Function<R, Inks<R, I>> of) {
      super(ink.property(), ColorConverter.getInstance(), ink.fallback());
      this.ink = ink;
      this.of = of;
    }

    @Override
    public boolean isSettable(R region) {
      return true;
    }

    @Override
    public StyleableProperty<Color> getStyleableProperty(R region) {
      return of.apply(region).property(ink);
    }
  }

  private static final class TypeSize<R extends Region, I extends Enum<I> & Ink>
      extends CssMetaData<R, Number> {

    private final Function<R, Inks<R, I>> of;

    TypeSize(Function<R, Inks<R, I>> of) {
      super("-type-size", SizeConverter.getInstance(), TYPE_SIZE);
      this.of = of;
    }

    @Override
    public boolean isSettable(R region) {
      return true;
    }

    @Override
    public StyleableProperty<Number> getStyleableProperty(R region) {
      return of.apply(region).typeSize();
    }
  }
}
