@NullMarked
package dev.espalier.app.engine;

import org.jspecify.annotations.NullMarked;
