@NullMarked
package dev.espalier.app.condition;

import org.jspecify.annotations.NullMarked;
