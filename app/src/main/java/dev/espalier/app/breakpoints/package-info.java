/**
 * Stopping where something happens: {@link dev.espalier.app.condition.Condition}s over events, and
 * where in time they hold. {@link dev.espalier.app.breakpoints.BreakpointsViewModel} keeps the
 * breakpoints and their hits.
 */
@NullMarked
package dev.espalier.app.breakpoints;

import org.jspecify.annotations.NullMarked;
