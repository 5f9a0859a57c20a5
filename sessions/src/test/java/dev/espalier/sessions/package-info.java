@NullMarked
package dev.espalier.sessions;

import org.jspecify.annotations.NullMarked;
