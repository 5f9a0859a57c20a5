package dev.espalier.app.inspector;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * The next-token distribution at one token of a node: what each stage took away, and the candidates
 * there were.
 *
 * @param row the token that was written
 * @param shares what each stage removed, in order; empty if nothing was filtered
 * @param candidates the most probable first; empty where none is known
 * @param trials draws under a constraint that led here or were refused, in order; empty if none
 *     were
 * @param rest the model's mass outside {@code candidates}, NaN if not known
 * @param note where the candidates come from, or why there are none
 */
public record Distribution(
    TokenRow row,
    ImmutableList<Share> shares,
    ImmutableList<Candidate> candidates,
    ImmutableList<Trials.Trial> trials,
    double rest,
    String note) {

  /**
   * One stage.
   *
   * @param kept number of tokens it leaves
   * @param mass the model's own mass of those
   * @param removed the model's own mass that it took away
   */
  public record Share(String name, int kept, double mass, double removed) {}

  /**
   * One token that could have been written.
   *
   * @param probability under the model
   * @param taken whether it is the one that was written here
   * @param node the node that holds it, −1 if the search did not follow it
   * @param fate what happened to it, in a word or two, or empty
   */
  public record Candidate(
      int token, String text, double probability, boolean taken, int node, String fate) {

    Candidate fated(String otherwise) {
      return new Candidate(token, text, probability, taken, node, otherwise);
    }
  }
}
