package dev.espalier.reward.vocabulary;

import dev.espalier.reward.vocabulary.BytePairVocabulary.Merge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.Lists;

/** Vocabularies of made-up words, of any size, for models that have learned nothing. */
public final class InventedVocabulary {

  private static final int LONGEST = 10;

  private InventedVocabulary() {}

  /**
   * A vocabulary whose first merge is the blank line, and whose others join pieces of letters.
   *
   * @param size number of tokens, at least 300
   */
  public static BytePairVocabulary of(int size, long seed) {
    int base = TokenizerFolder.SPECIALS.size() + 256;
    if (size < 300) {
      throw new IllegalArgumentException("a vocabulary of " + size + " tokens; it takes 300");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Merge> merges = new ArrayList<>();
    int line = TokenizerFolder.SPECIALS.size() + '\n';
    merges.add(new Merge(line, line));
    List<Integer> pieces = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      pieces.add(TokenizerFolder.SPECIALS.size() + letter);
      written.add(Character.toString(letter));
    }
    Set<String> known = new HashSet<>(written);
    while (base + merges.size() < size) {
      int left = random.nextInt(pieces.size());
      int right = random.nextInt(pieces.size());
      String word = written.get(left) + written.get(right);
      // Two tokens of the same letters would be one in the file.
      if (word.length() <= LONGEST && known.add(word)) {
        merges.add(new Merge(pieces.get(left), pieces.get(right)));
        pieces.add(base + merges.size() - 1);
        written.add(word);
      }
    }
    return new BytePairVocabulary(TokenizerFolder.SPECIALS, Lists.immutable.withAll(merges));
  }
}
