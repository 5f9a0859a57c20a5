/** The command line: the same work as in the window, for scripts and for machines without one. */
@NullMarked
package dev.espalier.app.cli;

import org.jspecify.annotations.NullMarked;
