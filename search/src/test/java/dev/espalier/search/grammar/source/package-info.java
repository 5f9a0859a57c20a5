/** Tests of the notations that grammars are written in. */
@NullMarked
package dev.espalier.search.grammar.source;

import org.jspecify.annotations.NullMarked;
