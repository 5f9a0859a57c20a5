/** Sequential Monte Carlo over tokens, under a constraint and, where wanted, a critic. */
@NullMarked
package dev.espalier.search.algorithm.smc.constrained;

import org.jspecify.annotations.NullMarked;
