@NullMarked
package dev.espalier.search.algorithm.aligned;

import org.jspecify.annotations.NullMarked;
