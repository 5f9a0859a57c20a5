/**
 * From what a user asks for to a search that runs: models found and opened, settings checked, a
 * session recorded, a report written. The window and the command line both stand on it.
 */
@NullMarked
package dev.espalier.app.engine;

import org.jspecify.annotations.NullMarked;
