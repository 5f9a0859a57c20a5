package dev.espalier.reward.process;

import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.token.TokenSequence;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * The problem on a line and each step on a line of its own, read token by token of its own; a step
 * is judged at its newline. Newlines within a step become spaces.
 *
 * <p>He et al., "Skywork-o1 Open Series" (2024), the model card of Skywork-o1-Open-PRM.
 *
 * @param newline the token of a newline
 */
record LineFormat(HuggingFaceTokenizer tokenizer, int newline) implements StepFormat {

  private static final Pattern NEWLINES = Pattern.compile("\\s*\\n\\s*");

  static LineFormat of(Checkpoint folder, HuggingFaceTokenizer tokenizer)
      throws ModelFormatException {
    ImmutableIntList newline = tokenizer.encode("\n");
    if (newline.isEmpty()) {
      throw new ModelFormatException(
          folder.path(), "its tokenizer has no newline, at which a step would be judged");
    }
    return new LineFormat(tokenizer, newline.getLast());
  }

  @Override
  public ImmutableList<TokenSequence> prefixes(Solution solution) {
    TokenSequence sequence =
        TokenSequence.of(tokenizer.encode(tokenizer.beginningText() + solution.problem() + "\n"));
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    for (String step : solution.steps()) {
      String line = NEWLINES.matcher(step.strip()).replaceAll(" ");
      sequence = sequence.appendAll(tokenizer.encode(line)).append(newline);
      prefixes.add(sequence);
    }
    return prefixes.toImmutable();
  }
}
