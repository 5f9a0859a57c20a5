package dev.espalier.search.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/**
 * The published byte-pair vocabulary {@code o200k_base}, or the first of its merges: since a merge
 * uses earlier ones only, the first n tokens are a vocabulary of their own. No model here speaks
 * it; it is for measuring what depends on the size of a vocabulary.
 */
public final class PublicVocabulary implements Tokenizer {

  /** All merges, and the token that ends a text. */
  public static final int LARGEST = 199_999;

  private static final String RESOURCE = "/com/knuddels/jtokkit/o200k_base.tiktoken";
  private static final String END = "<|endoftext|>";

  /** Words with at most one sign before them, up to three digits, runs of signs or of spaces. */
  private static final Pattern WORDS =
      Pattern.compile(
          "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CASE);

  private final byte[][] tokens;
  private final Encoding encoding;

  private PublicVocabulary(byte[][] tokens, Encoding encoding) {
    this.tokens = tokens;
    this.encoding = encoding;
  }

  /**
   * The first {@code size} − 1 tokens and one that ends a text.
   *
   * @param size from 257 to {@link #LARGEST}
   */
  @SuppressWarnings("UndefinedEquals") // The library asks for arrays as keys and looks none up.
  public static PublicVocabulary ofSize(int size) {
    if (size < 257 || size > LARGEST) {
      throw new IllegalArgumentException(
          "a vocabulary of %d tokens; there are from 257 to %d".formatted(size, LARGEST));
    }
    byte[][] tokens = new byte[size][];
    tokens[size - 1] = new byte[0];
    Map<byte[], Integer> ranks = new LinkedHashMap<>();
    try (InputStream resource = GptBytePairEncodingParams.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(resource, RESOURCE), StandardCharsets.US_ASCII))) {
      for (int rank = 0; rank < size - 1; rank++) {
        String line = Objects.requireNonNull(lines.readLine(), RESOURCE);
        tokens[rank] = Base64.getDecoder().decode(line.substring(0, line.indexOf(' ')));
        ranks.put(tokens[rank], rank);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String name = "o200k first " + size;
    Encoding encoding =
        Encodings.newLazyEncodingRegistry()
            .registerGptBytePairEncoding(
                new GptBytePairEncodingParams(name, WORDS, ranks, Map.of(END, size - 1)))
            .getEncoding(name)
            .orElseThrow();
    return new PublicVocabulary(tokens, encoding);
  }

  @Override
  public int vocabularySize() {
    return tokens.length;
  }

  @Override
  public ImmutableIntList encode(String text) {
    return IntLists.immutable.with(encoding.encodeOrdinary(text).toArray());
  }

  @Override
  public byte[] bytes(int token) {
    if (token < 0 || token >= tokens.length) {
      throw new IllegalArgumentException(
          "token %d of a vocabulary of %d".formatted(token, tokens.length));
    }
    return tokens[token].clone();
  }

  @Override
  public String label(int token) {
    return token == tokens.length - 1 ? END : text(token);
  }

  @Override
  public ImmutableIntSet endTokens() {
    return IntSets.immutable.with(tokens.length - 1);
  }

  @Override
  public boolean hasChatTemplate() {
    return false;
  }

  @Override
  public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
    throw new IllegalStateException("a bare vocabulary has no chat template");
  }
}
