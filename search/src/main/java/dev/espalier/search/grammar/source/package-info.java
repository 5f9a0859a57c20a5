/** Grammars as people write them: a notation and a text, read into one form. */
@NullMarked
package dev.espalier.search.grammar.source;

import org.jspecify.annotations.NullMarked;
