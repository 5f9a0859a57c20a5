@NullMarked
package dev.espalier.search.algorithm.dvts;

import org.jspecify.annotations.NullMarked;
