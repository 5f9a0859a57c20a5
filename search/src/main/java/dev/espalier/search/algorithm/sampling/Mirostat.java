package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.sampling.SamplingChain.Adaptation;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Mirostat 2: keeps the tokens whose surprise −log2 p is at most μ, and moves μ after each draw so
 * that the surprise of the text comes to be τ bits a token.
 *
 * <p>μ begins at 2τ; after a draw of surprise s it becomes μ − η · (s − τ). The surprise is that
 * under the distribution that enters this stage. τ = 0 turns it off.
 *
 * <p>Basu, Ramachandran, Keskar and Varshney, arXiv 2007.14966 (2020).
 *
 * @param tau τ, in bits
 * @param eta η, the learning rate
 */
record Mirostat(double tau, double eta) implements Stage.Contextual {

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "mirostat-tau",
              "Surprise in bits a token to which the text is held; 0 is off.",
              0,
              0,
              100),
          new Parameter.Real(
              "mirostat-eta", "How fast the bound on surprise is moved.", 0.1, 0, 10));

  Mirostat {
    if (!(tau >= 0 && tau <= 100)) {
      throw new IllegalArgumentException("mirostat-tau " + tau + " is not in 0 to 100");
    }
    if (!(eta >= 0 && eta <= 10)) {
      throw new IllegalArgumentException("mirostat-eta " + eta + " is not in 0 to 10");
    }
  }

  @Override
  public String name() {
    return "mirostat";
  }

  @Override
  public boolean neutral() {
    return tau == 0;
  }

  /** μ as carried from the draw before, 2τ where nothing was drawn by this stage before. */
  double bound(double carried) {
    return Double.isNaN(carried) ? 2 * tau : carried;
  }

  @Override
  public Distribution apply(Distribution before, Situation situation) {
    double bound = bound(situation.bound());
    return before.keep(i -> bits(before.logProbability(i)) <= bound);
  }

  /**
   * How a draw moves μ.
   *
   * @param before the distribution that entered this stage
   * @param token that was drawn in the end
   * @param carried μ as carried from the draw before, or NaN
   */
  Adaptation adapt(Distribution before, int token, double carried) {
    double surprise = bits(Math.log(before.probabilityOf(token)));
    double bound = bound(carried);
    return new Adaptation(surprise, bound, bound - eta * (surprise - tau));
  }

  private static double bits(double logProbability) {
    return -logProbability / Math.log(2);
  }
}
