package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The events of a long session, read from its file a block at a time when they are asked for. A few
 * blocks are kept; whoever goes through the log in order has the next ones read ahead. Safe to read
 * from several threads.
 */
final class PagedLog implements EventSource {

  /** Blocks kept, each in the place that its number leaves. */
  private static final int KEPT = 32;

  private static final int AHEAD = 4;

  private final Path name;
  private final RandomAccessFile file;
  private final SessionIndex index;
  private final AtomicReferenceArray<@Nullable Reading> readings = new AtomicReferenceArray<>(KEPT);
  private volatile Page last = new Page(-1, 0, new SearchEvent[0]);

  /** Events from {@code first} on. */
  @SuppressWarnings("ArrayRecordComponent") // Written once, before anyone else sees it.
  private record Page(int block, int first, SearchEvent[] events) {
    boolean has(int event) {
      return event >= first && event - first < events.length;
    }
  }

  /** A block that is being read, or was. */
  private record Reading(int block, FutureTask<Page> page) {}

  PagedLog(Path name, RandomAccessFile file, SessionIndex index) {
    this.name = name;
    this.file = file;
    this.index = index;
  }

  @Override
  public int size() {
    return index.events();
  }

  @Override
  public boolean complete() {
    return true;
  }

  @Override
  public SearchEvent event(int event) {
    Page page = last;
    if (!page.has(event)) {
      Objects.checkIndex(event, index.events());
      int before = page.block();
      int block = index.blockOf(event);
      page = page(block);
      last = page;
      if (block == before + 1) {
        for (int next = block + 1; next <= block + AHEAD && next < index.blocks().size(); next++) {
          readAhead(next);
        }
      }
    }
    return page.events()[event - page.first()];
  }

  private void readAhead(int block) {
    Reading kept = readings.get(block % KEPT);
    if (kept == null || kept.block() != block) {
      ForkJoinPool.commonPool().execute(reading(block).page());
    }
  }

  private Reading reading(int block) {
    int place = block % KEPT;
    Reading kept = readings.get(place);
    if (kept != null && kept.block() == block) {
      return kept;
    }
    Reading begun = new Reading(block, new FutureTask<>(() -> read(block)));
    readings.set(place, begun);
    return begun;
  }

  private Page page(int block) {
    FutureTask<Page> reading = reading(block).page();
    // Here and now, unless another thread has begun with it.
    reading.run();
    try {
      return reading.get();
    } catch (ExecutionException e) {
      readings.set(block % KEPT, null);
      throw e.getCause() instanceof IOException io
          ? new UncheckedIOException(io)
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      try {
        return read(block);
      } catch (IOException io) {
        throw new UncheckedIOException(io);
      }
    }
  }

  private Page read(int number) throws IOException {
    SessionIndex.Block block = index.blocks().get(number);
    byte[] bytes = new byte[Math.toIntExact(index.endOf(number) - block.offset())];
    synchronized (file) {
      file.seek(block.offset());
      file.readFully(bytes);
    }
    int first = block.firstEvent();
    SearchEvent[] events = new SearchEvent[index.eventsUpTo(number) - first];
    EventOrder order = new EventOrder(block.nodes(), block.steps());
    int count = 0;
    boolean asIndexed = SessionIndex.sum(bytes, bytes.length) == block.sum();
    for (int from = 0; from < bytes.length && asIndexed; ) {
      int to = SessionLine.end(bytes, from);
      if (SessionLine.looksLikeEvent(bytes, from, to - from)) {
        SearchEvent event = SessionLine.event(bytes, from, to - from);
        asIndexed = event != null && count < events.length && order.take(event) == null;
        if (asIndexed) {
          events[count++] = Objects.requireNonNull(event);
        }
      }
      from = to + 1;
    }
    boolean lastBlock = number + 1 == index.blocks().size();
    int nodes = lastBlock ? index.nodes() : index.blocks().get(number + 1).nodes();
    int steps = lastBlock ? index.steps() : index.blocks().get(number + 1).steps();
    if (!asIndexed || count != events.length || order.nodes() != nodes || order.steps() != steps) {
      throw new IOException(name + " was changed after it had been opened. Open it again.");
    }
    return new Page(number, first, events);
  }
}
