/**
 * What a search algorithm is: a pure kernel of {@code init} and {@code step}.
 *
 * <p>One package below this for each family. The kernels hold no state of their own, read no clock
 * and draw no hidden random number: everything they need is in the state they are handed, and
 * everything anyone may know of them is in the events they return.
 *
 * <p>The pseudo-code in a kernel's Javadoc says which line writes which event. The window shows it
 * from there; {@code search.pseudocode} says how it is read.
 */
@NullMarked
package dev.espalier.search.algorithm;

import org.jspecify.annotations.NullMarked;
