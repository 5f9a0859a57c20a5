@NullMarked
package dev.espalier.app.find;

import org.jspecify.annotations.NullMarked;
