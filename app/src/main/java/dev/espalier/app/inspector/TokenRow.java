package dev.espalier.app.inspector;

import dev.espalier.search.event.FilterStage;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * One token of a node, or several that came at once.
 *
 * @param text with its white space visible
 * @param tokens how many there are in it
 * @param token its id, −1 if there are several
 * @param logProb of them all together under the model
 * @param stages what each stage of the sampling chain left over before it was drawn; empty if it
 *     was not drawn
 * @param uniform the random number that chose, NaN if it was not drawn
 * @param probability after the last stage, NaN if it was not drawn
 * @param event index of the event that brought it
 */
public record TokenRow(
    String text,
    int tokens,
    int token,
    double logProb,
    ImmutableList<FilterStage> stages,
    double uniform,
    double probability,
    int event) {

  /** Stands for a token without a text, which is what ends one. */
  static final String END = "‹end›";

  /** How expected it was, for tokens that came several at once too. */
  public double logProbPerToken() {
    return logProb / Math.max(1, tokens);
  }

  /** The model's own probability of it. */
  public double modelProbability() {
    return Math.exp(logProb);
  }
}
