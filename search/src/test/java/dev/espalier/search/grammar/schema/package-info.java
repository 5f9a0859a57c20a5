/** Tests of schemas as grammars, most of them against an independent validator. */
@NullMarked
package dev.espalier.search.grammar.schema;

import org.jspecify.annotations.NullMarked;
