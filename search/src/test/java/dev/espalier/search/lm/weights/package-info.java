@NullMarked
package dev.espalier.search.lm.weights;

import org.jspecify.annotations.NullMarked;
