/**
 * JSON Schema as a grammar.
 *
 * <p>A schema is read into a normal form, which says for each type of value what is allowed of it
 * ({@link dev.espalier.search.grammar.schema.Form}); strings and numbers become automata, for which
 * intersection and complement are exact, arrays and objects become rules. What the normal form
 * cannot say is refused by name.
 */
@NullMarked
package dev.espalier.search.grammar.schema;

import org.jspecify.annotations.NullMarked;
