/**
 * Carrying a search out: the one loop that steps an algorithm, counts its costs against a budget
 * and publishes its events.
 */
@NullMarked
package dev.espalier.search.run;

import org.jspecify.annotations.NullMarked;
