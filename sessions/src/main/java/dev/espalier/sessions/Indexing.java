package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sums a long session up. Its lines are read by all processors, a piece of the file each; what they
 * say is put in order by one.
 */
final class Indexing {

  /** Least length of a block, in events. */
  private static final int BLOCK = 1024;

  private static final int PIECE = 1 << 20;
  private static final int AHEAD = 2 * Runtime.getRuntime().availableProcessors();

  private final Path name;
  private final RandomAccessFile file;
  private final EventOrder order = new EventOrder();
  private final List<SessionIndex.Block> blocks = new ArrayList<>();
  private final List<SessionIndex.Line> annotations = new ArrayList<>();

  // The block that is being filled, if there is one; and how much there is in whole steps.
  private long blockOffset = -1;

  private int blockEvent;
  private int blockNodes;
  private int blockSteps;
  private int events;
  private int eventsInWholeSteps;
  private int nodesInWholeSteps;
  private int wholeSteps;
  private long end;
  private boolean inStep;

  Indexing(Path name, RandomAccessFile file) {
    this.name = name;
    this.file = file;
  }

  /**
   * A line that is no event, or none of ours.
   *
   * @param said telemetry or an annotation; null if it is neither
   * @param torn whether it is not even JSON
   */
  private record Other(@Nullable Object said, boolean torn) {}

  /**
   * Some lines.
   *
   * @param said an event or an {@link Other} each
   * @param offsets of the first byte of each, and of what follows the last
   */
  @SuppressWarnings("ArrayRecordComponent") // Written once, before anyone else sees it.
  private record Piece(List<Object> said, long[] offsets) {}

  /** The index, or null if the session has a line that is not as recorders write it. */
  @Nullable SessionIndex index() throws IOException, SessionFormatException {
    long length = file.length();
    long at = afterFirstLine(length);
    new SessionReader(name, new ByteArrayInputStream(LongSession.bytes(file, 0, at))).header();
    end = at;
    Deque<FutureTask<Piece>> ahead = new ArrayDeque<>();
    while (at < length || !ahead.isEmpty()) {
      while (at < length && ahead.size() < AHEAD) {
        long from = at;
        byte[] bytes = wholeLines(from, length);
        at += bytes.length;
        FutureTask<Piece> task = new FutureTask<>(() -> read(bytes, from));
        ahead.add(task);
        ForkJoinPool.commonPool().execute(task);
      }
      Piece piece = done(ahead.remove());
      if (!take(piece, at >= length && ahead.isEmpty(), length)) {
        return null;
      }
    }
    closeBlock();
    long headerOnly = blocks.isEmpty() ? end : blocks.getFirst().offset();
    return summed(length, headerOnly);
  }

