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
 * Adaptive sampling with approximate expected futures (ASAp): masked sampling that learns from each
 * text how much of what follows a prefix is allowed, and so approaches the model's distribution
 * given that the text is allowed.
 *
 * <pre>{@code
 * S <- {}  ▷ Rooted
 * repeat  ▷ Iterated: draw = iteration
 *   u <- prompt
 *   repeat
 *     v ~ P(v | u) c~(uv) / sum over v' of P(v' | u) c~(uv')
 *       ▷ Masked: u = node, allowed, mass; Considered: u = node, prospects
 *       ▷ Drawn: u = node, uniform, probability; Pruned.NoChildren: u = node
 *     u <- u v  ▷ Grown: v = text, log p = logProb, u = node
 *   until v ends the text  ▷ Ended: ending; Finished: log p(u) = score
 *       ▷ Scored: log P(u) = logProb, log proposal = logProposal, log weight = value
 *       ▷ Pruned.TooDeep: u = node, depth, limit
 *   S <- S + {u}
 *   for the prefixes u of that text, the longest first
 *     c~(u) <- sum over allowed v of P(v | u) c~(uv)
 *       ▷ Estimated: u = node, log c~ before = before, log c~ = after
 * return the texts of S, the last first  ▷ Concluded: outcome
 * where c~(u) = 1 for an allowed u that no text of S begins with, 0 for a forbidden one
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>P(v | u)</td><td>{@link Outlook#target()}</td></tr>
 *   <tr><td>c~(u), approximate expected future grammaticality</td><td>{@link
 *       Prefix#logFuture()}</td></tr>
 *   <tr><td>prefixes of S</td><td>the trie of {@link Prefix}es</td></tr>
 * </table>
 *
 * <p>Estimates only fall, and never below the truth; with them the proposal tends to the sought
 * distribution Q(w) = P(w) / Z if the model's texts end almost surely. The distance to Q does not
 * fall at each draw: a good branch is discounted once it was drawn, while its unexplored siblings
 * still count in full. The first draw is that of {@link GrammarConstrainedDecoding}.
 *
 * <p>Complexity: a row for each prefix that was not drawn before; an update lays one path anew,
 * O(depth) prefixes, each summed over the children that were drawn, in the log domain.
 *
 * <p>Departures: estimates are updated when a text has ended, as the paper defines them, where its
 * published code updates at each token, which comes to the same for texts that end. A text that
 * reaches the greatest length counts as forbidden, so that Q is over the texts that are shorter.
 * With a batch of more than one, the texts of a batch do not learn from one another. Other filters
 * of the distribution than temperature are not offered: applied to the proposal they would undo it.
 *
 * <p>Park, Wang, Berg-Kirkpatrick, Polikarpova, D'Antoni, "Grammar-Aligned Decoding", arXiv
 * 2405.21047 (NeurIPS 2024).
 */
public final class AdaptiveSamplingWithApproximateFutures implements SearchAlgorithm<AlignedState> {

  static final Parameter TEMPERATURE =
      new Parameter.Real(
          "temperature",
          "Flattens (above 1) or sharpens (below 1) the model's distribution, which is aimed at.",
          1,
          0.01,
          100);

  static final Parameter BATCH =
      new Parameter.Whole(
          "batch", "Texts drawn side by side, which learn from one another after.", 1, 1, 1_024);

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Whole(
              "samples", "How many texts are drawn; the last are the best.", 16, 1, 1_000_000),
          BATCH,
          TEMPERATURE,
          GrammarConstrainedDecoding.MAX_TOKENS);

  private final TrieSampling sampling;

  private AdaptiveSamplingWithApproximateFutures(Settings settings) {
    sampling =
        new TrieSampling(
            new Terms(name(), settings.real("temperature"), settings.whole("max-tokens")),
            AdaptiveSamplingWithApproximateFutures::logWeights,
            Aim.APPROACHING,
            settings.whole("batch"),
            Integer.MAX_VALUE,
            settings.whole("samples"));
  }

  public static AdaptiveSamplingWithApproximateFutures of(Settings settings) {
    return new AdaptiveSamplingWithApproximateFutures(settings);
  }

  /** log P(v | u) + log c̃(uv) of the allowed v. */
  static double[] logWeights(Outlook outlook, @Nullable Prefix known, boolean isRoot) {
    double[] logs = GrammarConstrainedDecoding.logWeights(outlook, known, isRoot);
    if (known != null) {
      known.children().forEachKeyValue((v, child) -> logs[v] += child.logFuture());
    }
    return logs;
  }

  @Override
  public String name() {
    return "asap";
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
