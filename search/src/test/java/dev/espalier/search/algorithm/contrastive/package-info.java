@NullMarked
package dev.espalier.search.algorithm.contrastive;

import org.jspecify.annotations.NullMarked;
