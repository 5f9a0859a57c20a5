package dev.espalier.reward.vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Learns a {@link BytePairVocabulary}: the most frequent neighbours become a token until there are
 * enough. Ties go to the smaller ids, so the same texts give the same vocabulary.
 */
public final class BytePairTraining {

  private BytePairTraining() {}

  /**
   * @param specials written forms of the special tokens, ids from 0
   * @param size number of tokens in all; fewer if the texts run out of pairs
   */
  public static BytePairVocabulary learn(
      Stream<String> texts, ImmutableList<String> specials, int size) {
    int base = specials.size() + 256;
    if (size < base) {
      throw new IllegalArgumentException(
          "a vocabulary of " + size + " tokens; specials and bytes alone are " + base);
    }
    Map<String, Integer> counts = new TreeMap<>();
    texts.forEach(text -> {
      Matcher word = BytePairVocabulary.words().matcher(text);
      while (word.find()) {
        counts.merge(word.group(), 1, Integer::sum);
      }
    });
    List<IntArrayList> words = new ArrayList<>();
    IntArrayList frequencies = new IntArrayList();
    counts.forEach((word, count) -> {
      IntArrayList tokens = new IntArrayList();
      for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
        tokens.add(specials.size() + (b & 0xFF));
      }
      words.add(tokens);
      frequencies.add(count);
    });
    List<BytePairVocabulary.Merge> merges = new ArrayList<>();
    while (base + merges.size() < size) {
      BytePairVocabulary.Merge best = mostFrequent(words, frequencies);
      if (best == null) {
        break;
      }
      int token = base + merges.size();
      words.forEach(word -> BytePairVocabulary.apply(word, best, token));
      merges.add(best);
    }
    return new BytePairVocabulary(specials, Lists.immutable.withAll(merges));
  }

  private static BytePairVocabulary.@Nullable Merge mostFrequent(
      List<IntArrayList> words, IntArrayList frequencies) {
    Map<Long, Long> pairs = new HashMap<>();
    for (int w = 0; w < words.size(); w++) {
      IntArrayList word = words.get(w);
      long frequency = frequencies.get(w);
      for (int i = 0; i + 1 < word.size(); i++) {
        pairs.merge(BytePairVocabulary.key(word.get(i), word.get(i + 1)), frequency, Long::sum);
      }
    }
    long best = -1;
    long bestCount = 1;
    for (Map.Entry<Long, Long> pair : pairs.entrySet()) {
      if (pair.getValue() > bestCount
          || (pair.getValue() == bestCount && best >= 0 && pair.getKey() < best)) {
        best = pair.getKey();
        bestCount = pair.getValue();
      }
    }
    return best < 0 ? null : new BytePairVocabulary.Merge((int) (best >> 32), (int) best);
  }
}
