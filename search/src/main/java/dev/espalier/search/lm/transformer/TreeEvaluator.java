package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.transformer.KvCacheTree.Node;
import dev.espalier.search.token.TokenSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Evaluates sequences on an engine, computing only what is not in the cache.
 *
 * <p>A token's hidden state is kept beside its key and value. So a sequence asked for again, or a
 * prefix of one, costs its row of the head and gives the same answer, wherever it was computed.
 */
final class TreeEvaluator {

  /** Rows of one native call: bounds its workspace, and is past the point where more rows pay. */
  static final int BATCH_TOKENS = 256;

  /** Numbers the head may produce in one call: 64 MB. */
  static final int HEAD_NUMBERS = 1 << 24;

  /** Attention scores of one layer in one call: 128 MB in fp32. */
  static final int SCORE_NUMBERS = 1 << 25;

  private static final int FIRST_SLOTS = 256;

  private final DecoderEngine engine;
  private final KvCacheTree tree;
  private final int limit;
  private final int heads;
  private final int batchRows;
  private final TreeBatch batch = new TreeBatch();
  private int reserved;

  /**
   * @param slots most tokens the cache may hold
   * @param vocabularySize ids at or above are refused
   * @param heads attention heads of a layer
   * @param headWidth numbers the head makes of a row
   */
  TreeEvaluator(DecoderEngine engine, int slots, int vocabularySize, int heads, int headWidth) {
    this.engine = engine;
    this.heads = heads;
    this.tree = new KvCacheTree(slots, vocabularySize);
    this.limit = slots;
    this.batchRows = Math.clamp(HEAD_NUMBERS / headWidth, 1, BATCH_TOKENS);
  }

  /** Takes the answer to some of the rows: the engine's step with these arguments. */
  interface Rows {
    void read(TreeBatch batch, int[] slots);
  }

  /**
   * Computes what is missing of {@code prefixes} and reads their rows, in order, in one call or
   * several.
   *
   * @throws IllegalArgumentException if a prefix holds an unknown token
   */
  void evaluate(ImmutableList<TokenSequence> prefixes, Rows rows) {
    boolean done = false;
    try {
      MutableIntList slots = IntLists.mutable.empty();
      tree.begin();
      for (TokenSequence prefix : prefixes) {
        Node node = tree.claim(prefix);
        if (node == null) {
          // What is pinned fills the cache: answer it, and go on in a new round.
          flush(slots, rows);
          tree.begin();
          node = Objects.requireNonNull(tree.claim(prefix), "one sequence fits an unpinned cache");
        }
        slots.add(node.slot());
      }
      flush(slots, rows);
      done = true;
    } finally {
      if (!done) {
        tree.abandonFresh();
      }
    }
  }

  private void flush(MutableIntList slots, Rows rows) {
    reserve(tree.extent());
    List<Node> fresh = tree.fresh();
    int most = Math.clamp(SCORE_NUMBERS / ((long) heads * tree.extent()), 1, BATCH_TOKENS);
    int from = 0;
    while (fresh.size() - from > most) {
      batch.fill(fresh.subList(from, from + most), tree.extent());
      engine.advance(batch);
      from += most;
    }
    batch.fill(fresh.subList(from, fresh.size()), tree.extent());
    int[] all = slots.toArray();
    for (int row = 0; row < all.length; row += batchRows) {
      rows.read(batch, Arrays.copyOfRange(all, row, Math.min(all.length, row + batchRows)));
      batch.clear();
    }
    tree.computed();
    slots.clear();
  }

  private void reserve(int slots) {
    if (slots > reserved) {
      int grown = Math.min(limit, Math.max(slots, Math.max(FIRST_SLOTS, 2 * reserved)));
      engine.resize(grown, IntStream.range(0, reserved).toArray());
      reserved = grown;
    }
  }

  /** Drops all but the {@code tokens} tokens used last. */
  void forget(int tokens) {
    tree.keep(tokens);
  }

  /** Keeps at most {@code tokens} tokens, those used last, and gives the others' memory back. */
  void release(int tokens) {
    forget(tokens);
    int[] kept = tree.compact();
    int slots = Math.min(reserved, Math.max(FIRST_SLOTS, kept.length));
    boolean done = false;
    try {
      engine.resize(slots, kept);
      reserved = slots;
      done = true;
    } finally {
      if (!done) {
        // The tree's slots are the new ones, the content is still in the old ones.
        tree.keep(0);
      }
    }
  }
}
