/** Tests of grammars, most of them against enumeration. */
@NullMarked
package dev.espalier.search.grammar;

import org.jspecify.annotations.NullMarked;
