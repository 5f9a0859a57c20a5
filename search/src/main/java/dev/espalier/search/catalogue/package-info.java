/** The algorithms that users can choose, by name. */
@NullMarked
package dev.espalier.search.catalogue;

import org.jspecify.annotations.NullMarked;
