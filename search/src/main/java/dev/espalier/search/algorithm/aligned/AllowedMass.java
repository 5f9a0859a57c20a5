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
 * Between which bounds Z lies, the probability that the model writes a text that is allowed: what
 * texts found add up to, and that plus what could still come of the prefixes not followed.
 *
 * <p>The most probable prefixes are followed first, so that the bounds are near each other after
 * few calls where the model knows what it wants, also where no list of all texts could be made
 * ({@link ExactDistribution} makes one).
 *
 * @param logLow log of the lower bound; −∞ if no text was found
 * @param logHigh log of the upper bound
 * @param rows prefixes the model was asked about
 */
public record AllowedMass(double logLow, double logHigh, int rows) {

  private static final int ROWS_A_CALL = 64;

  /** A prefix this much less probable than what is known is not worth a place in the queue. */
  private static final double LOG_NEGLIGIBLE = Math.log(1e-7);

  /** A prefix that the model was not asked about yet, and where its last token was allowed. */
  private record Way(
      @Nullable ParserState before, int token, TokenSequence sequence, double logProb) {}

  /**
   * Narrows the bounds until they are near each other.
   *
   * @param models with a constraint, their language model not masked
   * @param temperature above 0
   * @param maxTokens longest text, end token included
   * @param tolerance how far the bounds may be from each other, as a logarithm
   * @param mostRows prefixes looked at before giving up
   */
  public static AllowedMass of(
      Models models,
      ImmutableIntList prompt,
      double temperature,
      int maxTokens,
      double tolerance,
      int mostRows) {
    PriorityQueue<Way> open =
        new PriorityQueue<>(Comparator.comparingDouble(way -> -way.logProb()));
    open.add(new Way(null, -1, TokenSequence.of(prompt), 0));
    double found = Double.NEGATIVE_INFINITY;
    double left = Double.NEGATIVE_INFINITY;
    int rows = 0;
    while (true) {
      double high = LogSum.of(found, left, logSum(open));
      if (open.isEmpty() || high - found <= tolerance || rows >= mostRows) {
        return new AllowedMass(found, Math.min(0, high), rows);
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
      for (int i = 0; i < best.size(); i++) {
        Way way = best.get(i);
        Outlook outlook =
            Outlook.of(models.requireConstraint(), state(way, models), next.get(i), temperature);
        int generated = way.sequence().length() - prompt.size() + 1;
        double worthWhile = Math.max(found, best.getFirst().logProb()) + LOG_NEGLIGIBLE;
        for (int v = 0; v < outlook.size(); v++) {
          double logProb = way.logProb() + outlook.logAllowed(v);
          if (logProb == Double.NEGATIVE_INFINITY) {
            continue;
          }
          Ending ending =
              Decoding.ending(models, v, generated, maxTokens, way.sequence().length() + 1);
          if (ending == Ending.END_OF_TEXT || ending == Ending.EMPTY) {
            found = LogSum.of(found, logProb);
          } else if (ending == null && logProb < worthWhile) {
            left = LogSum.of(left, logProb);
          } else if (ending == null) {
            open.add(new Way(outlook.state(), v, way.sequence().append(v), logProb));
          }
        }
      }
    }
  }

  private static ParserState state(Way way, Models models) {
    return way.before() == null
        ? models.requireConstraint().start()
        : Objects.requireNonNull(models.requireConstraint().advance(way.before(), way.token()));
  }

  private static double logSum(PriorityQueue<Way> ways) {
    return LogSum.of(ways.stream().mapToDouble(Way::logProb).toArray());
  }

  /** Whether the bounds are so near each other that Z may be called known. */
  public boolean isWithin(double tolerance) {
    return logHigh - logLow <= tolerance;
  }

  /** log of the middle of the bounds. */
  public double logMiddle() {
    return LogSum.of(logLow, logHigh) - Math.log(2);
  }
}
