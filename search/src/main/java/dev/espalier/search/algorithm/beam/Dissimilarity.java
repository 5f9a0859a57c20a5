package dev.espalier.search.algorithm.beam;

import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.token.TokenSequence;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * How like an extension is to what an earlier group has chosen: 0 where they have nothing in
 * common. The penalty is this times the strength of diversity.
 *
 * @param kind what is compared
 * @param soft whether tokens are as alike as the cosine of their embeddings, 0 where that is
 *     negative, rather than equal or not
 * @param gamma Γ, how slowly the cumulative likeness fades with each token that differs
 * @param size n of the n-grams
 */
record Dissimilarity(Kind kind, boolean soft, double gamma, int size) {

  /** What of two texts is compared. */
  enum Kind {
    /** The tokens at the same place. */
    HAMMING,
    /** All tokens up to the same place. */
    CUMULATIVE,
    /** The n-gram that ends here with those anywhere. */
    N_GRAM
  }

  /** As users name them. */
  static final ImmutableList<String> NAMES =
      Lists.immutable.with(
          "hamming",
          "cumulative",
          "n-gram",
          "embedding",
          "embedding-cumulative",
          "embedding-n-gram");

  static Dissimilarity named(String name, double gamma, int size) {
    Kind kind =
        name.endsWith("cumulative")
            ? Kind.CUMULATIVE
            : name.endsWith("n-gram") ? Kind.N_GRAM : Kind.HAMMING;
    return new Dissimilarity(kind, name.startsWith("embedding"), gamma, size);
  }

  /**
   * Whether only tokens that an earlier group chose at the same place are more like it than others,
   * so that the most probable few tokens hold the best few extensions.
   */
  boolean touchesFew() {
    return !soft && kind != Kind.N_GRAM;
  }

  /**
   * The likeness of each token that may follow {@code prefix}.
   *
   * @param others what an earlier group chose, each one token longer than {@code prefix}
   * @param embeddings of tokens; asked only where tokens are compared softly
   */
  IntToDoubleFunction likeness(
      ImmutableList<TokenSequence> others,
      TokenSequence prefix,
      int promptLength,
      IntFunction<HiddenState> embeddings) {
    if (others.isEmpty()) {
      return _ -> 0;
    }
    return switch (kind) {
      case HAMMING -> token -> others.sumOfDouble(other -> alike(other.last(), token, embeddings));
      case CUMULATIVE -> {
        double apart =
            others.sumOfDouble(other -> apart(other.parent(), prefix, promptLength, embeddings));
        yield token ->
            Math.exp(
                -(apart + others.sumOfDouble(other -> 1 - alike(other.last(), token, embeddings)))
                    / gamma);
      }
      case N_GRAM -> grams(others, prefix, promptLength, embeddings);
    };
  }

  private double alike(int one, int other, IntFunction<HiddenState> embeddings) {
    if (!soft || one == other) {
      return one == other ? 1 : 0;
    }
    return Math.max(0, embeddings.apply(one).cosine(embeddings.apply(other)));
  }

  /** How many generated tokens of two texts of one length differ. */
  private double apart(
      TokenSequence one,
      TokenSequence other,
      int promptLength,
      IntFunction<HiddenState> embeddings) {
    double apart = 0;
    TokenSequence a = one;
    TokenSequence b = other;
    while (a.length() > promptLength && !a.equals(b)) {
      apart += 1 - alike(a.last(), b.last(), embeddings);
      a = a.parent();
      b = b.parent();
    }
    return apart;
  }

  private IntToDoubleFunction grams(
      ImmutableList<TokenSequence> others,
      TokenSequence prefix,
      int promptLength,
      IntFunction<HiddenState> embeddings) {
    if (prefix.length() - promptLength < size - 1) {
      return _ -> 0;
    }
    ImmutableIntList begin = prefix.suffix(prefix.length() - (size - 1));
    ImmutableList<ImmutableIntList> all =
        others.flatCollect(other -> grams(other.suffix(promptLength)));
    if (!soft) {
      ImmutableList<ImmutableIntList> same =
          all.select(gram -> slice(gram, 0, size - 1).equals(begin));
      return token -> same.count(gram -> gram.getLast() == token);
    }
    ImmutableList<HiddenState> vectors = all.collect(gram -> sum(gram, embeddings));
    return token -> {
      HiddenState own = sum(begin.newWith(token), embeddings);
      return vectors.sumOfDouble(vector -> Math.max(0, vector.cosine(own)));
    };
  }

  private ImmutableList<ImmutableIntList> grams(ImmutableIntList tokens) {
    MutableList<ImmutableIntList> grams = Lists.mutable.empty();
    for (int end = size; end <= tokens.size(); end++) {
      grams.add(slice(tokens, end - size, end));
    }
    return grams.toImmutable();
  }

  private static ImmutableIntList slice(ImmutableIntList tokens, int from, int to) {
    int[] slice = new int[to - from];
    for (int i = from; i < to; i++) {
      slice[i - from] = tokens.get(i);
    }
    return IntLists.immutable.with(slice);
  }

  private static HiddenState sum(ImmutableIntList gram, IntFunction<HiddenState> embeddings) {
    HiddenState sum = embeddings.apply(gram.getFirst());
    for (int i = 1; i < gram.size(); i++) {
      sum = sum.plus(embeddings.apply(gram.get(i)));
    }
    return sum;
  }
}
