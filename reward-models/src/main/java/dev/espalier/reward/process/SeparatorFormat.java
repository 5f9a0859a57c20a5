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
import org.eclipse.collections.impl.factory.Lists;

/**
 * The problem is the user's turn of a chat and the steps are the answer, each stripped and closed
 * by a separator token, at which it is judged.
 *
 * <p>A configuration may name the separator ({@code step_separator_id}); otherwise it is {@code
 * <extra_0>}, and the chat opens with the system turn that Qwen2.5-Math-PRM was trained with.
 *
 * <p>Zhang et al., "The Lessons of Developing Process Reward Models in Mathematical Reasoning",
 * arXiv 2501.07301 (2025).
 *
 * @param opening turns before the user's
 * @param separator the token after each step
 */
record SeparatorFormat(Tokenizer tokenizer, ImmutableList<ChatMessage> opening, int separator)
    implements StepFormat {

  private static final String SEPARATOR = "<extra_0>";
  private static final ChatMessage SYSTEM =
      ChatMessage.system("Please reason step by step, and put your final answer within \\boxed{}.");

  static SeparatorFormat of(Checkpoint folder, HuggingFaceTokenizer tokenizer)
      throws ModelFormatException {
    if (!tokenizer.hasChatTemplate()) {
      throw new ModelFormatException(
          folder.path(), "it has no chat template, so it cannot be told problem from solution");
    }
    Integer named = folder.stepSeparator();
    if (named != null) {
      return new SeparatorFormat(tokenizer, Lists.immutable.empty(), named);
    }
    Integer known = tokenizer.token(SEPARATOR);
    if (known == null) {
      throw new ModelFormatException(
          folder.path(),
          "its config.json has no step_separator_id and its tokenizer no %s, so there is no token"
                  .formatted(SEPARATOR)
              + " at which it judges a step");
    }
    return new SeparatorFormat(tokenizer, Lists.immutable.with(SYSTEM), known);
  }

  @Override
  public ImmutableList<TokenSequence> prefixes(Solution solution) {
    String chat = tokenizer.chat(opening.newWith(ChatMessage.user(solution.problem())), true);
    TokenSequence sequence = TokenSequence.of(tokenizer.encode(chat));
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    for (String step : solution.steps()) {
      sequence = sequence.appendAll(tokenizer.encode(step.strip())).append(separator);
      prefixes.add(sequence);
    }
    return prefixes.toImmutable();
  }
}
