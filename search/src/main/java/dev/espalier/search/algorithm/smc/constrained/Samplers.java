package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.smc.rejection.AdaptiveRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.AdaptiveWeightedRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.AutomaticRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.FullMask;
import dev.espalier.search.algorithm.smc.rejection.GeometricRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.IntegratedRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.RecursiveRejectionSampling;
import dev.espalier.search.algorithm.smc.rejection.TokenSampler;
import dev.espalier.search.algorithm.smc.rejection.WeightedRejectionSampling;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The token samplers by the names users know them by. */
record Samplers(TokenSampler sampler) {

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Choice(
              "sampler",
              "How a token is drawn among the allowed ones: auto, by rejection in one of several"
                  + " ways (awrs as in the paper), or after masking the whole vocabulary (mask)."
                  + " All but ars are properly weighted.",
              "auto",
              Lists.immutable.with(
                  "auto", "awrs", "rawrs", "gawrs", "rb-gawrs", "wrs", "ars", "mask")),
          new Parameter.Whole(
              "max-accepts",
              "Accepted draws that auto, gawrs, rb-gawrs and wrs weigh by.",
              2,
              2,
              1_000),
          new Parameter.Whole(
              "max-rejects",
              "Rejections after which auto, rawrs, gawrs and wrs give up; 0 is no limit.",
              0,
              0,
              1_000_000));

  static Samplers of(Settings settings) {
    String name = settings.text("sampler");
    int accepts = settings.whole("max-accepts");
    int rejects = settings.whole("max-rejects");
    if (rejects == 1) {
      throw new IllegalArgumentException(
          "max-rejects is 1; it must be 0 for no limit, or at least 2, the least that keeps weights"
              + " proper");
    }
    if (name.equals("wrs") && rejects == 0) {
      throw new IllegalArgumentException(
          "max-rejects is 0; with sampler wrs it must be at least 2, for without a limit it draws"
              + " for ever where no token is allowed");
    }
    int limit = rejects == 0 ? TokenSampler.UNLIMITED : rejects;
    return new Samplers(
        switch (name) {
          case "auto" -> new AutomaticRejectionSampling(accepts, limit);
          case "awrs" -> new AdaptiveWeightedRejectionSampling();
          case "rawrs" -> new RecursiveRejectionSampling(limit, 1);
          case "gawrs" -> new GeometricRejectionSampling(accepts, limit);
          case "rb-gawrs" -> new IntegratedRejectionSampling(accepts);
          case "wrs" -> new WeightedRejectionSampling(accepts, limit);
          case "ars" -> new AdaptiveRejectionSampling();
          case "mask" -> new FullMask();
          default -> throw new IllegalArgumentException("there is no sampler \"" + name + "\"");
        });
  }

  /** Whether the whole vocabulary is masked. */
  boolean masks() {
    return sampler instanceof FullMask;
  }
}
