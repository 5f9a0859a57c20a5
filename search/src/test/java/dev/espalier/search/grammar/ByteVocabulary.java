package dev.espalier.search.grammar;

import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/** A vocabulary of written-down byte strings; its last token ends the text. */
final class ByteVocabulary implements Tokenizer {

  private final byte[][] tokens;

  private ByteVocabulary(byte[][] tokens) {
    this.tokens = tokens;
  }

  static ByteVocabulary of(String... texts) {
    byte[][] tokens = new byte[texts.length + 1][];
    Arrays.setAll(
        tokens, i -> i < texts.length ? texts[i].getBytes(StandardCharsets.UTF_8) : new byte[0]);
    return new ByteVocabulary(tokens);
  }

  static ByteVocabulary ofBytes(byte[]... texts) {
    byte[][] tokens = Arrays.copyOf(texts, texts.length + 1);
    tokens[texts.length] = new byte[0];
    return new ByteVocabulary(tokens);
  }

  int end() {
    return tokens.length - 1;
  }

  @Override
  public int vocabularySize() {
    return tokens.length;
  }

  @Override
  public ImmutableIntList encode(String text) {
    throw new UnsupportedOperationException("these tests choose tokens, not texts");
  }

  @Override
  public byte[] bytes(int token) {
    return tokens[token];
  }

  @Override
  public String label(int token) {
    return token == end() ? "<end>" : text(token);
  }

  @Override
  public ImmutableIntSet endTokens() {
    return IntSets.immutable.with(end());
  }

  @Override
  public boolean hasChatTemplate() {
    return false;
  }

  @Override
  public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
    throw new IllegalStateException("no chat template");
  }
}
