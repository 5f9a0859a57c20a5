/**
 * Weights as they lie in files, memory-mapped.
 *
 * <p>{@link dev.espalier.search.lm.weights.SafetensorsFile} reads one file of the safetensors
 * format, {@link dev.espalier.search.lm.weights.ModelWeights} the one or the many of a model
 * folder. Nothing is copied to the Java heap as a whole, and nothing in a file is believed: every
 * length and offset is checked before it is used, and what is wrong is said with file and tensor.
 */
@NullMarked
package dev.espalier.search.lm.weights;

import org.jspecify.annotations.NullMarked;
