@NullMarked
package dev.espalier.search.algorithm.voting;

import org.jspecify.annotations.NullMarked;
