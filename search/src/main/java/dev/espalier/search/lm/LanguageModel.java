package dev.espalier.search.lm;

import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A causal language model that evaluates a batch of nodes of a token tree in one call.
 *
 * <p>Prefixes that share tokens share work: an implementation keeps what it computed for a token
 * sequence and evaluates only what is below it. Not thread-safe: one thread evaluates at a time.
 */
public interface LanguageModel extends AutoCloseable {

  ModelDescription description();

  /**
   * The distribution of the next token after each of {@code prefixes}, in their order.
   *
   * @param prefixes non-empty token sequences, each at most {@link
   *     ModelDescription#contextLength()} long; may repeat, and may be prefixes of one another
   * @throws IllegalArgumentException if a prefix is empty, too long, or holds a token outside the
   *     vocabulary; the message names which
   * @throws ModelFailure if the evaluation itself failed, for want of memory for example; the model
   *     can still be asked other questions
   */
  Evaluation evaluate(ImmutableList<TokenSequence> prefixes, Wanted wanted);

  /**
   * The vector the model reads a token as, before its first layer; the same for every text.
   *
   * @throws IllegalArgumentException if the token is not in the vocabulary
   * @throws ModelFailure if the model has no such vectors, or they cannot be read
   */
  default HiddenState embedding(int token) {
    throw new ModelFailure(
        "the model %s has no token embeddings to compare".formatted(description().id()));
  }

  /** Gives all native memory back; a second call does nothing. */
  @Override
  void close();
}
