package dev.espalier.search.event;

/** Why a node left the search: the numbers that decided, for the reader to weigh. */
public sealed interface Reason {

  /**
   * Ranked below the beam.
   *
   * @param rank from 0
   * @param width places there were
   * @param score its own
   * @param cut score of the last that was kept
   */
  record BelowCut(int rank, int width, double score, double cut) implements Reason {}

  /** An end-of-text candidate whose rank lay beyond the beam width, where it is not stored. */
  record EndBeyondBeam(int rank, int width) implements Reason {}

  /** A finished hypothesis pushed out of a full list by a better one. */
  record Displaced(double score, double worstKept) implements Reason {}

  /**
   * The beam stopped while this hypothesis was running; its bound could not reach {@code worst}.
   */
  record StoppedEarly(double bound, double worst) implements Reason {}

  /** The same tokens as a sibling. */
  record Duplicate(int of) implements Reason {}

  /** At the greatest depth allowed. */
  record TooDeep(int depth, int limit) implements Reason {}

  /** No separator or end within the tokens of a step, drawn twice. */
  record NoStepEnd(int tokens, int limit) implements Reason {}

  /** Every child failed, so nothing leads on from here. */
  record NoChildren() implements Reason {}

  /** Dropped from a full frontier. */
  record FrontierFull(int capacity, double priority, double worstKept) implements Reason {}

  /** Not expanded because only the newest children were allowed to go on. */
  record NotBestSibling(double priority, double best) implements Reason {}

  /** A finished solution that another was preferred to. */
  record Outscored(double score, double best) implements Reason {}

  /**
   * A finished solution whose answer lost a vote.
   *
   * @param share of its answer, in [0, 1]
   * @param best share of the answer that won
   */
  record Outvoted(double share, double best) implements Reason {}

  /** A particle that resampling drew no copy of. */
  record NotDrawn(double weight) implements Reason {}

  /**
   * Ends with a token that the constraint forbids, so that the draw was rejected.
   *
   * @param probability of that token under the model, in [0, 1]
   */
  record Forbidden(double probability) implements Reason {}

  /**
   * A particle whose weight became 0.
   *
   * @param term name of the factor that did it
   */
  record ZeroWeight(String term) implements Reason {}

  /** Written only to judge where {@code node} leads. */
  record Lookahead(int node) implements Reason {}

  /**
   * Another token was chosen for the same place.
   *
   * @param chosen node of that one
   * @param score its own
   * @param best score of the chosen one
   */
  record NotChosen(int chosen, double score, double best) implements Reason {}

  /**
   * The best text that is not among those drawn; it was followed for its value, by which those are
   * weighed.
   *
   * @param value its own, the threshold
   * @param drawn how many texts are
   */
  record Threshold(double value, int drawn) implements Reason {}
}
