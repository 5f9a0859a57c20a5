@NullMarked
package dev.espalier.search.algorithm.smc.rejection;

import org.jspecify.annotations.NullMarked;
