package dev.espalier.search.potential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/** The constraint that a text holds none of a list of words, over bytes. */
public final class StopList implements IncrementalPotential {

  private final byte[][] words;
  private final int longest;

  /**
   * @param words as they are written, none of them empty
   */
  public StopList(ImmutableList<String> words) {
    if (words.isEmpty() || words.contains("")) {
      throw new IllegalArgumentException(
          "a stop list needs at least one word, and no empty one, which every text holds");
    }
    this.words =
        words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.longest = Arrays.stream(this.words).mapToInt(word -> word.length).max().orElseThrow();
  }

  @Override
  public int items() {
    return 256;
  }

  @Override
  public boolean isBoolean() {
    return true;
  }

  @Override
  public Walk start() {
    return new Tail(new byte[0], false);
  }

  private boolean endsWithWord(byte[] text) {
    for (byte[] word : words) {
      if (word.length <= text.length
          && Arrays.equals(word, 0, word.length, text, text.length - word.length, text.length)) {
        return true;
      }
    }
    return false;
  }

  /** The last bytes, as many as a word could have, and whether one was seen. */
  private final class Tail implements Walk {
    private final byte[] bytes;
    private final boolean seen;

    Tail(byte[] bytes, boolean seen) {
      this.bytes = bytes;
      this.seen = seen;
    }

    @Override
    public Walk push(int item) {
      if (seen) {
        return this;
      }
      int from = Math.max(0, bytes.length + 1 - longest);
      byte[] next = Arrays.copyOfRange(bytes, from, bytes.length + 1);
      next[next.length - 1] = (byte) item;
      return new Tail(next, endsWithWord(next));
    }

    @Override
    public double prefix() {
      return seen ? Double.NEGATIVE_INFINITY : 0;
    }

    @Override
    public double complete() {
      return prefix();
    }
  }
}
