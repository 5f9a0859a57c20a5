@NullMarked
package dev.espalier.search.constraint;

import org.jspecify.annotations.NullMarked;
