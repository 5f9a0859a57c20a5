package dev.espalier.app.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values in the order of the events that set them; most nodes see one to three. */
final class Timeline<T> {

  private int[] events = new int[2];
  private Object[] values = new Object[2];
  private int size;

  /** The last event and its value once more: what is over is asked for most, and lies nearest. */
  private int lastEvent = -1;

  private @Nullable T lastValue;

  void set(int event, T value) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    events[size] = event;
    values[size++] = value;
    lastEvent = event;
    lastValue = value;
  }

  /** The last value set by an event before {@code cursor}, null before the first. */
  @Nullable T before(int cursor) {
    if (lastEvent < cursor) {
      return lastValue;
    }
    int i = indexBefore(cursor);
    return i < 0 ? null : value(i);
  }

  /** The event that set {@link #before}, or −1. */
  int eventBefore(int cursor) {
    int i = indexBefore(cursor);
    return i < 0 ? -1 : events[i];
  }

  @Nullable T last() {
    return lastValue;
  }

  int size() {
    return size;
  }

  int event(int index) {
    return events[index];
  }

  @SuppressWarnings("unchecked")
  T value(int index) {
    return (T) values[index];
  }

  private int indexBefore(int cursor) {
    // Short lists, and the end is asked for most: walking back beats bisecting.
    if (size <= 8) {
      int i = size - 1;
      while (i >= 0 && events[i] >= cursor) {
        i--;
      }
      return i;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events[middle] < cursor) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
