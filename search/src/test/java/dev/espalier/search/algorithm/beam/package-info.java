@NullMarked
package dev.espalier.search.algorithm.beam;

import org.jspecify.annotations.NullMarked;
