/**
 * Grammars: what a text may be, and which tokens may come next.
 *
 * <p>Every input language (GBNF, Lark, regular expressions, JSON Schema) is lowered to one form, a
 * context-free {@link dev.espalier.search.grammar.Grammar} whose terminals are automata over bytes.
 * An Earley recogniser walks it byte by byte through immutable, interned states, so a search tree
 * can hold a state at every node; a {@link dev.espalier.search.grammar.TokenMask} says which tokens
 * of a vocabulary keep a text completable.
 *
 * <p>GBNF and regular expressions are read here, JSON Schema in {@code schema}, Lark in {@code
 * source}, which also has one door for all of them; {@code bench} measures coverage and speed.
 */
@NullMarked
package dev.espalier.search.grammar;

import org.jspecify.annotations.NullMarked;
