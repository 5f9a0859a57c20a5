@NullMarked
package dev.espalier.app.notebook;

import org.jspecify.annotations.NullMarked;
