@NullMarked
package dev.espalier.search.algorithm.sampling;

import org.jspecify.annotations.NullMarked;
