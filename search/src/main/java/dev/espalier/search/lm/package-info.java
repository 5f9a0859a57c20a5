/**
 * The port to a language model.
 *
 * <p>Algorithms see a pure function from token sequences to next-token distributions, many at a
 * time ({@link dev.espalier.search.lm.LanguageModel}). What an implementation caches between calls
 * must never change an answer beyond rounding; its tests hold it to that.
 */
@NullMarked
package dev.espalier.search.lm;

import org.jspecify.annotations.NullMarked;
