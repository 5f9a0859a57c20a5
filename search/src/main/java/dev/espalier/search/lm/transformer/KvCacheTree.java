package dev.espalier.search.lm.transformer;

import dev.espalier.search.token.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which token of which sequence lies in which slot of a key-value cache.
 *
 * <p>A trie with one slot for each distinct token of the tree: sequences share the slots of their
 * common prefix. It knows nothing of tensors. Requests come in rounds; within a round, {@link
 * #claim} gives every token of a sequence a slot and pins the sequence, so that making room for one
 * row never takes an ancestor of another. Room is made by dropping leaves, least recently used
 * first, so a node is never dropped before its descendants. Everything is a function of the calls
 * made so far.
 */
final class KvCacheTree {

  /** Sharing out one freed slot at a time would scan the tree each time; this fraction at once. */
  private static final int EVICTED_FRACTION = 16;

  /** One token of the tree, below the token before it. */
  static final class Node {
    private final TokenSequence sequence;
    final @Nullable Node parent;
    private int slot;
    private int children;
    private long round;

    /** Position in the batch being computed, and the batch it was in. */
    int row = -1;

    long batch;

    /** Column of the mask in the batch being computed. */
    int column;

    long columnBatch;

    private Node(TokenSequence sequence, @Nullable Node parent, int slot) {
      this.sequence = sequence;
      this.parent = parent;
      this.slot = slot;
    }

    int token() {
      return sequence.last();
    }

    int position() {
      return sequence.length() - 1;
    }

    int slot() {
      return slot;
    }
  }

  private final int limit;
  private final int vocabularySize;
  private final Map<TokenSequence, Node> nodes = new HashMap<>();
  private final BitSet taken = new BitSet();
  private @Nullable Node[] bySlot = new @Nullable Node[64];
  private final List<Node> fresh = new ArrayList<>();
  private final List<TokenSequence> missing = new ArrayList<>();
  private long round;
  private int pinned;
  private int lowestFree;

  /**
   * @param limit most slots ever in use
   * @param vocabularySize ids at or above are refused
   */
  KvCacheTree(int limit, int vocabularySize) {
    if (limit < 1) {
      throw new IllegalArgumentException("a cache of " + limit + " slots; at least 1 is needed");
    }
    this.limit = limit;
    this.vocabularySize = vocabularySize;
  }

  /** Starts a round: nothing is pinned. */
  void begin() {
    round++;
    pinned = 0;
  }

  /**
   * The node of {@code sequence}, made and pinned with all its ancestors; null if the round's
   * pinned nodes leave too little room, in which case nothing has changed but what is pinned.
   *
   * @throws IllegalArgumentException if a token is outside the vocabulary or the sequence is longer
   *     than the cache can ever hold
   */
  @Nullable Node claim(TokenSequence sequence) {
    if (sequence.length() > limit) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens, the cache holds %d".formatted(sequence.length(), limit));
    }
    missing.clear();
    TokenSequence cell = sequence;
    Node node = nodes.get(cell);
    while (node == null && cell.length() > 1) {
      refuseUnknown(cell);
      missing.add(cell);
      cell = cell.parent();
      node = nodes.get(cell);
    }
    if (node == null) {
      refuseUnknown(cell);
      missing.add(cell);
    }
    pin(node);
    if (!makeRoom(missing.size())) {
      return null;
    }
    for (int i = missing.size() - 1; i >= 0; i--) {
      node = add(missing.get(i), node);
    }
    return node;
  }

  private void refuseUnknown(TokenSequence cell) {
    if (cell.last() >= vocabularySize) {
      throw new IllegalArgumentException(
          "token %d at position %d, the vocabulary has %d"
              .formatted(cell.last(), cell.length() - 1, vocabularySize));
    }
  }

  private void pin(@Nullable Node from) {
    for (Node n = from; n != null && n.round != round; n = n.parent) {
      n.round = round;
      pinned++;
    }
  }

  private Node add(TokenSequence sequence, @Nullable Node parent) {
    int slot = taken.nextClearBit(lowestFree);
    lowestFree = slot + 1;
    taken.set(slot);
    if (slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
    }
    Node node = new Node(sequence, parent, slot);
    node.round = round;
    pinned++;
    if (parent != null) {
      parent.children++;
    }
    bySlot[slot] = node;
    nodes.put(sequence, node);
    fresh.add(node);
    return node;
  }

  /** Nodes made since the last {@link #computed()}, parents before children. */
  List<Node> fresh() {
    return fresh;
  }

  /** The fresh nodes' keys and values are in their slots now. */
  void computed() {
    fresh.clear();
  }

  /** The fresh nodes could not be computed: as if they had never been asked for. */
  void abandonFresh() {
    for (int i = fresh.size() - 1; i >= 0; i--) {
      drop(fresh.get(i));
    }
    fresh.clear();
  }

  int size() {
    return nodes.size();
  }

  /** One more than the highest slot in use. */
  int extent() {
    return taken.length();
  }

  boolean holds(TokenSequence sequence) {
    return nodes.containsKey(sequence);
  }

  private boolean makeRoom(int needed) {
    int free = limit - nodes.size();
    if (needed <= free) {
      return true;
    }
    if (needed > limit - pinned) {
      return false;
    }
    evict(Math.max(needed - free, Math.min(limit / EVICTED_FRACTION, nodes.size() - pinned)));
    return true;
  }

  /** Drops the least recently used nodes until at most {@code most} are left; none is pinned. */
  void keep(int most) {
    begin();
    evict(Math.max(0, nodes.size() - most));
  }

  private void evict(int count) {
    // A leaf's round is never later than its parent's, so leaves in this order free whole branches.
    PriorityQueue<Node> leaves =
        new PriorityQueue<>((a, b) ->
            a.round != b.round ? Long.compare(a.round, b.round) : Integer.compare(a.slot, b.slot));
    for (int slot = taken.nextSetBit(0); slot >= 0; slot = taken.nextSetBit(slot + 1)) {
      Node node = bySlot[slot];
      if (node != null && node.children == 0 && node.round != round) {
        leaves.add(node);
      }
    }
    for (int dropped = 0; dropped < count; dropped++) {
      Node leaf = leaves.remove();
      drop(leaf);
      Node parent = leaf.parent;
      if (parent != null && parent.children == 0 && parent.round != round) {
        leaves.add(parent);
      }
    }
  }

  private void drop(Node node) {
    nodes.remove(node.sequence);
    taken.clear(node.slot);
    bySlot[node.slot] = null;
    lowestFree = Math.min(lowestFree, node.slot);
    if (node.round == round) {
      pinned--;
    }
    Node parent = node.parent;
    if (parent != null) {
      parent.children--;
    }
  }

  /**
   * Moves all nodes to the lowest slots, keeping their order.
   *
   * @return the slots they came from: node i's content must move from slot {@code result[i]} to i
   */
  int[] compact() {
    int[] kept = taken.stream().toArray();
    for (int i = 0; i < kept.length; i++) {
      Node node = bySlot[kept[i]];
      bySlot[kept[i]] = null;
      bySlot[i] = node;
      if (node != null) {
        node.slot = i;
      }
    }
    taken.clear();
    taken.set(0, kept.length);
    lowestFree = kept.length;
    return kept;
  }
}
