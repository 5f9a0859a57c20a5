/**
 * Transformer decoders on PyTorch, the only package that knows the native library.
 *
 * <p>{@link dev.espalier.search.lm.transformer.TransformerLanguageModel} answers a request in three
 * layers. A {@code TreeEvaluator} finds out, with a {@code KvCacheTree}, which tokens of the asked
 * sequences are not in the key-value cache, gives each a slot, and makes room by dropping old
 * leaves. A {@code TreeBatch} writes these tokens down with a mask that lets each see its ancestors
 * only, so that a whole tree is one batch. A {@code DecoderEngine} computes the batch: {@code
 * TorchScriptEngine} as one native call of the program in {@code decoder.torchscript}, {@code
 * ReferenceEngine} operation by operation. Both know slots and tensors and nothing of trees, and
 * must agree.
 *
 * <p>Native memory has one owner each: weights and cache belong to the engine, everything else to
 * one call.
 */
@NullMarked
package dev.espalier.search.lm.transformer;

import org.jspecify.annotations.NullMarked;
