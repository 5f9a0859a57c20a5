/** Laws of all algorithms. */
@NullMarked
package dev.espalier.search.algorithm;

import org.jspecify.annotations.NullMarked;
