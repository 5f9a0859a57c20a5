/** Where the reader was: places gone to before, and glances from which one returns. */
@NullMarked
package dev.espalier.app.history;

import org.jspecify.annotations.NullMarked;
