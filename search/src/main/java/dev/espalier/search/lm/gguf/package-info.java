/**
 * GGUF files, llama.cpp's format of one file a model: weights, often quantised, with a table of
 * keys and values that says what a Hugging Face folder says in its JSON files.
 *
 * <p>{@link dev.espalier.search.lm.gguf.GgufFile} reads a file and believes nothing in it: every
 * count, length and offset is checked against the bytes there are before it is used. Its {@link
 * dev.espalier.search.lm.gguf.GgufMetadata} answers by key and type, and {@link
 * dev.espalier.search.lm.gguf.GgufVocabulary} writes the tokenizer among them in the form that the
 * tokenizers library reads.
 */
@NullMarked
package dev.espalier.search.lm.gguf;

import org.jspecify.annotations.NullMarked;
