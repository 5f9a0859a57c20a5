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
 * Grammar-constrained decoding: at each token, what the grammar forbids is removed and the rest
 * renormalised.
 *
 * <pre>{@code
 * for each text wanted, side by side  ▷ Rooted; Iterated: batch = iteration
 *   u <- prompt
 *   repeat
 *     A(u) <- sum of P(v | u) over the v that the grammar allows
 *       ▷ Masked: u = node, allowed, A(u) = mass; Considered: u = node, prospects
 *     v ~ P(v | u) / A(u) over the v that the grammar allows
 *       ▷ Drawn: u = node, uniform, P(v | u) / A(u) = probability; Pruned.NoChildren: u = node
 *     u <- u v  ▷ Grown: v = text, log p = logProb, u = node
 *   until v ends the text  ▷ Ended: ending; Finished: log p(u) = score
 *       ▷ Scored: log P(u) = logProb, log G(u) = logProposal, log weight = value
 * return the texts  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>P(v | u)</td><td>{@link Outlook#target()}</td></tr>
 *   <tr><td>A(u)</td><td>{@link Outlook#logMass()}</td></tr>
 *   <tr><td>P(w) / G(w), the product of all A</td><td>{@link Draw#logWeight()}</td></tr>
 * </table>
 *
 * <p>Every text is allowed, but their distribution G is not the model's given that the text is
 * allowed, Q: renormalising at each token forgets how little of the mass there leads anywhere. The
 * product of all A is the weight that would put it right, and is noted for each text; results carry
 * it as a share.
 *
 * <p>Complexity: a row for each prefix that was not drawn before and V checks for its mask; texts
 * grow side by side, one call a token.
 *
 * <p>The baseline that Park et al., "Grammar-Aligned Decoding", arXiv 2405.21047 (2024), measure
 * against; Geng et al., "Grammar-Constrained Decoding for Structured NLP Tasks without Finetuning",
 * arXiv 2305.13971 (2023).
 */
public final class GrammarConstrainedDecoding implements SearchAlgorithm<AlignedState> {

  static final Parameter MAX_TOKENS =
      new Parameter.Whole(
          "max-tokens", "Longest text, in tokens; longer ones are no texts.", 400, 1, 1_000_000);

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Whole("samples", "How many texts are drawn, side by side.", 1, 1, 4_096),
          new Parameter.Real(
              "temperature",
              "Flattens (above 1) or sharpens (below 1) the model's distribution; 0 is greedy.",
              1,
              0,
              100),
          MAX_TOKENS);

  private final TrieSampling sampling;

  private GrammarConstrainedDecoding(Settings settings) {
    int samples = settings.whole("samples");
    sampling =
        new TrieSampling(
            new Terms(name(), settings.real("temperature"), settings.whole("max-tokens")),
            GrammarConstrainedDecoding::logWeights,
            Aim.MASKED,
            samples,
            samples,
            samples);
  }

  public static GrammarConstrainedDecoding of(Settings settings) {
    return new GrammarConstrainedDecoding(settings);
  }

  /** log P(v | u) of the allowed v. */
  static double[] logWeights(Outlook outlook, @Nullable Prefix known, boolean isRoot) {
    double[] logs = new double[outlook.size()];
    for (int v = 0; v < logs.length; v++) {
      logs[v] = outlook.logAllowed(v);
    }
    return logs;
  }

  @Override
  public String name() {
    return "gcd";
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
