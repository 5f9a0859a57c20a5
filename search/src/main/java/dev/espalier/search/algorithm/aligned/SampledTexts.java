package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;

/**
 * What the events of a sampler under a constraint say of how its texts are distributed: a fold.
 *
 * <p>A text w that is drawn with the probability S(w) has the weight P(w) / S(w), whose mean is Z,
 * the probability that the model writes an allowed text. So, with Z known,
 *
 * <pre>{@code KL(S || Q) = log Z - E[log(P(w) / S(w))]}</pre>
 *
 * <p>is estimated without bias by the mean log-weight of the texts, where no list of all texts is
 * needed. Of draws that gave no text the share counts, since S is over those that did.
 *
 * <p>Weighted particles stand for a distribution whose probabilities cannot be computed; but with
 * E[Ẑ] = Z, a text drawn by their weights is within log Z − E[log Ẑ] of Q, a bound on the
 * divergence that is estimated in the same way (Domke and Sheldon, "Importance Weighting and
 * Variational Inference", arXiv 1808.09034).
 *
 * @param kind where the texts come from
 * @param draws begun so far
 * @param texts of which came to an allowed end
 * @param logSum log of the sum of the weights of texts; −∞ of none
 * @param sumOfLogs sum of the logarithms of these weights
 * @param logEvidence log Ẑ of the particles, NaN where there are none
 */
public record SampledTexts(
    Kind kind, int draws, int texts, double logSum, double sumOfLogs, double logEvidence) {

  /** Where texts come from. */
  public enum Kind {
    /** There were none so far. */
    NONE,
    /** From draws one by one. */
    DRAWS,
    /** From weighted particles. */
    PARTICLES,
    /** From particles that a critic weighs too, so that they stand for another distribution. */
    JUDGED
  }

  public static final SampledTexts NONE =
      new SampledTexts(Kind.NONE, 0, 0, Double.NEGATIVE_INFINITY, 0, Double.NaN);

  private static final String CRITIC = "critic";

  public SampledTexts plus(SearchEvent event) {
    return switch (event) {
      case SearchEvent.Drawn drawn when drawn.node() == 0 ->
          new SampledTexts(kind, draws + 1, texts, logSum, sumOfLogs, logEvidence);
      case SearchEvent.Scored(int _, Score.Sampled text) ->
          new SampledTexts(
              Kind.DRAWS,
              draws,
              texts + 1,
              LogSum.of(logSum, text.value()),
              sumOfLogs + text.value(),
              logEvidence);
      case SearchEvent.Scored(int _, Score.Share _) when kind == Kind.NONE ->
          of(Kind.PARTICLES, logEvidence);
      case SearchEvent.Reweighed reweighed
          when reweighed.terms().anySatisfy(term -> term.name().equals(CRITIC)) ->
          of(Kind.JUDGED, Double.NaN);
      case SearchEvent.Weighed weighed when kind == Kind.PARTICLES ->
          of(kind, weighed.logEvidence());
      default -> this;
    };
  }

  private SampledTexts of(Kind other, double evidence) {
    return new SampledTexts(other, draws, texts, logSum, sumOfLogs, evidence);
  }

  /** The texts drawn after {@code earlier}, a beginning of the same fold, was all there was. */
  public SampledTexts since(SampledTexts earlier) {
    return new SampledTexts(
        kind,
        draws - earlier.draws(),
        texts - earlier.texts(),
        LogSum.difference(logSum, earlier.logSum()),
        sumOfLogs - earlier.sumOfLogs(),
        logEvidence);
  }

  /** log of the estimate of Z, NaN where there is none; without bias before the logarithm. */
  public double logTotal() {
    return switch (kind) {
      case DRAWS -> logSum - Math.log(draws);
      case PARTICLES -> logEvidence;
      case NONE, JUDGED -> Double.NaN;
    };
  }

  /** What log Z has to be compared with, NaN where there is nothing. */
  public double meanLogWeight() {
    return switch (kind) {
      case DRAWS -> sumOfLogs / texts + Math.log((double) texts / draws);
      case PARTICLES -> logEvidence;
      case NONE, JUDGED -> Double.NaN;
    };
  }

  /**
   * The estimate of the divergence from Q, or of its bound, in nats; below 0 only by chance.
   *
   * @param logTotal log Z, or the best estimate of it that there is
   */
  public double divergence(double logTotal) {
    return logTotal - meanLogWeight();
  }
}
