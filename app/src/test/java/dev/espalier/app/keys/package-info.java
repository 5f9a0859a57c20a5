@NullMarked
package dev.espalier.app.keys;

import org.jspecify.annotations.NullMarked;
