/** Numbers that describe generated texts, whichever search they come from. */
@NullMarked
package dev.espalier.search.measure;

import org.jspecify.annotations.NullMarked;
