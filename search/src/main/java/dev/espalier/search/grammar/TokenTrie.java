package dev.espalier.search.grammar;

import dev.espalier.search.token.Tokenizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The byte strings of a vocabulary as a trie in depth-first order; immutable.
 *
 * <p>A walk steps to {@code node + 1} to go down and to {@code end(node)} to skip a subtree. Tokens
 * without bytes (special ones, unused ids) are not in it; tokens of equal bytes share a node.
 */
final class TokenTrie {

  private final int vocabularySize;
  private final byte[] label;
  private final int[] depth;
  private final int[] end;

  /** Tokens that end at node n are tokens[tokenStart[n]] to tokens[tokenStart[n + 1]] − 1. */
  private final int[] tokenStart;

  private final int[] tokens;
  private final int longest;

  private TokenTrie(
      int vocabularySize, byte[] label, int[] depth, int[] end, int[] tokenStart, int[] tokens) {
    this.vocabularySize = vocabularySize;
    this.label = label;
    this.depth = depth;
    this.end = end;
    this.tokenStart = tokenStart;
    this.tokens = tokens;
    this.longest = IntStream.of(depth).max().orElse(0);
  }

  static TokenTrie of(Tokenizer tokenizer) {
    int n = tokenizer.vocabularySize();
    byte[][] bytes = new byte[n][];
    for (int t = 0; t < n; t++) {
      bytes[t] = tokenizer.bytes(t);
    }
    int[] order =
        IntStream.range(0, n)
            .filter(t -> bytes[t].length > 0)
            .boxed()
            .sorted(
                Comparator.<Integer, byte[]>comparing(t -> bytes[t], Arrays::compareUnsigned)
                    .thenComparing(Comparator.naturalOrder()))
            .mapToInt(Integer::intValue)
            .toArray();
    ByteArrayList label = new ByteArrayList();
    IntArrayList depth = new IntArrayList();
    IntArrayList tokenStart = new IntArrayList();
    byte[] previous = new byte[0];
    for (int i = 0; i < order.length; i++) {
      byte[] current = bytes[order[i]];
      int mismatch = Arrays.mismatch(previous, current);
      int shared = mismatch < 0 ? current.length : mismatch;
      for (int d = shared; d < current.length; d++) {
        label.add(current[d]);
        depth.add(d + 1);
        tokenStart.add(i);
      }
      previous = current;
    }
    // A token ends at its last node, whose list begins where the token stands in the order; inner
    // nodes made on the way to it own nothing.
    int nodes = label.size();
    int[] starts = new int[nodes + 1];
    int[] list = new int[order.length];
    int filled = 0;
    for (int node = 0; node < nodes; node++) {
      starts[node] = filled;
      for (int i = tokenStart.get(node);
          i < order.length
              && bytes[order[i]].length == depth.get(node)
              && (i == tokenStart.get(node) || Arrays.equals(bytes[order[i]], bytes[order[i - 1]]));
          i++) {
        list[filled++] = order[i];
      }
    }
    starts[nodes] = filled;
    int[] end = new int[nodes];
    IntArrayList open = new IntArrayList();
    for (int node = 0; node <= nodes; node++) {
      int d = node < nodes ? depth.get(node) : 0;
      while (!open.isEmpty() && (node == nodes || depth.get(open.getLast()) >= d)) {
        end[open.removeAtIndex(open.size() - 1)] = node;
      }
      if (node < nodes) {
        open.add(node);
      }
    }
    return new TokenTrie(n, label.toArray(), depth.toArray(), end, starts, list);
  }

  int vocabularySize() {
    return vocabularySize;
  }

  int nodes() {
    return label.length;
  }

  /** The byte on the edge into {@code node}, 0 to 255. */
  int label(int node) {
    return label[node] & 0xFF;
  }

  /** Bytes from the root, from 1. */
  int depth(int node) {
    return depth[node];
  }

  /** The first node after the subtree of {@code node}. */
  int end(int node) {
    return end[node];
  }

  int tokenStart(int node) {
    return tokenStart[node];
  }

  int token(int i) {
    return tokens[i];
  }

  /** Length in bytes of the longest token. */
  int longest() {
    return longest;
  }

  ImmutableIntList tokensAt(int node) {
    return IntLists.immutable.with(
        Arrays.copyOfRange(tokens, tokenStart[node], tokenStart[node + 1]));
  }
}
