package dev.espalier.search.algorithm.smc.particlefilter;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.event.WeightTerm;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What a reward does to the weight of a particle: {@code g = (r / (1 − r))^(1/τ)}.
 *
 * <p>In <em>product</em> every judgement multiplies the weight, and the particles stand for p(y)·∏
 * g over the steps of y. In <em>final</em> each takes the one before back, and they stand for
 * p(y)·g of the whole y.
 *
 * @param temperature τ
 * @param product whether judgements multiply
 * @param stoppedAgain whether the last judgement of a stopped particle counts again in every round
 */
record Reweighting(double temperature, boolean product, boolean stoppedAgain) {

  /** Odds are bounded, for a reward of 1 would outweigh everything for ever. */
  private static final double CLIP = 1e-7;

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "weight-temperature",
              "Flattens (above 1) or sharpens (below 1) the weights that rewards give.",
              1,
              0.001,
              1_000),
          new Parameter.Choice(
              "target",
              "What the particles stand for: the model times the product of all judgements of a"
                  + " solution (as released), or times its final judgement.",
              "product",
              Lists.immutable.with("product", "final")),
          new Parameter.Switch(
              "reweight-stopped",
              "With target product, a finished particle is weighed by its last judgement again in"
                  + " every round (as released), not once.",
              true));

  static Reweighting of(Settings settings) {
    return new Reweighting(
        settings.real("weight-temperature"),
        settings.text("target").equals("product"),
        settings.on("reweight-stopped"));
  }

  /** log g of a reward in [0, 1]. */
  double logPotential(double reward) {
    double r = Math.clamp(reward, CLIP, 1 - CLIP);
    return (Math.log(r) - Math.log1p(-r)) / temperature;
  }

  /** What a judgement adds to the log-weight of {@code before}. */
  ImmutableList<WeightTerm> terms(Particle<?> before, double logPotential, boolean stopped) {
    if (product) {
      return stopped && !stoppedAgain
          ? Lists.immutable.empty()
          : Lists.immutable.with(new WeightTerm("reward", logPotential));
    }
    return stopped
        ? Lists.immutable.empty()
        : Lists.immutable.with(
            new WeightTerm("untwist", 0 - before.twist()), new WeightTerm("reward", logPotential));
  }

  /** The part of the weight that the next judgement takes back. */
  double twist(double logPotential) {
    return product ? 0 : logPotential;
  }
}
