package dev.espalier.reward.vocabulary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A byte-level byte-pair encoding (Sennrich, Haddow, Birch, arXiv 1508.07909): special tokens, the
 * 256 bytes, then one token a merge. Not thread-safe: it remembers the words it has encoded.
 *
 * <p>Text is first cut into words by {@link #WORD}: a digit stands alone with the space before it,
 * so a number is read digit by digit, and a blank line is a token of its own, so the end of a step
 * can be seen.
 */
public final class BytePairVocabulary {

  /** How text is cut before merging, in the syntax both Java and the tokenizer library read. */
  static final String WORD = "\\n\\n| ?\\p{L}+| ?\\d| ?[^\\s\\p{L}\\d]+|\\s";

  private static final Pattern WORDS = Pattern.compile(WORD);

  /** Cuts text at special tokens, which are written out in documents. */
  private final Pattern specialPattern;

  private final ImmutableList<String> specials;
  private final ImmutableList<Merge> merges;
  private final Map<Long, Integer> ranks = new HashMap<>();
  private final Map<String, int[]> words = new HashMap<>();

  /** Two tokens that become one; the new token's id follows from the merge's place in the list. */
  record Merge(int left, int right) {}

  BytePairVocabulary(ImmutableList<String> specials, ImmutableList<Merge> merges) {
    this.specials = specials;
    this.merges = merges;
    this.specialPattern = Pattern.compile(specials.collect(Pattern::quote).makeString("|"));
    for (int i = 0; i < merges.size(); i++) {
      ranks.put(key(merges.get(i).left(), merges.get(i).right()), i);
    }
  }

  /** Number of tokens. */
  public int size() {
    return specials.size() + 256 + merges.size();
  }

  ImmutableList<String> specials() {
    return specials;
  }

  ImmutableList<Merge> merges() {
    return merges;
  }

  /** The id of byte {@code b}, 0 to 255. */
  int byteToken(int b) {
    return specials.size() + b;
  }

  /** The tokens of a text; special tokens written in it are recognised. */
  public int[] encode(String text) {
    IntArrayList tokens = new IntArrayList();
    Matcher special = specialPattern.matcher(text);
    int from = 0;
    while (special.find()) {
      encodePlain(text.substring(from, special.start()), tokens);
      tokens.add(specials.indexOf(special.group()));
      from = special.end();
    }
    encodePlain(text.substring(from), tokens);
    return tokens.toArray();
  }

  /** The text of tokens, special ones left out; bytes that are no UTF-8 become U+FFFD. */
  public String decode(int... tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      write(token, bytes);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void write(int token, ByteArrayOutputStream bytes) {
    int first = byteToken(0);
    if (token < 0 || token >= size()) {
      throw new IllegalArgumentException("token " + token + " of " + size());
    }
    if (token >= first + 256) {
      Merge merge = merges.get(token - first - 256);
      write(merge.left(), bytes);
      write(merge.right(), bytes);
    } else if (token >= first) {
      bytes.write(token - first);
    }
  }

  private void encodePlain(String text, IntArrayList tokens) {
    Matcher word = WORDS.matcher(text);
    while (word.find()) {
      tokens.addAll(words.computeIfAbsent(word.group(), this::merged));
    }
  }

  private int[] merged(String word) {
    IntArrayList tokens = new IntArrayList();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(byteToken(b & 0xFF));
    }
    while (true) {
      @Nullable Integer best = null;
      for (int i = 0; i + 1 < tokens.size(); i++) {
        Integer rank = ranks.get(key(tokens.get(i), tokens.get(i + 1)));
        if (rank != null && (best == null || rank < best)) {
          best = rank;
        }
      }
      if (best == null) {
        return tokens.toArray();
      }
      apply(tokens, merges.get(best), specials.size() + 256 + best);
    }
  }

  /** Replaces every occurrence of a pair, from the left. */
  static void apply(IntArrayList tokens, Merge merge, int token) {
    int n = 0;
    for (int i = 0; i < tokens.size(); i++) {
      if (i + 1 < tokens.size()
          && tokens.get(i) == merge.left()
          && tokens.get(i + 1) == merge.right()) {
        tokens.set(n++, token);
        i++;
      } else {
        tokens.set(n++, tokens.get(i));
      }
    }
    while (tokens.size() > n) {
      tokens.removeAtIndex(tokens.size() - 1);
    }
  }

  static long key(int left, int right) {
    return ((long) left << 32) | right;
  }

  static Pattern words() {
    return WORDS;
  }
}
