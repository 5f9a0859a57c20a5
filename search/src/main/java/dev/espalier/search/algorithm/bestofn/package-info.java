/** Best-of-n: whole solutions sampled side by side, the best judged one chosen. */
@NullMarked
package dev.espalier.search.algorithm.bestofn;

import org.jspecify.annotations.NullMarked;
