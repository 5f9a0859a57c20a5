/**
 * Carrying searches out beside the window: one thread that owns the models.
 *
 * <p>The window never waits for it and it never calls the window: it publishes one immutable {@link
 * dev.espalier.app.run.RunStatus} and a growing list of events, and the window looks at both once a
 * frame.
 */
@NullMarked
package dev.espalier.app.run;

import org.jspecify.annotations.NullMarked;
