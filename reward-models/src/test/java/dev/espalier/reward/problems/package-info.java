/** Tests of {@code dev.espalier.reward.problems}. */
@NullMarked
package dev.espalier.reward.problems;

import org.jspecify.annotations.NullMarked;
