/**
 * Tokens and the text they stand for.
 *
 * <p>A {@link dev.espalier.search.token.TokenSequence} is the path from the root of a token tree to
 * one of its nodes: immutable, sharing its prefix with its siblings. A {@link
 * dev.espalier.search.token.Tokenizer} is the port to a vocabulary; the one for Hugging Face
 * folders lives with the model runtime.
 */
@NullMarked
package dev.espalier.search.token;

import org.jspecify.annotations.NullMarked;
