package dev.espalier.search.catalogue;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.aligned.AdaptiveSamplingWithApproximateFutures;
import dev.espalier.search.algorithm.aligned.ConstrainedAdaptiveRejectionSampling;
import dev.espalier.search.algorithm.aligned.GrammarConstrainedDecoding;
import dev.espalier.search.algorithm.astar.AStarDecoding;
import dev.espalier.search.algorithm.beam.BeamSearch;
import dev.espalier.search.algorithm.beam.DiverseBeamSearch;
import dev.espalier.search.algorithm.bestofn.BestOfN;
import dev.espalier.search.algorithm.contrastive.ContrastiveSearch;
import dev.espalier.search.algorithm.dvts.DiverseVerifierTreeSearch;
import dev.espalier.search.algorithm.prmbeam.PrmBeamSearch;
import dev.espalier.search.algorithm.sampling.AncestralSampling;
import dev.espalier.search.algorithm.sampling.GreedySearch;
import dev.espalier.search.algorithm.smc.constrained.SmcAwrs;
import dev.espalier.search.algorithm.smc.particlefilter.ParticleFilter;
import dev.espalier.search.algorithm.stochasticbeam.StochasticBeamSearch;
import dev.espalier.search.algorithm.voting.SelfConsistency;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Every algorithm, in the order in which users see them. */
public final class AlgorithmCatalogue {

  public static final ImmutableList<AlgorithmDescription> ALL =
      Lists.immutable.with(
          new AlgorithmDescription(
              "a-star",
              "A*-decoding",
              "Expands the most promising partial solution anywhere in the tree, by a process"
                  + " reward model's judgement.",
              AStarDecoding.PARAMETERS,
              true,
              AStarDecoding::of),
          new AlgorithmDescription(
              "asap",
              "ASAp",
              "Draws texts that the constraint allows and learns from each where the model would"
                  + " leave it, approaching the model's own distribution.",
              AdaptiveSamplingWithApproximateFutures.PARAMETERS,
              false,
              true,
              AdaptiveSamplingWithApproximateFutures::of),
          new AlgorithmDescription(
              "beam",
              "Beam search",
              "Keeps the B most probable texts of each length.",
              BeamSearch.PARAMETERS,
              false,
              BeamSearch::of),
          new AlgorithmDescription(
              "best-of-n",
              "Best-of-n",
              "Samples n solutions side by side and chooses the one a process reward model judges"
                  + " best.",
              BestOfN.PARAMETERS,
              true,
              BestOfN::of),
          new AlgorithmDescription(
              "cars",
              "CARS",
              "Rejects draws that the constraint forbids and never makes them again: exact samples"
                  + " of the model's own distribution.",
              ConstrainedAdaptiveRejectionSampling.PARAMETERS,
              false,
              true,
              ConstrainedAdaptiveRejectionSampling::of),
          new AlgorithmDescription(
              "contrastive",
              "Contrastive search",
              "Takes the likely token that is least like what stands there already, so that texts"
                  + " do not repeat themselves.",
              ContrastiveSearch.PARAMETERS,
              false,
              ContrastiveSearch::of),
          new AlgorithmDescription(
              "diverse-beam",
              "Diverse beam search",
              "Lets groups of beams choose in turn, each penalised for being like those before it.",
              DiverseBeamSearch.PARAMETERS,
              false,
              DiverseBeamSearch::of),
          new AlgorithmDescription(
              "dvts",
              "Diverse verifier tree search",
              "Follows the best judged step in each of several independent trees.",
              DiverseVerifierTreeSearch.PARAMETERS,
              true,
              DiverseVerifierTreeSearch::of),
          new AlgorithmDescription(
              "gcd",
              "Grammar-constrained decoding",
              "Masks what the constraint forbids at each token, which distorts the distribution of"
                  + " whole texts.",
              GrammarConstrainedDecoding.PARAMETERS,
              false,
              true,
              GrammarConstrainedDecoding::of),
          new AlgorithmDescription(
              "greedy",
              "Greedy search",
              "Always takes the most probable token.",
              GreedySearch.PARAMETERS,
              false,
              GreedySearch::of),
          new AlgorithmDescription(
              "particle-filter",
              "Particle filtering",
              "Grows N solutions step by step and draws them anew by the odds a process reward"
                  + " model gives them.",
              ParticleFilter.PARAMETERS,
              true,
              ParticleFilter::of),
          new AlgorithmDescription(
              "prm-beam",
              "Beam search by a reward model",
              "Grows N solutions step by step and keeps those that a process reward model judges"
                  + " best.",
              PrmBeamSearch.PARAMETERS,
              true,
              PrmBeamSearch::of),
          new AlgorithmDescription(
              "sample",
              "Ancestral sampling",
              "Draws each token from the model's distribution, after the filters you choose.",
              AncestralSampling.PARAMETERS,
              false,
              AncestralSampling::of),
          new AlgorithmDescription(
              "self-consistency",
              "Self-consistency",
              "Samples n solutions side by side and chooses the answer most of them reach.",
              SelfConsistency.PARAMETERS,
              false,
              SelfConsistency::of),
          new AlgorithmDescription(
              "smc-awrs",
              "Sequential Monte Carlo by rejection",
              "Grows N weighted texts that obey a constraint, asking it only about tokens that are"
                  + " drawn.",
              SmcAwrs.PARAMETERS,
              false,
              true,
              SmcAwrs.BINDING,
              SmcAwrs::of),
          new AlgorithmDescription(
              "stochastic-beam",
              "Stochastic beam search",
              "Draws k different texts without replacement, each with the weight that makes"
                  + " averages over them unbiased.",
              StochasticBeamSearch.PARAMETERS,
              false,
              StochasticBeamSearch::of));

  private AlgorithmCatalogue() {}

  /**
   * The algorithm of that name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static AlgorithmDescription named(String name) {
    AlgorithmDescription found = ALL.detect(one -> one.name().equals(name));
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no algorithm \"%s\"; there are %s"
              .formatted(name, ALL.collect(AlgorithmDescription::name).makeString(", ")));
    }
    return found;
  }
}
