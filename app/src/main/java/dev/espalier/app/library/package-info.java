/**
 * A folder of sessions as a library: what each is of, what came of it, what people noted about it,
 * how forks hang together. Files that cannot be read are in it too, with the reason.
 */
@NullMarked
package dev.espalier.app.library;

import org.jspecify.annotations.NullMarked;
