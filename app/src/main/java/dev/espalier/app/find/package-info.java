/** Finding nodes by their text. */
@NullMarked
package dev.espalier.app.find;

import org.jspecify.annotations.NullMarked;
