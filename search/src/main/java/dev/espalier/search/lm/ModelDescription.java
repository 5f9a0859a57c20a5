package dev.espalier.search.lm;

/**
 * What a model is, for records and for limits.
 *
 * @param id name to find it again: a folder's name or a hub id
 * @param hash SHA-256 of its weights and configuration, hexadecimal, or empty if it has no file
 * @param family architecture, such as {@code llama}
 * @param parameters number of weights
 * @param vocabularySize number of token ids
 * @param contextLength longest prefix in tokens
 * @param hiddenWidth length of a hidden state, 0 if it has none
 * @param device {@code cpu}, {@code cuda:0}, or {@code table}
 * @param precision {@code fp32}, {@code bf16}
 */
public record ModelDescription(
    String id,
    String hash,
    String family,
    long parameters,
    int vocabularySize,
    int contextLength,
    int hiddenWidth,
    String device,
    String precision) {

  public ModelDescription {
    if (vocabularySize < 1 || contextLength < 1 || hiddenWidth < 0) {
      throw new IllegalArgumentException(
          "a model of %d tokens, context %d and width %d"
              .formatted(vocabularySize, contextLength, hiddenWidth));
    }
  }
}
