/** Contrastive search: likely tokens that are unlike what stands there already. */
@NullMarked
package dev.espalier.search.algorithm.contrastive;

import org.jspecify.annotations.NullMarked;
