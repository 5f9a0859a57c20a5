package dev.espalier.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A long session summed up: where its events are, block by block, so that any of them is found
 * without reading those before it.
 *
 * <p>It is kept in a small file beside the session and never believed: it counts only if its own
 * check sum is right and the check sum of every block is that of the session's bytes as they are
 * now; and whoever reads a block holds its events against what is said here of them.
 *
 * @param length of the session in bytes
 * @param breaksOff whether the session ends within a step
 * @param blocks one after the other; what lies before the first is the header
 * @param events how many there are, in all whole steps
 * @param nodes how many appear in them
 * @param annotations where the lines are that people added
 */
record SessionIndex(
    long length,
    boolean breaksOff,
    int headerSum,
    List<Block> blocks,
    long end,
    int events,
    int nodes,
    int steps,
    List<Line> annotations) {

  private static final long MAGIC = 0x4553505F49445831L;
  private static final int BLOCK_BYTES = 24;
  private static final int LINE_BYTES = 12;

  /**
   * Some whole steps.
   *
   * @param offset of the first byte
   * @param firstEvent number of the first event
   * @param nodes how many there are before it
   * @param steps how many have ended before it
   * @param sum of the bytes up to the next block
   */
  record Block(long offset, int firstEvent, int nodes, int steps, int sum) {}

  /** A line of the file, without its end. */
  record Line(long offset, int length) {}

  /** Where the index of a session is kept. */
  static Path beside(Path session) {
    return session.resolveSibling("." + session.getFileName() + ".index");
  }

  /** Where block {@code i} ends. */
  long endOf(int i) {
    return i + 1 < blocks.size() ? blocks.get(i + 1).offset() : end;
  }

  /** Number of the event after the last of block {@code i}. */
  int eventsUpTo(int i) {
    return i + 1 < blocks.size() ? blocks.get(i + 1).firstEvent() : events;
  }

  /** The block that event {@code event} is in. */
  int blockOf(int event) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).firstEvent() <= event) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The index kept beside a session, or null if there is none that is of this very file. */
  static @Nullable SessionIndex of(Path session, RandomAccessFile file) throws IOException {
    Path kept = beside(session);
    if (!Files.isRegularFile(kept) || Files.size(kept) > Integer.MAX_VALUE / 4) {
      return null;
    }
    SessionIndex index = read(Files.readAllBytes(kept));
    return index != null && index.length == file.length() && index.sumsAreOf(file) ? index : null;
  }

  private static @Nullable SessionIndex read(byte[] bytes) throws IOException {
    int body = bytes.length - Integer.BYTES;
    if (body < Long.BYTES
        || new DataInputStream(new ByteArrayInputStream(bytes, body, Integer.BYTES)).readInt()
            != sum(bytes, body)) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body));
    if (in.readLong() != MAGIC) {
      return null;
    }
    long length = in.readLong();
    boolean breaksOff = in.readBoolean();
    int headerSum = in.readInt();
    long end = in.readLong();
    int events = in.readInt();
    int nodes = in.readInt();
    int steps = in.readInt();
    int blockCount = in.readInt();
    int lineCount = in.readInt();
    if (blockCount < 0
        || lineCount < 0
        || in.available() != (long) BLOCK_BYTES * blockCount + (long) LINE_BYTES * lineCount) {
      return null;
    }
    List<Block> blocks = new ArrayList<>(blockCount);
    for (int i = 0; i < blockCount; i++) {
      blocks.add(new Block(in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readInt()));
    }
    List<Line> lines = new ArrayList<>(lineCount);
    for (int i = 0; i < lineCount; i++) {
      lines.add(new Line(in.readLong(), in.readInt()));
    }
    SessionIndex index =
        new SessionIndex(length, breaksOff, headerSum, blocks, end, events, nodes, steps, lines);
    return index.isInOrder() ? index : null;
  }

  private boolean isInOrder() {
    long offset = 1;
    int event = 0;
    for (Block block : blocks) {
      if (block.offset() < offset || block.firstEvent() < event) {
        return false;
      }
      offset = block.offset() + 1;
      event = block.firstEvent() + 1;
    }
    boolean lines =
        annotations.stream()
            .allMatch(l -> l.offset() >= 0 && l.length() >= 0 && l.offset() + l.length() <= length);
    return lines
        && offset <= end
        && end <= length
        && event <= events
        && (blocks.isEmpty() ? events == 0 : blocks.getFirst().firstEvent() == 0);
  }

  private boolean sumsAreOf(RandomAccessFile file) throws IOException {
    byte[] buffer = new byte[1 << 20];
    long first = blocks.isEmpty() ? end : blocks.getFirst().offset();
    if (sum(file, 0, first, buffer) != headerSum) {
      return false;
    }
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (sum(file, block.offset(), endOf(i), buffer) != block.sum()) {
        return false;
      }
    }
    return true;
  }

  static int sum(RandomAccessFile file, long from, long to, byte[] buffer) throws IOException {
    CRC32C sum = new CRC32C();
    file.seek(from);
    for (long at = from; at < to; ) {
      int read = file.read(buffer, 0, (int) Math.min(buffer.length, to - at));
      if (read < 0) {
        return ~(int) sum.getValue();
      }
      sum.update(buffer, 0, read);
      at += read;
    }
    return (int) sum.getValue();
  }

  static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  /** Keeps it beside the session. */
  void write(Path session) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeLong(length);
    out.writeBoolean(breaksOff);
    out.writeInt(headerSum);
    out.writeLong(end);
    out.writeInt(events);
    out.writeInt(nodes);
    out.writeInt(steps);
    out.writeInt(blocks.size());
    out.writeInt(annotations.size());
    for (Block block : blocks) {
      out.writeLong(block.offset());
      out.writeInt(block.firstEvent());
      out.writeInt(block.nodes());
      out.writeInt(block.steps());
      out.writeInt(block.sum());
    }
    for (Line line : annotations) {
      out.writeLong(line.offset());
      out.writeInt(line.length());
    }
    out.writeInt(sum(bytes.toByteArray(), bytes.size()));
    Path folder = session.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, ".indexing", ".index");
    try {
      Files.write(temporary, bytes.toByteArray());
      Files.move(temporary, beside(session), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
