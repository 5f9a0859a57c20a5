package dev.espalier.app.look;

import java.util.List;
import java.util.Locale;

/** How large the window's type is, and all that has to grow with it. */
public enum TypeSize {
  NORMAL(1),
  LARGE(1.15),
  LARGER(1.3),
  LARGEST(1.5),
  PROJECTED(1.75);

  private final double scale;

  TypeSize(double scale) {
    this.scale = scale;
  }

  double scale() {
    return scale;
  }

  /** "130 %". */
  public String title() {
    return String.format(Locale.ROOT, "%.0f %%", 100 * scale);
  }

  /** The next step up; the last stays. */
  public TypeSize larger() {
    return at(1);
  }

  /** The next step down; the first stays. */
  public TypeSize smaller() {
    return at(-1);
  }

  private TypeSize at(int steps) {
    List<TypeSize> all = List.of(values());
    return all.get(Math.clamp(all.indexOf(this) + steps, 0, all.size() - 1));
  }
}
