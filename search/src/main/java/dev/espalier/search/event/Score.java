package dev.espalier.search.event;

import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/** How an algorithm judges a node: the number that decides, and what it is made of. */
public sealed interface Score {

  /** The number that decides, in the algorithm's own direction. */
  double value();

  /**
   * Of beam search; higher is better.
   *
   * @param sum of log-probabilities
   * @param length generated tokens, end-of-text included
   * @param value sum / length^penalty for finished hypotheses, the sum for running ones
   * @param rank among the candidates of this time step, from 0
   */
  record Beam(double sum, int length, double value, int rank) implements Score {}

  /**
   * Of A*-decoding; lower is better.
   *
   * @param reward the reward model's score r of the prefix, in [0, 1]
   * @param h remaining cost, 1 − r
   * @param regression cumulative regression R along the path
   * @param charged what the last step added to R
   * @param value f = R + w·h
   */
  record AStar(double reward, double h, double regression, double charged, double value)
      implements Score {}

  /**
   * Of a whole solution by a process reward model; higher is better.
   *
   * @param steps score of each step, in [0, 1]
   * @param aggregation name of the rule that makes one number of them
   */
  record Solution(ImmutableDoubleList steps, String aggregation, double value) implements Score {}

  /**
   * Of a particle; higher is better.
   *
   * @param logit log(r / (1 − r)) over the temperature, whose exponential is its weight
   * @param round in which it was judged, from 1
   * @param value the reward model's score r of the prefix, in [0, 1]
   */
  record Particle(double logit, int round, double value) implements Score {}

  /**
   * Of a text drawn under a constraint.
   *
   * @param logProb of the text under the model, at the temperature of the search
   * @param logProposal of the text as it was drawn
   * @param value logProb − logProposal: the logarithm of the weight that makes up for how it was
   *     drawn, the same for all texts of an exact sampler
   */
  record Sampled(double logProb, double logProposal, double value) implements Score {}

  /**
   * Of a particle that a constraint weighs; higher is better.
   *
   * @param particle its place among the particles, from 0
   * @param logWeight log of its weight since the last resampling
   * @param value its share of the weight of all particles, in [0, 1]
   */
  record Share(int particle, double logWeight, double value) implements Score {}

  /** A log-probability, where the model's own judgement decides; higher is better. */
  record LogProbability(double value) implements Score {}

  /**
   * Of a candidate token of contrastive search; higher is better.
   *
   * @param alpha weight of the penalty
   * @param confidence the model's probability of the token, among those a constraint allows
   * @param penalty the greatest cosine of its hidden state with that of an earlier token, in [−1,
   *     1]
   * @param position of that earlier token in the text, prompt included, from 0
   * @param likeNode its node, 0 in the prompt
   * @param likeText how that token is written
   * @param rankBefore by the model alone, from 0
   * @param rankAfter by this score, from 0
   * @param value (1 − alpha) · confidence − alpha · penalty
   */
  record Contrastive(
      double alpha,
      double confidence,
      double penalty,
      int position,
      int likeNode,
      String likeText,
      int rankBefore,
      int rankAfter,
      double value)
      implements Score {}

  /**
   * Of a path of stochastic beam search; higher is better.
   *
   * @param logProb of its tokens under the distribution that is sampled
   * @param noisy that plus a Gumbel number
   * @param greatest of these sums among it and its siblings
   * @param above the value of its parent, which the greatest gets
   * @param rank among the candidates of this time step, from 0
   * @param value noisy, given that the greatest is {@code above}
   */
  record Perturbed(
      double logProb, double noisy, double greatest, double above, int rank, double value)
      implements Score {}

  /**
   * Of a text that stochastic beam search drew; higher is better.
   *
   * @param logProb of its tokens under the distribution that is sampled
   * @param threshold the greatest value of any text that was not drawn, −∞ if all were
   * @param inclusion the chance of a value above the threshold, in (0, 1]
   * @param weight probability / inclusion
   * @param value its perturbed log-probability
   */
  record Included(double logProb, double threshold, double inclusion, double weight, double value)
      implements Score {}

  /**
   * Of diverse beam search; higher is better.
   *
   * @param group that it is a candidate of, from 0
   * @param sum of log-probabilities
   * @param length generated tokens, end-of-text included
   * @param strength λ of the penalty
   * @param likeness to what each earlier group has chosen, at least 0; none for the first group
   * @param score the sum less all penalties that count for it, this step's and what persists of
   *     earlier ones
   * @param value score / length^penalty for finished hypotheses, the score for running ones
   * @param rank among the group's candidates of this time step, from 0
   * @param plainRank had nothing been penalised in this step, from 0
   */
  record Diverse(
      int group,
      double sum,
      int length,
      double strength,
      ImmutableDoubleList likeness,
      double score,
      double value,
      int rank,
      int plainRank)
      implements Score {

    /** What this step took from it. */
    public double penalty() {
      return strength * likeness.sum();
    }

    /** What it would score at another strength of the penalty, earlier steps unchanged. */
    public double scoreAt(double otherStrength) {
      return score + penalty() - otherStrength * likeness.sum();
    }
  }
}
