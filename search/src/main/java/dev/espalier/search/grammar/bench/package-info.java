/** Measures grammars: how many schemas compile, whether they decide rightly, and how fast. */
@NullMarked
package dev.espalier.search.grammar.bench;

import org.jspecify.annotations.NullMarked;
