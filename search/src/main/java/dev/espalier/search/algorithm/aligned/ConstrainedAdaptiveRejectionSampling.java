package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.aligned.AlignedState.Terms;
import dev.espalier.search.algorithm.aligned.TrieSampling.Aim;
import dev.espalier.search.event.Outcome;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Constrained adaptive rejection sampling (CARS): draws from the model are rejected at the first
 * forbidden token, and everything a draw showed to be forbidden is taken out of all later draws.
 *
 * <pre>{@code
 * theta <- 1 everywhere; at the root, 0 for forbidden tokens  ▷ Rooted
 * repeat  ▷ Iterated: draw = iteration
 *   u <- prompt
 *   repeat
 *     v ~ P(v | u) theta(uv), with theta as it was when this draw began
 *       ▷ Considered: u = node, prospects; Drawn: u = node, uniform, probability
 *       ▷ Pruned.NoChildren: u = node
 *     note which tokens are forbidden after u  ▷ Masked: u = node, allowed, mass
 *     if v is forbidden: reject the draw  ▷ Pruned.Forbidden: uv = node, P(v | u) = probability
 *     u <- u v  ▷ Grown: v = text, log p = logProb, u = node
 *   until v ends the text: accept it  ▷ Ended: ending; Finished: log p(u) = score
 *       ▷ Scored: log P(u) = logProb, log proposal = logProposal, log weight = value
 *       ▷ Pruned.TooDeep: u = node, depth, limit
 *   theta(uv) <- 0 for all forbidden tokens that were noted
 *   for the prefixes u of the draw, the longest first
 *     theta(u) <- sum over v of P(v | u) theta(uv)
 *       ▷ Estimated: u = node, log theta before = before, log theta = after
 * return the accepted texts  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>P(v | u)</td><td>{@link Outlook#target()}</td></tr>
 *   <tr><td>theta(u), the part that survives</td><td>{@link Prefix#logFuture()}</td></tr>
 * </table>
 *
 * <p>Every accepted text is an independent draw from the sought distribution Q(w) = P(w) / Z: the
 * probability of drawing an allowed w is P(w) / theta(prompt), the same multiple of P(w) for all. A
 * mask that is used in the draw that found it would spoil this, except at the root, where it scales
 * all texts alike.
 *
 * <p>Complexity: a row for each prefix that was not drawn before, in one call a token; an update
 * lays one path anew. The share of draws accepted, Z / theta(prompt), rises towards 1.
 *
 * <p>Departures: a text that reaches the greatest length is rejected, so that Q is over the texts
 * that are shorter. With a batch of more than one, its draws see the same theta, which leaves them
 * exact and independent; a batch that the budget cuts off is left out, because its shorter texts
 * end first.
 *
 * <p>"Constrained Adaptive Rejection Sampling", arXiv 2510.01902 (2025).
 */
public final class ConstrainedAdaptiveRejectionSampling implements SearchAlgorithm<AlignedState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Whole("samples", "How many texts are wanted.", 4, 1, 1_000_000),
          new Parameter.Whole(
              "max-draws", "Give up after this many draws, rejected or not.", 1_000, 1, 10_000_000),
          AdaptiveSamplingWithApproximateFutures.BATCH,
          AdaptiveSamplingWithApproximateFutures.TEMPERATURE,
          GrammarConstrainedDecoding.MAX_TOKENS);

  private final TrieSampling sampling;

  private ConstrainedAdaptiveRejectionSampling(Settings settings) {
    sampling =
        new TrieSampling(
            new Terms(name(), settings.real("temperature"), settings.whole("max-tokens")),
            ConstrainedAdaptiveRejectionSampling::logWeights,
            Aim.EXACT,
            settings.whole("batch"),
            settings.whole("samples"),
            settings.whole("max-draws"));
  }

  public static ConstrainedAdaptiveRejectionSampling of(Settings settings) {
    return new ConstrainedAdaptiveRejectionSampling(settings);
  }

  /** log P(v | u) + log θ(uv): of all v where u was not drawn before, else of the allowed v. */
  static double[] logWeights(Outlook outlook, @Nullable Prefix known, boolean isRoot) {
    if (known != null || isRoot) {
      return AdaptiveSamplingWithApproximateFutures.logWeights(outlook, known, isRoot);
    }
    double[] logs = new double[outlook.size()];
    for (int v = 0; v < logs.length; v++) {
      logs[v] = outlook.target().logProb(v);
    }
    return logs;
  }

  @Override
  public String name() {
    return "cars";
  }

  @Override
  public boolean appliesConstraint() {
    return true;
  }

  @Override
  public Transition<AlignedState> init(Problem problem) {
    return sampling.init(problem);
  }

  @Override
  public Transition<AlignedState> step(AlignedState state, Models models) {
    return sampling.step(state, models);
  }

  @Override
  public Transition<AlignedState> conclude(
      AlignedState state, Models models, Outcome why, String explanation) {
    return sampling.conclude(state, models, why, explanation);
  }
}
