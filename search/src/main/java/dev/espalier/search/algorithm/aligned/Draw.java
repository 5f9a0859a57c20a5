package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import org.jspecify.annotations.Nullable;

/**
 * A text being drawn, or drawn.
 *
 * @param sequence prompt and drawn tokens
 * @param visit where it stands, with all the way there
 * @param known the same place in the trie as it was when the draw began, or null beyond it
 * @param logProb of its tokens under the model
 * @param logTarget the same at the temperature of the search
 * @param logProposal of its tokens as they were drawn
 * @param key for its next token
 * @param fate how it ended, or null while it is being drawn
 */
record Draw(
    TokenSequence sequence,
    Visit visit,
    @Nullable Prefix known,
    double logProb,
    double logTarget,
    double logProposal,
    RandomKey key,
    @Nullable Fate fate) {

  /** A prefix on the way of a draw. */
  record Visit(@Nullable Visit above, int token, int node, @Nullable Outlook outlook) {}

  /** How a draw ends. */
  enum Fate {
    /** With an end token that the constraint allows. */
    WHOLE,
    /** At the greatest length; no text of the distribution that is sought begins so. */
    CUT,
    /** Where no allowed token has any probability. */
    DEAD,
    /** With a forbidden token, so that the draw is rejected. */
    FORBIDDEN
  }

  static Draw blank(TokenSequence prompt, Prefix root, RandomKey key) {
    return new Draw(
        prompt, new Visit(null, -1, root.node(), root.outlook()), root, 0, 0, 0, key, null);
  }

  boolean isOpen() {
    return fate == null;
  }

  /** How much more probable it is under the model than it was to be drawn, as a logarithm. */
  double logWeight() {
    return logTarget - logProposal;
  }

  int node() {
    return visit.node();
  }

  Draw seeing(Outlook outlook) {
    return new Draw(
        sequence,
        new Visit(visit.above(), visit.token(), visit.node(), outlook),
        known,
        logProb,
        logTarget,
        logProposal,
        key,
        fate);
  }

  Draw ended(Fate how) {
    return new Draw(sequence, visit, known, logProb, logTarget, logProposal, key, how);
  }
}
