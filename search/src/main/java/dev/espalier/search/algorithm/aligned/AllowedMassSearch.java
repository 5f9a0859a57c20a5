package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.event.Ending;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Narrows the bounds of an {@link AllowedMass} one model call at a time, so that a search under way
 * need not wait for them.
 *
 * <p>The most probable prefixes are followed first, so that the bounds are near each other after
 * few calls where the model knows what it wants, also where no list of all texts could be made
 * ({@link ExactDistribution} makes one).
 */
public final class AllowedMassSearch {

  private static final int ROWS_A_CALL = 64;

  /** A prefix this much less probable than what is known is not worth a place in the queue. */
  private static final double LOG_NEGLIGIBLE = Math.log(1e-7);

  /** A prefix that the model was not asked about yet, and where its last token was allowed. */
  private record Way(
      @Nullable ParserState before, int token, TokenSequence sequence, double logProb) {}

  private final Models models;
  private final int promptLength;
  private final double temperature;
  private final int maxTokens;
  private final double tolerance;
  private final int mostRows;
  private final PriorityQueue<Way> open =
      new PriorityQueue<>(Comparator.comparingDouble(way -> -way.logProb()));
  private double found = Double.NEGATIVE_INFINITY;
  private double left = Double.NEGATIVE_INFINITY;
  private int rows;

  /**
   * @param models with a constraint, their language model not masked
   * @param temperature above 0
   * @param maxTokens longest text, end token included
   * @param tolerance how far the bounds may be from each other, as a logarithm
   * @param mostRows prefixes looked at before giving up
   */
  public AllowedMassSearch(
      Models models,
      ImmutableIntList prompt,
      double temperature,
      int maxTokens,
      double tolerance,
      int mostRows) {
    this.models = models;
    this.promptLength = prompt.size();
    this.temperature = temperature;
    this.maxTokens = maxTokens;
    this.tolerance = tolerance;
    this.mostRows = mostRows;
    open.add(new Way(null, -1, TokenSequence.of(prompt), 0));
  }

  /** What is known by now. */
  public AllowedMass bounds() {
    return new AllowedMass(found, Math.min(0, LogSum.of(found, left, logSum())), rows);
  }

  /** Whether the bounds are near enough, or as near as they may become. */
  public boolean finished() {
    return open.isEmpty() || rows >= mostRows || bounds().isWithin(tolerance);
  }

  /**
   * Asks the model once more, unless it is finished.
   *
   * @return whether there is more to ask
   */
  public boolean advance() {
    if (finished()) {
      return false;
    }
    MutableList<Way> best = Lists.mutable.empty();
    while (best.size() < ROWS_A_CALL && !open.isEmpty()) {
      best.add(open.remove());
    }
    rows += best.size();
    ImmutableList<NextTokens> next =
        models
            .language()
            .evaluate(best.collect(Way::sequence).toImmutable(), Wanted.ALL_TOKENS)
            .rows();
    double worthWhile = Math.max(found, best.getFirst().logProb()) + LOG_NEGLIGIBLE;
    for (int i = 0; i < best.size(); i++) {
      follow(best.get(i), next.get(i), worthWhile);
    }
    return !finished();
  }

  private void follow(Way way, NextTokens next, double worthWhile) {
    Outlook outlook = Outlook.of(models.requireConstraint(), state(way), next, temperature);
    int length = way.sequence().length() + 1;
    for (int v = 0; v < outlook.size(); v++) {
      double logProb = way.logProb() + outlook.logAllowed(v);
      if (logProb == Double.NEGATIVE_INFINITY) {
        continue;
      }
      Ending ending = Decoding.ending(models, v, length - promptLength, maxTokens, length);
      if (ending == Ending.END_OF_TEXT || ending == Ending.EMPTY) {
        found = LogSum.of(found, logProb);
      } else if (ending == null && logProb < worthWhile) {
        left = LogSum.of(left, logProb);
      } else if (ending == null) {
        open.add(new Way(outlook.state(), v, way.sequence().append(v), logProb));
      }
    }
  }

  private ParserState state(Way way) {
    return way.before() == null
        ? models.requireConstraint().start()
        : Objects.requireNonNull(models.requireConstraint().advance(way.before(), way.token()));
  }

  private double logSum() {
    return LogSum.of(open.stream().mapToDouble(Way::logProb).toArray());
  }
}
