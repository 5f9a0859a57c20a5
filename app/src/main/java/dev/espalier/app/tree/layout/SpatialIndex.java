package dev.espalier.app.tree.layout;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Finds the rectangles that meet a window without looking at all of them: rectangles near each
 * other share a block, and a block knows its bounds.
 */
final class SpatialIndex {

  private static final int BLOCK = 32;

  private final int[] order;
  private final double[] left;
  private final double[] top;
  private final double[] right;
  private final double[] bottom;

  /** Left, top, right and bottom of each block. */
  private final double[] bounds;

  SpatialIndex(double[] left, double[] top, double[] right, double[] bottom) {
    this.left = left;
    this.top = top;
    this.right = right;
    this.bottom = bottom;
    int n = left.length;
    order = alongTheCurve();
    int blocks = (n + BLOCK - 1) / BLOCK;
    bounds = new double[4 * blocks];
    for (int b = 0; b < blocks; b++) {
      double minX = Double.POSITIVE_INFINITY;
      double minY = Double.POSITIVE_INFINITY;
      double maxX = Double.NEGATIVE_INFINITY;
      double maxY = Double.NEGATIVE_INFINITY;
      for (int k = b * BLOCK; k < Math.min(n, (b + 1) * BLOCK); k++) {
        int i = order[k];
        minX = Math.min(minX, left[i]);
        minY = Math.min(minY, top[i]);
        maxX = Math.max(maxX, right[i]);
        maxY = Math.max(maxY, bottom[i]);
      }
      bounds[4 * b] = minX;
      bounds[4 * b + 1] = minY;
      bounds[4 * b + 2] = maxX;
      bounds[4 * b + 3] = maxY;
    }
  }

  /** Numbers sorted along a Z-order curve through the rectangles' middles. */
  private int[] alongTheCurve() {
    int n = left.length;
    double minX = Double.POSITIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      minX = Math.min(minX, right[i]);
      minY = Math.min(minY, bottom[i]);
      maxX = Math.max(maxX, right[i]);
      maxY = Math.max(maxY, bottom[i]);
    }
    // One scale for both axes, so that blocks are squarish in the plane and not in a stretched one.
    double scale = 0xFFFF / Math.max(1, Math.max(maxX - minX, maxY - minY));
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      long x = spread((long) ((right[i] - minX) * scale));
      long y = spread((long) ((bottom[i] - minY) * scale));
      keys[i] = (x | y << 1) << 31 | i;
    }
    Arrays.sort(keys);
    int[] sorted = new int[n];
    for (int k = 0; k < n; k++) {
      sorted[k] = (int) (keys[k] & 0x7FFFFFFF);
    }
    return sorted;
  }

  /** Puts a zero between any two of the low 16 bits. */
  private static long spread(long bits) {
    long b = bits & 0xFFFF;
    b = (b | b << 8) & 0x00FF00FF;
    b = (b | b << 4) & 0x0F0F0F0F;
    b = (b | b << 2) & 0x33333333;
    return (b | b << 1) & 0x55555555;
  }

  /** Calls {@code found} with each rectangle that meets the window. */
  void query(double x, double y, double width, double height, IntConsumer found) {
    double x2 = x + width;
    double y2 = y + height;
    for (int b = 0; 4 * b < bounds.length; b++) {
      if (bounds[4 * b] <= x2
          && bounds[4 * b + 2] >= x
          && bounds[4 * b + 1] <= y2
          && bounds[4 * b + 3] >= y) {
        for (int k = b * BLOCK; k < Math.min(order.length, (b + 1) * BLOCK); k++) {
          int i = order[k];
          if (left[i] <= x2 && right[i] >= x && top[i] <= y2 && bottom[i] >= y) {
            found.accept(i);
          }
        }
      }
    }
  }

  /** The rectangles that meet the window, in ascending order. */
  int[] query(double x, double y, double width, double height) {
    IntArrayList found = new IntArrayList();
    query(x, y, width, height, found::add);
    int[] sorted = found.toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
