/**
 * The pseudo-code of the algorithms as data: which line an event comes from, and what it says
 * there.
 *
 * <p>There is one source, the Javadoc of the algorithm's class, whose text is on the class path. A
 * line may end with a comment that names the events it writes:
 *
 * <pre>{@code
 * u <- pop the node of least f    ▷ Popped: u = node, f = priority; Pruned.TooDeep: u = node
 * }</pre>
 *
 * <p>After a colon follow the values that belong there, as the components of the event's record (or
 * of the score or reason in it) with the symbol that the line has for them. Comments that do not
 * fit stand below, on lines of their own.
 */
@NullMarked
package dev.espalier.search.pseudocode;

import org.jspecify.annotations.NullMarked;
