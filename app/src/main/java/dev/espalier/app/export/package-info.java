/**
 * A search written in forms that other programs read: vector drawings with real text, graph
 * languages, tables, and a page that replays it in a browser. Nothing here needs a display.
 */
@NullMarked
package dev.espalier.app.export;

import org.jspecify.annotations.NullMarked;
