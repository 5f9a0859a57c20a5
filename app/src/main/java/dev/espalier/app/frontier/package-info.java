/** The list of what the search may go on from, best first, at any moment. */
@NullMarked
package dev.espalier.app.frontier;

import org.jspecify.annotations.NullMarked;
