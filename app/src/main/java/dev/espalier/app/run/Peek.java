package dev.espalier.app.run;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * What the loaded model would write next after a text, asked beside any search.
 *
 * @param prefix the tokens of the text
 * @param options the most probable tokens, best first; empty if the model could not say
 * @param trouble why it could not, in words, or empty
 */
public record Peek(ImmutableIntList prefix, ImmutableList<Option> options, String trouble) {

  /** One token and its log-probability. */
  public record Option(int token, String text, double logProb) {}
}
