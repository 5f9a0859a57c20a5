@NullMarked
package dev.espalier.app.budget;

import org.jspecify.annotations.NullMarked;
