/** The rules of the house that the compiler cannot hold. */
@NullMarked
package dev.espalier.app.architecture;

import org.jspecify.annotations.NullMarked;
