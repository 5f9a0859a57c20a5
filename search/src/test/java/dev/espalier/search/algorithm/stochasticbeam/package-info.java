@NullMarked
package dev.espalier.search.algorithm.stochasticbeam;

import org.jspecify.annotations.NullMarked;
