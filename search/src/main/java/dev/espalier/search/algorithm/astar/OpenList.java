package dev.espalier.search.algorithm.astar;

import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that wait to be expanded, best first; immutable, so that a search can be taken up again
 * from any earlier state.
 *
 * <p>A leftist heap (Crane 1972; Okasaki, "Purely Functional Data Structures", 1998, §3.1): adding
 * and removing cost O(log n) and share all but a path.
 */
final class OpenList {

  static final OpenList EMPTY = new OpenList(null, 0);

  /** f, then h, then the deeper one, then the older one: no two nodes are equal. */
  static final Comparator<StepNode> ORDER =
      Comparator.comparingLong(StepNode::f)
          .thenComparingLong(StepNode::h)
          .thenComparing(Comparator.comparingInt(StepNode::depth).reversed())
          .thenComparingInt(StepNode::node);

  private record Heap(StepNode best, @Nullable Heap left, @Nullable Heap right, int rank) {}

  private final @Nullable Heap heap;
  private final int size;

  private OpenList(@Nullable Heap heap, int size) {
    this.heap = heap;
    this.size = size;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return heap == null;
  }

  OpenList with(StepNode node) {
    return new OpenList(merge(heap, new Heap(node, null, null, 1)), size + 1);
  }

  /**
   * The node of the least key.
   *
   * @throws IllegalStateException if there is none
   */
  StepNode best() {
    if (heap == null) {
      throw new IllegalStateException("an empty open list has no best node");
    }
    return heap.best();
  }

  OpenList withoutBest() {
    return heap == null ? this : new OpenList(merge(heap.left(), heap.right()), size - 1);
  }

  /** All nodes, that of the least key first. */
  ImmutableList<StepNode> inOrder() {
    MutableList<StepNode> ordered = Lists.mutable.withInitialCapacity(size);
    for (OpenList rest = this; !rest.isEmpty(); rest = rest.withoutBest()) {
      ordered.add(rest.best());
    }
    return ordered.toImmutable();
  }

  /**
   * The list of these nodes; a chain of them is a heap already.
   *
   * @param ordered the node of the least key first
   */
  static OpenList ofOrdered(ImmutableList<StepNode> ordered) {
    Heap chain = null;
    for (StepNode node : ordered.toReversed()) {
      chain = new Heap(node, chain, null, 1);
    }
    return new OpenList(chain, ordered.size());
  }

  private static @Nullable Heap merge(@Nullable Heap a, @Nullable Heap b) {
    if (a == null) {
      return b;
    }
    if (b == null) {
      return a;
    }
    boolean first = ORDER.compare(a.best(), b.best()) <= 0;
    Heap top = first ? a : b;
    Heap merged = merge(top.right(), first ? b : a);
    int leftRank = rank(top.left());
    int mergedRank = rank(merged);
    return leftRank >= mergedRank
        ? new Heap(top.best(), top.left(), merged, mergedRank + 1)
        : new Heap(top.best(), merged, top.left(), leftRank + 1);
  }

  private static int rank(@Nullable Heap heap) {
    return heap == null ? 0 : heap.rank();
  }
}
