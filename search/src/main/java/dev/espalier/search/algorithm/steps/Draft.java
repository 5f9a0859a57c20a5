package dev.espalier.search.algorithm.steps;

import dev.espalier.search.event.Ending;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A step (or a whole text) being written.
 *
 * @param node its node in the tree
 * @param sequence everything from the prompt to its last token
 * @param begin length of the sequence before it
 * @param text its own text in pieces
 * @param logProb of its own tokens
 * @param key for its next draw
 * @param ending why it ended, or null while it is being written
 */
public record Draft(
    int node,
    TokenSequence sequence,
    int begin,
    String text,
    double logProb,
    RandomKey key,
    @Nullable Ending ending) {

  /** A draft of no tokens yet. */
  public static Draft blank(int node, TokenSequence sequence, RandomKey key) {
    return new Draft(node, sequence, sequence.length(), "", 0, key, null);
  }

  public boolean isOpen() {
    return ending == null;
  }

  /** How many tokens it has. */
  public int length() {
    return sequence.length() - begin;
  }

  /** Whether its end is that of a finished answer. */
  public boolean isGoal() {
    return ending == Ending.END_OF_TEXT || ending == Ending.ANSWER || ending == Ending.EMPTY;
  }

  /** The steps up to and with this one; where it ended the text at once, it adds none. */
  public ImmutableList<String> after(ImmutableList<String> steps) {
    String last = TokenText.join(text).strip();
    return last.isEmpty() && steps.notEmpty() ? steps : steps.newWith(last);
  }

  /** Whether another step can follow it. */
  public boolean leadsOn() {
    return ending == Ending.SEPARATOR;
  }
}
