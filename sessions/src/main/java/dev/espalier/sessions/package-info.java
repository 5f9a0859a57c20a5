/**
 * Recorded searches.
 *
 * <p>A session is one file of JSON Lines in UTF-8: a header, then one event a line, closed off step
 * by step; anyone can read it with a JSON parser. {@link dev.espalier.sessions.Recorder} writes it
 * while a search runs, {@link dev.espalier.sessions.SessionFile} reads it back, {@link
 * dev.espalier.sessions.Annotations} adds what people note to it, {@link
 * dev.espalier.sessions.Checkpoints} goes to any of its moments, and {@link
 * dev.espalier.sessions.Verification} makes the search again and compares.
 *
 * <p>The header line begins with {@code "format"} and {@code "version"}. Every other line has an
 * {@code "event"}, which names its kind, or a {@code "telemetry"}, on which no replay depends, or
 * an {@code "annotation"}, which is one change to what people wrote about the session and may stand
 * anywhere; the line {@code "event":"Stepped"} closes a step. Numbers are written with as many
 * digits as give the same double back; the three that JSON lacks are the texts {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}. A byte that is no whole character is an escaped lone
 * surrogate from U+DC80 to U+DCFF, which Python's {@code surrogateescape} turns back into the byte.
 *
 * <p>Readers skip fields they do not know. A higher minor version may bring new kinds of lines; a
 * higher major version is refused as a whole.
 */
@NullMarked
package dev.espalier.sessions;

import org.jspecify.annotations.NullMarked;
