package dev.espalier.app.experiment;

import dev.espalier.reward.problems.ConstrainedTask;
import dev.espalier.reward.training.Evaluation;
import dev.espalier.search.algorithm.smc.rejection.AutomaticRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.Distribution;
import dev.espalier.search.algorithm.smc.rejection.Proposal;
import dev.espalier.search.algorithm.smc.rejection.TokenSampler;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.Tokenizer;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableLongList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;

/**
 * Counts what a constraint is asked when tokens are drawn by adaptive weighted rejection, beside
 * the one question a token of the vocabulary that masking asks.
 *
 * <p>The bundled tasks are followed token by token. At each the model gives some probability to the
 * token that comes next in the right text, and the rest to all tokens by Zipf's law, in an order
 * that has nothing to do with the constraint: so nearly all of the rest is forbidden, which is the
 * worst a model of that certainty can do.
 */
public final class RejectionBenchmark {

  /** Probabilities of the right token, from a sure model to one that is lost. */
  private static final double[] CERTAINTIES = {0.99, 0.9, 0.5, 0.1, 0.01};

  private static final int TASKS = 12;
  private static final double ZIPF_SHIFT = 2.7;
  private static final TokenSampler SAMPLER =
      new AutomaticRejectionSampling(2, TokenSampler.UNLIMITED);

  private final Tokenizer tokenizer;
  private final TokenMask masks;

  /** log of the rest's share of each rank. */
  private final float[] logZipf;

  /**
   * @param tokenizer of the vocabulary to measure at
   */
  public RejectionBenchmark(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.masks = new TokenMask(tokenizer);
    this.logZipf = new float[tokenizer.vocabularySize()];
    double sum = 0;
    for (int rank = 0; rank < logZipf.length; rank++) {
      sum += 1 / (rank + ZIPF_SHIFT);
    }
    for (int rank = 0; rank < logZipf.length; rank++) {
      logZipf[rank] = (float) -Math.log((rank + ZIPF_SHIFT) * sum);
    }
  }

  /**
   * At one certainty of the model.
   *
   * @param certainty probability of the right token
   * @param tokens drawn
   * @param checks questions asked a token, mean
   * @param most of 99 % of the tokens, the most questions
   * @param fewer times the questions that masking asks
   * @param micros time a token, microseconds, the model's own not counted
   */
  public record Figures(
      double certainty,
      int vocabulary,
      int tokens,
      double checks,
      long most,
      double fewer,
      double micros) {}

  /** A place in a text, and the token that comes next. */
  private record Place(Constraint constraint, ParserState state, int token) {}

  /** Measures at every certainty, after a warm-up. */
  public ImmutableList<Figures> run() {
    MutableList<Place> places = Lists.mutable.empty();
    for (ConstrainedTask.Kind kind : ConstrainedTask.Kind.values()) {
      for (ConstrainedTask task : ConstrainedTask.first(kind, Evaluation.HELD_OUT_SEED, TASKS)) {
        places.addAll(places(task).castToList());
      }
    }
    MutableList<Figures> figures = Lists.mutable.empty();
    figures(CERTAINTIES[0], places.toImmutable());
    for (double certainty : CERTAINTIES) {
      figures.add(figures(certainty, places.toImmutable()));
    }
    return figures.toImmutable();
  }

  private ImmutableList<Place> places(ConstrainedTask task) {
    Constraint constraint;
    try {
      constraint = Constraint.of(task.constraint(), masks);
    } catch (GrammarException e) {
      throw new IllegalStateException("a bundled task has a faulty constraint: " + task.id(), e);
    }
    int end = tokenizer.endTokens().min();
    MutableList<Place> places = Lists.mutable.empty();
    ParserState state = constraint.start();
    ImmutableIntList text = tokenizer.encode(task.answer());
    for (int i = 0; i < text.size(); i++) {
      places.add(new Place(constraint, state, text.get(i)));
      state = Objects.requireNonNull(constraint.advance(state, text.get(i)), task.id());
    }
    return places.with(new Place(constraint, state, end)).toImmutable();
  }

  private Figures figures(double certainty, ImmutableList<Place> places) {
    MutableLongList checks = LongLists.mutable.empty();
    long nanos = 0;
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      RandomKey key = RandomKey.ofSeed(i);
      Distribution p = distribution(place.token(), certainty, key.child(0));
      long begin = System.nanoTime();
      Proposal proposal = SAMPLER.propose(p, token -> allows(place, token), key.child(1));
      nanos += System.nanoTime() - begin;
      checks.add(proposal.checks());
    }
    long[] sorted = checks.toArray();
    Arrays.sort(sorted);
    double mean = checks.average();
    return new Figures(
        certainty,
        tokenizer.vocabularySize(),
        sorted.length,
        mean,
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1],
        tokenizer.vocabularySize() / mean,
        nanos / 1e3 / sorted.length);
  }

  private boolean allows(Place place, int token) {
    return tokenizer.endTokens().contains(token)
        ? place.state().accepting()
        : place.constraint().advance(place.state(), token) != null;
  }

  private Distribution distribution(int right, double certainty, RandomKey key) {
    int size = tokenizer.vocabularySize();
    float logRest = (float) Math.log(1 - certainty);
    // A shift of the ids by a step prime to their number puts them in an order of its own.
    int first = (int) (key.uniform() * size);
    int step = step(size);
    float[] logProbs = new float[size];
    int token = first;
    for (int rank = 0; rank < size; rank++) {
      logProbs[token] = logZipf[rank] + logRest;
      token = (int) ((token + (long) step) % size);
    }
    logProbs[right] = (float) Math.log(Math.exp(logProbs[right]) + certainty);
    for (int i = 0; i < size; i++) {
      logProbs[i] = Math.min(0, logProbs[i]);
    }
    return Distribution.of(NextTokens.all(logProbs), tokenizer.endTokens());
  }

  /** Near the golden section of {@code size}, with no factor in common. */
  private static int step(int size) {
    int step = Math.max(1, (int) (size * 0.618));
    while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(size)).equals(BigInteger.ONE)) {
      step++;
    }
    return step;
  }

  /** The figures for a terminal. */
  public static String table(ImmutableList<Figures> all) {
    Table table = new Table();
    table.number("p of the right token", all.collect(one -> Double.toString(one.certainty())));
    table.number("tokens", all.collect(one -> Integer.toString(one.tokens())));
    table.number("checks a token", all.collect(one -> decimal("%.1f", one.checks())));
    table.number("99 % at most", all.collect(one -> Long.toString(one.most())));
    table.number("masking", all.collect(one -> Integer.toString(one.vocabulary())));
    table.number("times fewer", all.collect(one -> decimal("%.0f", one.fewer())));
    table.number("µs a token", all.collect(one -> decimal("%.1f", one.micros())));
    return table.plain();
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
