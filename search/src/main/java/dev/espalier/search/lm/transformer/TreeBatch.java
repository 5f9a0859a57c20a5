package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.KvCacheTree.Node;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The new tokens of one model call: ids, positions, slots, and which slots each may attend to.
 *
 * <p>A token sees itself and its ancestors and nothing else. The mask's columns stand either for
 * the slots 0, 1, 2 … (when most of them are seen by someone) or for the listed {@link #seen(int)
 * seen} slots alone, so that a few rows of a large tree do not pay for all of it. Buffers are
 * reused from batch to batch; one owner, one batch at a time.
 */
final class TreeBatch {

  /** Copying the seen keys and values costs about as much as reading them twice more. */
  private static final int GATHER_BELOW = 2;

  private int size;
  private int columns;
  private int seenCount;
  private long[] ids = new long[0];
  private long[] positions = new long[0];
  private long[] slots = new long[0];
  private long[] seen = new long[64];
  private byte[] mask = new byte[0];
  private long number;

  /**
   * Fills the batch.
   *
   * @param nodes tokens to compute, each after its parent where both are in the batch; every
   *     ancestor not in the batch is in the cache already
   * @param extent one more than the highest slot in use
   */
  void fill(List<Node> nodes, int extent) {
    number++;
    size = nodes.size();
    if (ids.length < size) {
      ids = new long[size];
      positions = new long[size];
      slots = new long[size];
    }
    for (int i = 0; i < size; i++) {
      Node node = nodes.get(i);
      ids[i] = node.token();
      positions[i] = node.position();
      slots[i] = node.slot();
      node.row = i;
      node.batch = number;
    }
    listSeen(nodes);
    boolean gather = seenCount * GATHER_BELOW < extent;
    columns = gather ? seenCount : extent;
    if (mask.length < size * columns) {
      mask = new byte[Math.max(size * columns, 2 * mask.length)];
    }
    Arrays.fill(mask, 0, size * columns, (byte) 0);
    fillMask(nodes, gather);
    if (!gather) {
      seenCount = 0;
    }
  }

  private void listSeen(List<Node> nodes) {
    seenCount = 0;
    for (Node node : nodes) {
      for (Node n = node; n != null && n.columnBatch != number; n = n.parent) {
        n.columnBatch = number;
        n.column = seenCount;
        if (seenCount == seen.length) {
          seen = Arrays.copyOf(seen, 2 * seen.length);
        }
        seen[seenCount++] = n.slot();
      }
    }
  }

  private void fillMask(List<Node> nodes, boolean gather) {
    @Nullable Node lastParent = null;
    int lastRow = -1;
    for (int i = 0; i < size; i++) {
      Node node = nodes.get(i);
      Node parent = node.parent;
      int start = i * columns;
      if (parent != null && parent.batch == number) {
        System.arraycopy(mask, parent.row * columns, mask, start, columns);
      } else if (parent != null && parent == lastParent) {
        // A sibling's row, without the sibling itself.
        System.arraycopy(mask, lastRow * columns, mask, start, columns);
        mask[start + column(nodes.get(lastRow), gather)] = 0;
      } else {
        for (Node n = parent; n != null; n = n.parent) {
          mask[start + column(n, gather)] = 1;
        }
        lastParent = parent;
        lastRow = i;
      }
      mask[start + column(node, gather)] = 1;
    }
  }

  private static int column(Node node, boolean gather) {
    return gather ? node.column : node.slot();
  }

  /** No new tokens. */
  void clear() {
    size = 0;
    columns = 0;
    seenCount = 0;
  }

  /** How many tokens there are to compute. */
  int size() {
    return size;
  }

  /** Width of the mask. */
  int columns() {
    return columns;
  }

  long id(int i) {
    return ids[i];
  }

  long position(int i) {
    return positions[i];
  }

  long slot(int i) {
    return slots[i];
  }

  /** How many slots are listed; 0 when column c is slot c. */
  int seenCount() {
    return seenCount;
  }

  long seen(int column) {
    return seen[column];
  }

  /** Writes all ids, then all positions, then all slots. */
  void copyNumbers(LongBuffer target) {
    target.put(ids, 0, size).put(positions, 0, size).put(slots, 0, size);
  }

  /** Writes the listed slots. */
  void copySeen(LongBuffer target) {
    target.put(seen, 0, seenCount);
  }

  /** Row-major {@code [size, columns]}, 1 where token i may see column c; longer than needed. */
  byte[] mask() {
    return mask;
  }
}
