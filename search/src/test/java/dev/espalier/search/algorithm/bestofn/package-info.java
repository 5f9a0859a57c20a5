@NullMarked
package dev.espalier.search.algorithm.bestofn;

import org.jspecify.annotations.NullMarked;
