/** Checkpoints of every family, and what the reference implementation makes of them. */
@NullMarked
package dev.espalier.search.lm.golden;

import org.jspecify.annotations.NullMarked;
