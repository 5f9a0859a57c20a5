@NullMarked
package dev.espalier.search.lm.transformer;

import org.jspecify.annotations.NullMarked;
