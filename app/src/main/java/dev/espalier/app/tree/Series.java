package dev.espalier.app.tree;

import java.util.Arrays;

/** A number that changes at events: value {@code i} holds from cursor {@code i} on. */
public final class Series {

  private int[] cursors = new int[16];
  private double[] values = new double[16];
  private int size;

  Series() {}

  /** The value from {@code cursor} on; a second value for the same cursor replaces the first. */
  void add(int cursor, double value) {
    if (size > 0 && cursors[size - 1] == cursor) {
      values[size - 1] = value;
      return;
    }
    if (size == cursors.length) {
      cursors = Arrays.copyOf(cursors, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    cursors[size] = cursor;
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  /** The cursor at which value {@code index} begins to hold. */
  public int cursor(int index) {
    return cursors[check(index)];
  }

  public double value(int index) {
    return values[check(index)];
  }

  /** The value at a cursor, NaN before the first. */
  public double at(int cursor) {
    int i = Arrays.binarySearch(cursors, 0, size, cursor);
    int last = i >= 0 ? i : -i - 2;
    return last < 0 ? Double.NaN : values[last];
  }

  private int check(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size + " values");
    }
    return index;
  }
}
