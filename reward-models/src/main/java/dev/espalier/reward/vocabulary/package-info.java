/**
 * The vocabulary of the bundled models: a byte-level byte-pair encoding learned from their training
 * text, written in the form every Hugging Face tool reads.
 */
@NullMarked
package dev.espalier.reward.vocabulary;

import org.jspecify.annotations.NullMarked;
