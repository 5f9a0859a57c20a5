@NullMarked
package dev.espalier.search.potential;

import org.jspecify.annotations.NullMarked;
