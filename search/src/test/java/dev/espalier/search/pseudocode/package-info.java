@NullMarked
package dev.espalier.search.pseudocode;

import org.jspecify.annotations.NullMarked;
