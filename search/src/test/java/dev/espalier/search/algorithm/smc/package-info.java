@NullMarked
package dev.espalier.search.algorithm.smc;

import org.jspecify.annotations.NullMarked;
