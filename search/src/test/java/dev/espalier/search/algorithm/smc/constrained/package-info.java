@NullMarked
package dev.espalier.search.algorithm.smc.constrained;

import org.jspecify.annotations.NullMarked;
