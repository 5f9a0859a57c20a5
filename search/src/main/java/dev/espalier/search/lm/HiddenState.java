package dev.espalier.search.lm;

/** A vector of the model's last layer, immutable. */
public final class HiddenState {

  private final float[] values;

  private HiddenState(float[] values) {
    this.values = values;
  }

  public static HiddenState of(float... values) {
    return new HiddenState(values.clone());
  }

  public int width() {
    return values.length;
  }

  public float get(int i) {
    return values[i];
  }

  /**
   * The cosine between two vectors, in [−1, 1]; 0 if either has no length.
   *
   * @throws IllegalArgumentException if the widths differ
   */
  public double cosine(HiddenState other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "cosine of vectors of width " + values.length + " and " + other.values.length);
    }
    double dot = 0;
    double a = 0;
    double b = 0;
    for (int i = 0; i < values.length; i++) {
      dot += (double) values[i] * other.values[i];
      a += (double) values[i] * values[i];
      b += (double) other.values[i] * other.values[i];
    }
    return a == 0 || b == 0 ? 0 : Math.clamp(dot / Math.sqrt(a * b), -1, 1);
  }
}
