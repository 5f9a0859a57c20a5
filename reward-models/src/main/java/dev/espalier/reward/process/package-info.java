/**
 * Process reward models read from folders, behind the port {@link
 * dev.espalier.search.reward.RewardModel}.
 */
@NullMarked
package dev.espalier.reward.process;

import org.jspecify.annotations.NullMarked;
