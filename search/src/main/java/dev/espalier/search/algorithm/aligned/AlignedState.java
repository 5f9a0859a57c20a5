package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The state of a search that draws whole texts under a constraint.
 *
 * @param terms what the trie was made under; under others it means nothing
 * @param root the trie of what was drawn before
 * @param draws texts under way, side by side; empty between batches
 * @param texts whole ones, in the order they were drawn
 * @param begun draws begun so far
 * @param key of the search
 */
record AlignedState(
    Terms terms,
    TokenSequence prompt,
    Prefix root,
    ImmutableList<Draw> draws,
    ImmutableList<Draw> texts,
    int begun,
    int nextNode,
    RandomKey key,
    boolean finished)
    implements SearchState {

  /**
   * Under which a trie was made, beside prompt, model and constraint, which a search has one of.
   */
  record Terms(String algorithm, double temperature, int maxTokens) {}

  AlignedState drawing(ImmutableList<Draw> next, int node) {
    return new AlignedState(terms, prompt, root, next, texts, begun, node, key, finished);
  }
}
