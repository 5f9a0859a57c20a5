/** Tests of extraction, normal forms and equality of answers. */
@NullMarked
package dev.espalier.search.answer;

import org.jspecify.annotations.NullMarked;
