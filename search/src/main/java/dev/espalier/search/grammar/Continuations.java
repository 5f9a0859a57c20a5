package dev.espalier.search.grammar;

import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * What may remain of a token after it has left an automaton: the subtrees below some nodes of a
 * vocabulary's trie, laid over one another, so that {@code a",} and {@code é",} are walked once.
 * Immutable; in depth-first order like {@link TokenTrie}.
 */
final class Continuations {

  static final Continuations NONE =
      new Continuations(new int[0], new byte[0], new int[0], new int[0], new int[1], new int[0], 0);

  /** The nodes of the vocabulary's trie that these are the continuations of, sorted. */
  private final int[] exits;

  private final byte[] label;
  private final int[] depth;
  private final int[] end;
  private final int[] tokenStart;
  private final int[] tokens;
  private final int deepest;

  private Continuations(
      int[] exits,
      byte[] label,
      int[] depth,
      int[] end,
      int[] tokenStart,
      int[] tokens,
      int deepest) {
    this.exits = exits;
    this.label = label;
    this.depth = depth;
    this.end = end;
    this.tokenStart = tokenStart;
    this.tokens = tokens;
    this.deepest = deepest;
  }

  /**
   * @param exits nodes with children, sorted
   */
  static Continuations of(TokenTrie trie, int[] exits) {
    return exits.length == 0 ? NONE : new Merge(trie).merge(exits);
  }

  int[] exits() {
    return exits;
  }

  boolean isEmpty() {
    return label.length == 0;
  }

  /** Adds the tokens whose remaining bytes lead on from {@code state}. */
  void addTo(long[] mask, ParserState state) {
    ParserState[] path = new ParserState[deepest + 1];
    path[0] = state;
    for (int node = 0; node < label.length; ) {
      ParserState next = path[depth[node] - 1].advance(label[node] & 0xFF);
      if (next == null) {
        node = end[node];
        continue;
      }
      path[depth[node]] = next;
      for (int i = tokenStart[node]; i < tokenStart[node + 1]; i++) {
        mask[tokens[i] >> 6] |= 1L << (tokens[i] & 63);
      }
      node++;
    }
  }

  /** Buckets of trie nodes by the byte that leads to them, level by level. */
  private static final class Merge {
    private final TokenTrie trie;
    private final ByteArrayList label = new ByteArrayList();
    private final IntArrayList depth = new IntArrayList();
    private final IntArrayList end = new IntArrayList();
    private final IntArrayList tokenStart = new IntArrayList();
    private final IntArrayList tokens = new IntArrayList();

    Merge(TokenTrie trie) {
      this.trie = trie;
    }

    Continuations merge(int[] exits) {
      below(exits, exits.length, 1);
      tokenStart.add(tokens.size());
      return new Continuations(
          exits,
          label.toArray(),
          depth.toArray(),
          end.toArray(),
          tokenStart.toArray(),
          tokens.toArray(),
          depth.isEmpty() ? 0 : depth.max());
    }

    private void below(int[] nodes, int count, int level) {
      int[] first = new int[256];
      Arrays.fill(first, -1);
      IntArrayList children = new IntArrayList();
      IntArrayList next = new IntArrayList();
      for (int i = count - 1; i >= 0; i--) {
        int last = trie.end(nodes[i]);
        for (int child = nodes[i] + 1; child < last; child = trie.end(child)) {
          next.add(first[trie.label(child)]);
          first[trie.label(child)] = children.size();
          children.add(child);
        }
      }
      int[] group = new int[count];
      for (int b = 0; b < 256; b++) {
        int members = 0;
        for (int i = first[b]; i >= 0; i = next.get(i)) {
          group[members++] = children.get(i);
        }
        if (members == 0) {
          continue;
        }
        int node = label.size();
        label.add((byte) b);
        depth.add(level);
        end.add(0);
        tokenStart.add(tokens.size());
        boolean deeper = false;
        for (int i = 0; i < members; i++) {
          for (int t = trie.tokenStart(group[i]); t < trie.tokenStart(group[i] + 1); t++) {
            tokens.add(trie.token(t));
          }
          deeper |= trie.end(group[i]) > group[i] + 1;
        }
        if (deeper) {
          below(group, members, level + 1);
        }
        end.set(node, label.size());
      }
    }
  }
}
