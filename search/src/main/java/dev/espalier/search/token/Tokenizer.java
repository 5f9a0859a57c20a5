package dev.espalier.search.token;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;

/** A vocabulary: text to token ids and back. Implementations are thread-safe. */
public interface Tokenizer {

  /** How many token ids there are; ids run from 0. */
  int vocabularySize();

  /**
   * The tokens of {@code text}. The literal text of a special token is recognised as that token;
   * nothing is added at either end.
   */
  ImmutableIntList encode(String text);

  /**
   * The bytes a token stands for, byte-exact; of a special token, none.
   *
   * @throws IllegalArgumentException if the id is not in the vocabulary
   */
  byte[] bytes(int token);

  /** The written form of a special token, such as {@code <|end|>}; of any other, its text. */
  String label(int token);

  /** Tokens at which generation ends. */
  ImmutableIntSet endTokens();

  /** Whether {@link #chat} can be called. */
  boolean hasChatTemplate();

  /**
   * A conversation written with the model's chat template, ready for {@link #encode}.
   *
   * @param generationPrompt whether to open the assistant's turn at the end
   * @throws IllegalStateException if the model has no chat template
   * @throws IllegalArgumentException if the template refuses the messages; the message says why
   */
  String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt);

  /** The text of one token, {@link TokenText} where it splits a character. */
  default String text(int token) {
    return TokenText.of(bytes(token));
  }

  /** The text of a sequence of tokens, special ones left out. */
  default String decode(ImmutableIntList tokens) {
    StringBuilder pieces = new StringBuilder();
    tokens.forEach(token -> pieces.append(text(token)));
    return TokenText.join(pieces.toString());
  }
}
