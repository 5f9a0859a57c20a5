/**
 * Recorded searches.
 *
 * <p>A session is one file of JSON Lines in UTF-8: a header, then one event a line, closed off step
 * by step; anyone can read it with a JSON parser. {@link dev.espalier.sessions.Recorder} writes it
 * while a search runs, {@link dev.espalier.sessions.SessionFile} reads it back.
 */
@NullMarked
package dev.espalier.sessions;

import org.jspecify.annotations.NullMarked;
