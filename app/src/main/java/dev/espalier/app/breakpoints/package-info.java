/**
 * Stopping where something happens: conditions over events, written in a small language that can
 * only look, and where in time they hold.
 *
 * <p>{@link dev.espalier.app.breakpoints.Condition} reads and evaluates the language, {@link
 * dev.espalier.app.breakpoints.Fact} is what it can ask of an event, {@link
 * dev.espalier.app.breakpoints.BreakpointsViewModel} keeps the breakpoints and their hits.
 */
@NullMarked
package dev.espalier.app.breakpoints;

import org.jspecify.annotations.NullMarked;
