@NullMarked
package dev.espalier.search.algorithm.prmbeam;

import org.jspecify.annotations.NullMarked;
