@NullMarked
package dev.espalier.search.algorithm.smc.particlefilter;

import org.jspecify.annotations.NullMarked;
