/**
 * Trains the bundled models: a small Llama-architecture language model, then a process reward model
 * from it.
 *
 * <p>Forward pass, hand-written backward pass and optimiser are one TorchScript program ({@code
 * trainer.torchscript}), because DJL runs such programs without recording gradients and because one
 * native call for many operations is several times faster than an operation each. Matrix products
 * run in bfloat16, sums and weights in single precision. Each worker thread accumulates the
 * gradients of its share of a step; the shares are fixed by the examples, so a run is reproducible
 * and can resume from a checkpoint to the same bits.
 *
 * <p>{@link dev.espalier.reward.training.TrainingProgress} tells how far a run is. Only this
 * package of the module knows {@code ai.djl}.
 */
@NullMarked
package dev.espalier.reward.training;

import org.jspecify.annotations.NullMarked;
