/** Tests of the port to language models. */
@NullMarked
package dev.espalier.search.lm;

import org.jspecify.annotations.NullMarked;
