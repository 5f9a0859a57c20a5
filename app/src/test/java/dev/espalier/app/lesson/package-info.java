@NullMarked
package dev.espalier.app.lesson;

import org.jspecify.annotations.NullMarked;
