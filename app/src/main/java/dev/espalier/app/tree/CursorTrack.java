package dev.espalier.app.tree;

import java.util.Arrays;

/** Places in time in ascending order; grows at the end as events arrive. */
public final class CursorTrack {

  private int[] positions = new int[16];
  private int size;

  CursorTrack() {}

  /** Adds a place, unless it is the last one already. */
  void add(int cursor) {
    if (size > 0 && positions[size - 1] >= cursor) {
      if (positions[size - 1] == cursor) {
        return;
      }
      throw new IllegalArgumentException(
          "cursor " + cursor + " comes after " + positions[size - 1]);
    }
    if (size == positions.length) {
      positions = Arrays.copyOf(positions, 2 * size);
    }
    positions[size++] = cursor;
  }

  public int size() {
    return size;
  }

  /** The place with this index, from 0. */
  public int get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " of " + size + " places");
    }
    return positions[index];
  }

  /** The first place after {@code cursor}, or {@code otherwise} if there is none. */
  public int next(int cursor, int otherwise) {
    int i = countUpTo(cursor);
    return i < size ? positions[i] : otherwise;
  }

  /** The last place before {@code cursor}, or {@code otherwise} if there is none. */
  public int previous(int cursor, int otherwise) {
    int i = countUpTo(cursor - 1);
    return i > 0 ? positions[i - 1] : otherwise;
  }

  /** How many places are at or before {@code cursor}. */
  public int countUpTo(int cursor) {
    int i = Arrays.binarySearch(positions, 0, size, cursor);
    return i >= 0 ? i + 1 : -i - 1;
  }
}
