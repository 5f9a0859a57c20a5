/** Rewards by rule, and several rewards as one. */
@NullMarked
package dev.espalier.reward.verifier;

import org.jspecify.annotations.NullMarked;
