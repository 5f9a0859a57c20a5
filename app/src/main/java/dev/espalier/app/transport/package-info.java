/**
 * Moving through the time of a search: the buttons, the keys and the scrubber.
 *
 * <p>Time is the number of events. Nothing here runs a search; a search that is running and one
 * read from a file are the same list of events.
 */
@NullMarked
package dev.espalier.app.transport;

import org.jspecify.annotations.NullMarked;
