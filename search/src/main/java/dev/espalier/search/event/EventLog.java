package dev.espalier.search.event;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Events in memory, appended by one thread and read by any.
 *
 * <p>Chunks double in size and are never moved, so that a reader needs no lock: it sees every event
 * below a size it has read.
 */
public final class EventLog implements EventSource {

  private static final int FIRST_CHUNK_BITS = 8;
  private static final int CHUNKS = 32 - FIRST_CHUNK_BITS;

  private final AtomicReferenceArray<SearchEvent[]> chunks = new AtomicReferenceArray<>(CHUNKS);
  private volatile int size;
  private volatile boolean complete;

  public static EventLog of(Iterable<SearchEvent> events) {
    EventLog log = new EventLog();
    log.append(events);
    log.close();
    return log;
  }

  /**
   * Adds events at the end; only one thread may do so.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void append(Iterable<SearchEvent> events) {
    if (complete) {
      throw new IllegalStateException("the log of " + size + " events is closed");
    }
    int at = size;
    for (SearchEvent event : events) {
      int chunk = chunkOf(at);
      SearchEvent[] slots = chunks.get(chunk);
      if (slots == null) {
        slots =
            new SearchEvent
                [chunk == 0 ? 1 << FIRST_CHUNK_BITS : 1 << (chunk + FIRST_CHUNK_BITS - 1)];
        chunks.set(chunk, slots);
      }
      slots[at - startOf(chunk)] = event;
      at++;
    }
    size = at;
  }

  /** No more events will come. */
  public void close() {
    complete = true;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public SearchEvent event(int index) {
    int chunk = chunkOf(Objects.checkIndex(index, size));
    return chunks.get(chunk)[index - startOf(chunk)];
  }

  @Override
  public boolean complete() {
    return complete;
  }

  private static int chunkOf(int index) {
    return Math.max(0, 32 - FIRST_CHUNK_BITS - Integer.numberOfLeadingZeros(index));
  }

  private static int startOf(int chunk) {
    return chunk == 0 ? 0 : 1 << (chunk + FIRST_CHUNK_BITS - 1);
  }
}