  private SessionIndex summed(long length, long headerOnly) throws IOException {
    byte[] buffer = new byte[1 << 20];
    List<SessionIndex.Block> summed = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      SessionIndex.Block block = blocks.get(i);
      long to = i + 1 < blocks.size() ? blocks.get(i + 1).offset() : end;
      summed.add(
          new SessionIndex.Block(
              block.offset(),
              block.firstEvent(),
              block.nodes(),
              block.steps(),
              SessionIndex.sum(file, block.offset(), to, buffer)));
    }
    return new SessionIndex(
        length,
        inStep,
        SessionIndex.sum(file, 0, headerOnly, buffer),
        summed,
        end,
        eventsInWholeSteps,
        nodesInWholeSteps,
        wholeSteps,
        annotations);
  }

  private static Piece done(FutureTask<Piece> task) {
    // Here and now, unless another thread has begun with it.
    task.run();
    try {
      return task.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("reading lines fails in no such way", e);
    }
  }

  private long afterFirstLine(long length) throws IOException, SessionFormatException {
    byte[] first = LongSession.bytes(file, 0, Math.min(length, PIECE));
    int end = SessionLine.end(first, 0);
    return end < first.length ? end + 1 : 0;
  }

  /** The next lines, about a piece of them; longer if one line is. */
  private byte[] wholeLines(long from, long length) throws IOException {
    for (long size = PIECE; ; size *= 2) {
      byte[] bytes = LongSession.bytes(file, from, Math.min(length, from + size));
      if (from + bytes.length == length) {
        return bytes;
      }
      int last = bytes.length - 1;
      while (last >= 0 && bytes[last] != '\n') {
        last--;
      }
      if (last >= 0) {
        return Arrays.copyOf(bytes, last + 1);
      }
    }
  }

  private static Piece read(byte[] bytes, long offset) {
    List<Object> said = new ArrayList<>(bytes.length / 100);
    long[] offsets = new long[bytes.length / 100 + 16];
    int count = 0;
    for (int from = 0; from < bytes.length; ) {
      int to = SessionLine.end(bytes, from);
      if (count + 1 >= offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      }
      offsets[count++] = offset + from;
      SearchEvent event = SessionLine.event(bytes, from, to - from);
      said.add(event != null ? event : other(bytes, from, to));
      from = to + 1;
    }
    offsets[count] = offset + bytes.length;
    return new Piece(said, Arrays.copyOf(offsets, count + 1));
  }

  private static Other other(byte[] bytes, int from, int to) {
    JsonNode node;
    try {
      node = SessionJson.MAPPER.readTree(bytes, from, to - from);
    } catch (JacksonException _) {
      return new Other(null, true);
    }
    try {
      Record said =
          node.has("telemetry")
              ? SessionJson.MAPPER.treeToValue(node.get("telemetry"), Telemetry.class)
              : node.has("annotation")
                  ? (Record) SessionJson.MAPPER.treeToValue(node, Annotation.class)
                  : null;
      return new Other(said == null || Absences.first(said) != null ? null : said, false);
    } catch (JacksonException | IllegalArgumentException _) {
      return new Other(null, false);
    }
  }

  /** Puts lines in order; false if one of them does not belong there. */
  private boolean take(Piece piece, boolean last, long length) {
    for (int i = 0; i < piece.said().size(); i++) {
      long offset = piece.offsets()[i];
      long next = piece.offsets()[i + 1];
      switch (piece.said().get(i)) {
        case SearchEvent event -> {
          if (order.take(event) != null) {
            return false;
          }
          taken(event, offset, next);
        }
        case Other(Telemetry measured, boolean _) -> {
          if (order.take(measured) != null) {
            return false;
          }
          wholeUpTo(next);
        }
        case Other(Annotation _, boolean _) -> {
          int line = Math.toIntExact(next - offset);
          annotations.add(new SessionIndex.Line(offset, line));
          wholeUpTo(next);
        }
        // A line that a killed program tore, or one that only the careful reader can judge.
        case Other(var _, boolean torn) -> {
          if (!torn || !last || next != length || i + 1 < piece.said().size()) {
            return false;
          }
          inStep = true;
        }
        default -> throw new IllegalStateException("a line says an event or something else");
      }
    }
    return true;
  }

  private void wholeUpTo(long offset) {
    if (!inStep) {
      end = offset;
    }
  }

  private void taken(SearchEvent event, long offset, long next) {
    if (!inStep && blockOffset >= 0 && events - blockEvent >= BLOCK) {
      closeBlock();
    }
    if (blockOffset < 0) {
      blockOffset = offset;
      blockEvent = events;
      blockNodes = nodesInWholeSteps;
      blockSteps = wholeSteps;
    }
    events++;
    inStep = true;
    if (event instanceof SearchEvent.Stepped) {
      inStep = false;
      eventsInWholeSteps = events;
      nodesInWholeSteps = order.nodes();
      wholeSteps = order.steps();
      end = next;
    }
  }

  private void closeBlock() {
    if (blockOffset >= 0 && blockEvent < eventsInWholeSteps) {
      blocks.add(new SessionIndex.Block(blockOffset, blockEvent, blockNodes, blockSteps, 0));
    }
    blockOffset = -1;
  }
}
