/**
 * Drawing the next token under a constraint that says yes or no, with a proper weight.
 *
 * <p>Let p be the model's distribution of the next token and A the tokens that the constraint
 * allows. A {@link dev.espalier.search.algorithm.smc.rejection.TokenSampler} draws a token x and a
 * weight w with {@code E[w·1{x = t}] = p(t)} for every t in A and 0 for any other. Sequential Monte
 * Carlo needs nothing more than that, and least of all a mask of the whole vocabulary: asking about
 * a few drawn tokens is enough.
 */
@NullMarked
package dev.espalier.search.algorithm.smc.rejection;

import org.jspecify.annotations.NullMarked;
