package dev.espalier.search.lm.gguf;

import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * How text is cut into words before pairs of bytes are merged, by the name {@code
 * tokenizer.ggml.pre} gives it. Each is the splitting of the tokenizer that the family came with.
 *
 * @param patterns each cuts further what those before it left whole; none for GPT-2's own
 * @param composed whether letters and their accents are first composed (Unicode's NFC)
 * @param wholeWords whether a word that is a token is taken without merging
 */
record Splitting(ImmutableList<String> patterns, boolean composed, boolean wholeWords) {

  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String REST =
      "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String WORD = "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";

  private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";

  private static final Splitting GPT2 = new Splitting(Lists.immutable.empty(), false, false);

  private static final Splitting DIGITS =
      new Splitting(Lists.immutable.with("\\p{N}"), false, false);

  private static final Splitting LLAMA3 =
      new Splitting(Lists.immutable.with(CONTRACTIONS + WORD + "|\\p{N}{1,3}" + REST), false, true);

  private static final Splitting QWEN2 =
      new Splitting(Lists.immutable.with(CONTRACTIONS + WORD + "|\\p{N}" + REST), true, false);

  private static final Splitting TEKKEN =
      new Splitting(
          Lists.immutable.with(
              "[^\\r\\n\\p{L}\\p{N}]?"
                  + UPPER
                  + "*"
                  + LOWER
                  + "+|[^\\r\\n\\p{L}\\p{N}]?"
                  + UPPER
                  + "+"
                  + LOWER
                  + "*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
          false,
          true);

  private static final Map<String, Splitting> NAMED =
      Maps.mutable
          .with("gpt-2", GPT2, "gpt2", GPT2, "llama-bpe", LLAMA3, "llama3", LLAMA3)
          .withKeyValue("llama-v3", LLAMA3)
          .withKeyValue("falcon3", LLAMA3)
          .withKeyValue("qwen2", QWEN2)
          .withKeyValue("deepseek-r1-qwen", QWEN2)
          .withKeyValue("smollm", DIGITS)
          .withKeyValue("tekken", TEKKEN);

  /** The splitting of that name, or null. */
  static @Nullable Splitting named(String name) {
    return NAMED.get(name);
  }

  /** The names that are known, for an error. */
  static String names() {
    return Lists.immutable.withAll(NAMED.keySet()).toSortedList().makeString(", ");
  }
}
