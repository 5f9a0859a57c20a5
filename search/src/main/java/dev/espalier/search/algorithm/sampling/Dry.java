package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;

/**
 * "Don't repeat yourself": makes a token less likely the longer the repetition is that it would
 * continue.
 *
 * <p>If the last L tokens stand elsewhere in the text, prompt included, before a token v, and L is
 * the greatest such length and at least the allowed one, then log p(v) loses multiplier · base^(L −
 * allowed). A line end, a colon, a quotation mark or an asterisk ends a repetition. A multiplier of
 * 0 changes nothing.
 *
 * <p>p-e-w, text-generation-webui, pull request 5677 (2024). Lengths above 50 count as 50.
 *
 * @param allowed repetitions shorter than this are free
 */
record Dry(double multiplier, double base, int allowed) implements Stage.Contextual {

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "dry-multiplier",
              "How much less likely a token gets that continues a repetition; 0 is off.",
              0,
              0,
              100),
          new Parameter.Real(
              "dry-base", "By which that grows with each token of the repetition.", 1.75, 1, 10),
          new Parameter.Whole("dry-length", "Shortest repetition that counts.", 2, 1, 50));

  private static final int LONGEST = 50;
  private static final String BREAKERS = "\n:\"*";

  Dry {
    if (!(multiplier >= 0 && multiplier <= 100)) {
      throw new IllegalArgumentException("dry-multiplier " + multiplier + " is not in 0 to 100");
    }
    if (!(base >= 1 && base <= 10)) {
      throw new IllegalArgumentException("dry-base " + base + " is not in 1 to 10");
    }
    if (allowed < 1 || allowed > LONGEST) {
      throw new IllegalArgumentException("dry-length " + allowed + " is not in 1 to " + LONGEST);
    }
  }

  @Override
  public String name() {
    return "dry";
  }

  @Override
  public boolean neutral() {
    return multiplier == 0;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    MutableIntIntMap lengths = IntIntMaps.mutable.empty();
    ImmutableIntList text = situation.sequence().toList();
    int reach = reach(text, situation.tokenizer());
    for (int next = 1; next < text.size(); next++) {
      int length = 0;
      while (length < Math.min(reach, next)
          && text.get(next - 1 - length) == text.get(text.size() - 1 - length)) {
        length++;
      }
      int token = text.get(next);
      if (length >= Math.max(allowed, lengths.get(token) + 1)
          && !breaks(token, situation.tokenizer())) {
        lengths.put(token, length);
      }
    }
    return before.reweigh(i -> before.logProbability(i) - penalty(lengths.get(before.token(i))));
  }

  private double penalty(int length) {
    return length == 0 ? 0 : multiplier * Math.pow(base, length - allowed);
  }

  /** How many tokens back from the end a repetition may go. */
  private static int reach(ImmutableIntList text, Tokenizer tokenizer) {
    int reach = 0;
    while (reach < Math.min(LONGEST, text.size())
        && !breaks(text.get(text.size() - 1 - reach), tokenizer)) {
      reach++;
    }
    return reach;
  }

  private static boolean breaks(int token, Tokenizer tokenizer) {
    return tokenizer.text(token).chars().anyMatch(c -> BREAKERS.indexOf(c) >= 0);
  }
}
