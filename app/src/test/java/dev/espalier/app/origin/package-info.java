@NullMarked
package dev.espalier.app.origin;

import org.jspecify.annotations.NullMarked;
