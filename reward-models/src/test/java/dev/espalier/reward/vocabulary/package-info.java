/** Tests of {@code dev.espalier.reward.vocabulary}. */
@NullMarked
package dev.espalier.reward.vocabulary;

import org.jspecify.annotations.NullMarked;
