@NullMarked
package dev.espalier.app.pseudocode;

import org.jspecify.annotations.NullMarked;
