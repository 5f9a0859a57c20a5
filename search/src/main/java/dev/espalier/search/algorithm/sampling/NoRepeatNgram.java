package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/**
 * Removes every token that would complete an n-gram that stands in the text already, prompt
 * included; 0 removes none.
 *
 * <p>Paulus, Xiong and Socher, arXiv 1705.04304 (2017), with n = 3.
 */
record NoRepeatNgram(int n) implements Stage.Contextual {

  static final Parameter PARAMETER =
      new Parameter.Whole(
          "no-repeat-ngram",
          "Remove tokens that would repeat n tokens in a row; 0 removes none.",
          0,
          0,
          1_000);

  NoRepeatNgram {
    if (n < 0) {
      throw new IllegalArgumentException("no-repeat-ngram " + n + " is negative");
    }
  }

  @Override
  public String name() {
    return "no-repeat-ngram";
  }

  @Override
  public boolean neutral() {
    return n == 0;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    ImmutableIntList text = situation.sequence().toList();
    MutableIntSet banned = IntSets.mutable.empty();
    int tail = text.size() - (n - 1);
    for (int end = n - 1; tail >= 0 && end < text.size(); end++) {
      int matched = 0;
      while (matched < n - 1 && text.get(end - n + 1 + matched) == text.get(tail + matched)) {
        matched++;
      }
      if (matched == n - 1) {
        banned.add(text.get(end));
      }
    }
    return before.keep(i -> !banned.contains(before.token(i)));
  }
}
