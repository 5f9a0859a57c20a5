package dev.espalier.search.event;

import dev.espalier.search.budget.Cost;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Something that happened in a search.
 *
 * <p>Nodes are numbered from 0, the prompt, in the order they appear; a node is a token in
 * token-level algorithms and a step (a piece of text up to a separator) in step-level ones. Texts
 * are {@link dev.espalier.search.token.TokenText}. Log-probabilities are natural.
 */
public sealed interface SearchEvent {

  /** The tree begins: node 0 holds the prompt. */
  record Rooted(int node, ImmutableIntList tokens, String text) implements SearchEvent {}

  /** A round begins: one expansion of A*, one time step of beam search, one sample of best-of-n. */
  record Iterated(int iteration) implements SearchEvent {}

  /** Logical work was done. The only event that costs anything. */
  record Charged(Cost cost) implements SearchEvent {}

  /**
   * A node was taken from the frontier to be expanded.
   *
   * @param priority its key, lower is better
   * @param frontierSize how many remained
   */
  record Popped(int node, double priority, int frontierSize) implements SearchEvent {}

  /**
   * A node appeared below {@code parent}.
   *
   * @param tokens its tokens so far, possibly none
   * @param logProb the log-probability of those tokens given everything above
   */
  record Grown(int node, int parent, ImmutableIntList tokens, String text, double logProb)
      implements SearchEvent {}

  /** A node that is still being written got one more token. */
  record Extended(int node, int token, String text, double logProb) implements SearchEvent {}

  /** A node's text is complete; {@code ending} says why nothing follows in it. */
  record Ended(int node, Ending ending) implements SearchEvent {}

  /**
   * A token was drawn to follow {@code node}.
   *
   * @param stages what each stage of the sampling chain left over, in order
   * @param uniform the random number in (0, 1) that chose
   * @param probability of the drawn token after the last stage
   */
  record Drawn(
      int node, int token, ImmutableList<FilterStage> stages, double uniform, double probability)
      implements SearchEvent {}

  /**
   * A sampler under a constraint weighed what may follow {@code node}.
   *
   * @param prospects the most probable tokens under the model, best first, and the drawn one
   */
  record Considered(int node, ImmutableList<Prospect> prospects) implements SearchEvent {}

  /**
   * The estimate of the probability that a text going on from {@code node} comes to an end that the
   * constraint allows was corrected.
   *
   * @param before its logarithm until now
   * @param after its logarithm from now on; −∞ if there is no such text
   */
  record Estimated(int node, double before, double after) implements SearchEvent {}

  /** A node was given a score. */
  record Scored(int node, Score score) implements SearchEvent {}

  /** A node stays in the search: in the beam at {@code rank}, or in the frontier (rank −1). */
  record Kept(int node, int rank) implements SearchEvent {}

  /** A node left the search for good. */
  record Pruned(int node, Reason reason) implements SearchEvent {}

  /** A node completes a hypothesis of this score (higher is better). */
  record Finished(int node, double score) implements SearchEvent {}

  /**
   * Every particle got its share of the weight.
   *
   * @param nodes where the particles stand, one a particle; particles may share a node
   * @param weights theirs, in the same order, together 1
   * @param effectiveSize 1 / sum of squared weights, from 1 to the number of particles; 0 if every
   *     particle is dead, whose weights are then all 0
   * @param logEvidence log of the estimate Ẑ of the normalising constant so far
   */
  record Weighed(
      ImmutableIntList nodes, ImmutableDoubleList weights, double effectiveSize, double logEvidence)
      implements SearchEvent {}

  /**
   * Particles were drawn anew by their weights.
   *
   * @param ancestors for each new particle, the index of its parent in the last {@code Weighed}
   * @param nodes where the new particles stand
   */
  record Resampled(ImmutableIntList ancestors, ImmutableIntList nodes) implements SearchEvent {}

  /**
   * A token drawn to follow {@code node} was held against the constraint.
   *
   * @param particle that stands there, from 0
   * @param draw number of the draw, from 0
   * @param logProb of the token under the model
   * @param allowed the answer
   * @param known whether the answer was known from an earlier draw, so that it cost no check
   */
  record Tried(
      int node,
      int particle,
      int draw,
      int token,
      String text,
      double logProb,
      boolean allowed,
      boolean known)
      implements SearchEvent {}

  /**
   * A particle's weight changed.
   *
   * @param node where it stands now
   * @param particle its place among the particles, from 0
   * @param terms what was added to the log of its weight
   * @param logWeight log of its weight since the last resampling, these terms included
   */
  record Reweighed(int node, int particle, ImmutableList<WeightTerm> terms, double logWeight)
      implements SearchEvent {}

  /**
   * A particle was drawn to be one of the next pass for certain.
   *
   * @param node where it ends
   * @param pass the number of that pass, from 1
   * @param weight its share when it was drawn
   */
  record Retained(int node, int pass, double weight) implements SearchEvent {}

  /**
   * Solutions were grouped by their answers.
   *
   * @param rule that decides: {@code best}, {@code weighted} or {@code majority}
   * @param ballots the winner first
   */
  record Voted(String rule, ImmutableList<Ballot> ballots) implements SearchEvent {}

  /** Something odd that the search survived, in words. */
  record Warned(int node, String message) implements SearchEvent {}

  /** The search is over. {@code results} are best first. */
  record Concluded(Outcome outcome, String explanation, ImmutableList<Result> results)
      implements SearchEvent {}

  /**
   * A constraint left only some tokens to follow {@code node}.
   *
   * @param allowed how many it allows
   * @param mass the model's own probability of those tokens together, in [0, 1]; what is missing to
   *     1 was removed
   */
  record Masked(int node, int allowed, double mass) implements SearchEvent {}

  /**
   * The bound on the surprise of tokens moved because of the one that is drawn to follow {@code
   * node}.
   *
   * @param surprise of that token, in bits
   * @param before the bound by which it is drawn
   * @param after the bound for the next
   */
  record Adapted(int node, double surprise, double before, double after) implements SearchEvent {}

  /** Closes a step, numbered from 0; what follows the last of these in a file is unfinished. */
  record Stepped(int step) implements SearchEvent {}
}
