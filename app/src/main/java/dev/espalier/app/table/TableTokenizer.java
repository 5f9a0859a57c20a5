package dev.espalier.app.table;

import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/** The tokens of a table, each as it is written. */
record TableTokenizer(ImmutableList<String> tokens) implements Tokenizer {

  @Override
  public int vocabularySize() {
    return tokens.size();
  }

  /** The longest token at each place. */
  @Override
  public ImmutableIntList encode(String text) {
    MutableIntList ids = IntLists.mutable.empty();
    int at = 0;
    while (at < text.length()) {
      int longest = -1;
      for (int id = 0; id < tokens.size(); id++) {
        if (text.startsWith(tokens.get(id), at)
            && (longest < 0 || tokens.get(id).length() > tokens.get(longest).length())) {
          longest = id;
        }
      }
      if (longest < 0) {
        throw new IllegalArgumentException(
            "the table has no token for “%s”; it has %s"
                .formatted(
                    text.substring(at), tokens.collect(t -> "“" + t + "”").makeString(", ")));
      }
      ids.add(longest);
      at += tokens.get(longest).length();
    }
    return ids.toImmutable();
  }

  @Override
  public byte[] bytes(int token) {
    String written = label(token);
    return written.equals(TableModel.END) ? new byte[0] : written.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String label(int token) {
    if (token < 0 || token >= tokens.size()) {
      throw new IllegalArgumentException(
          "there is no token %d; there are 0 to %d".formatted(token, tokens.size() - 1));
    }
    return tokens.get(token);
  }

  @Override
  public ImmutableIntSet endTokens() {
    int end = tokens.indexOf(TableModel.END);
    return end < 0 ? IntSets.immutable.empty() : IntSets.immutable.with(end);
  }

  @Override
  public boolean hasChatTemplate() {
    return false;
  }

  @Override
  public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
    throw new IllegalStateException("a table has no chat template");
  }
}
