@NullMarked
package dev.espalier.app.library;

import org.jspecify.annotations.NullMarked;
