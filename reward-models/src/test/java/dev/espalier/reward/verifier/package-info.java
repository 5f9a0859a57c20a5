@NullMarked
package dev.espalier.reward.verifier;

import org.jspecify.annotations.NullMarked;
