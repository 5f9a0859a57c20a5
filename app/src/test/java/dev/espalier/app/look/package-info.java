@NullMarked
package dev.espalier.app.look;

import org.jspecify.annotations.NullMarked;
