/** What a search came to, and whether it is right where that is known. */
@NullMarked
package dev.espalier.app.answer;

import org.jspecify.annotations.NullMarked;
