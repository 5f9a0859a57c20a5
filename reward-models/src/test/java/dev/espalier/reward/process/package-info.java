@NullMarked
package dev.espalier.reward.process;

import org.jspecify.annotations.NullMarked;
