/**
 * Texts drawn under a constraint, and how far from the model's own distribution they are.
 *
 * <p>Masking ({@link dev.espalier.search.algorithm.aligned.GrammarConstrainedDecoding})
 * renormalises at each token and so distorts the distribution of whole texts. {@link
 * dev.espalier.search.algorithm.aligned.AdaptiveSamplingWithApproximateFutures} learns from every
 * text how much of what follows a prefix is allowed, and approaches the right distribution; {@link
 * dev.espalier.search.algorithm.aligned.ConstrainedAdaptiveRejectionSampling} uses the same
 * knowledge to reject, and is exact.
 *
 * <p>All three walk one immutable trie of what was drawn before ({@link
 * dev.espalier.search.algorithm.aligned.Prefix}), which belongs to one search of one prompt.
 */
@NullMarked
package dev.espalier.search.algorithm.aligned;

import org.jspecify.annotations.NullMarked;
