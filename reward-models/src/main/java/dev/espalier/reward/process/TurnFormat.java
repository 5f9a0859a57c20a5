package dev.espalier.reward.process;

import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A chat: the user says the problem and the first step, then one step a turn, and a language
 * model's answer to each is + or −. Earlier answers stand as +, whatever the model said then.
 *
 * <p>Dong et al., "RLHF Workflow: From Reward Modeling to Online RLHF", arXiv 2405.07863 (2024),
 * whose authors published the models.
 *
 * @param signs the tokens of − and +
 */
record TurnFormat(Tokenizer tokenizer, ImmutableIntList signs) implements StepFormat {

  private static final String GOOD = "+";

  static TurnFormat of(Checkpoint folder, HuggingFaceTokenizer tokenizer)
      throws ModelFormatException {
    if (!tokenizer.hasChatTemplate()) {
      throw new ModelFormatException(
          folder.path(), "it has no chat template, so steps cannot be told to it in turns");
    }
    int wrong = tokenizer.encode("-").getLast();
    int right = tokenizer.encode(GOOD).getLast();
    return new TurnFormat(tokenizer, IntLists.immutable.with(wrong, right));
  }

  @Override
  public ImmutableList<TokenSequence> prefixes(Solution solution) {
    MutableList<ChatMessage> chat = Lists.mutable.empty();
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    for (String step : solution.steps()) {
      String said = step.strip();
      chat.add(ChatMessage.user(chat.isEmpty() ? solution.problem() + " " + said : said));
      prefixes.add(TokenSequence.of(tokenizer.encode(tokenizer.chat(chat.toImmutable(), true))));
      chat.add(new ChatMessage("assistant", GOOD));
    }
    return prefixes.toImmutable();
  }
}
