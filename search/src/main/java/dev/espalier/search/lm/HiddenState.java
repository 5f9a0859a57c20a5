package dev.espalier.search.lm;

/** A vector of the model's last layer, or of its token embeddings; immutable. */
public final class HiddenState {

  private final float[] values;

  /** Its Euclidean length, kept because a state is compared with many others. */
  private final double norm;

  private HiddenState(float[] values) {
    this.values = values;
    this.norm = Math.sqrt(dot(values, values));
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
   * The sum of two vectors.
   *
   * @throws IllegalArgumentException if the widths differ
   */
  public HiddenState plus(HiddenState other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "sum of vectors of width " + values.length + " and " + other.values.length);
    }
    float[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new HiddenState(sum);
  }

  /**
   * The cosine between two vectors, in [−1, 1]; 0 if either has no length, NaN if either holds one.
   *
   * @throws IllegalArgumentException if the widths differ
   */
  public double cosine(HiddenState other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "cosine of vectors of width " + values.length + " and " + other.values.length);
    }
    return norm == 0 || other.norm == 0
        ? 0
        : Math.clamp(dot(values, other.values) / (norm * other.norm), -1, 1);
  }

  /** Four sums side by side, since the next term need not wait for the one before. */
  private static double dot(float[] a, float[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
