@NullMarked
package dev.espalier.search.algorithm.astar;

import org.jspecify.annotations.NullMarked;
