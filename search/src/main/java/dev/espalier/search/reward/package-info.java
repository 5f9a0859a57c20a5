/** The port to a model that judges solutions step by step. */
@NullMarked
package dev.espalier.search.reward;

import org.jspecify.annotations.NullMarked;
