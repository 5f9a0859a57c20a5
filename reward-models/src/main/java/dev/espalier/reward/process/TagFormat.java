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
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * The problem, a space, and the numbered steps, one a line, each followed by a tag; at the tag a
 * language model's next token is + or −.
 *
 * <p>Departure: the published code reads all tags of one text; here the text is read anew up to
 * each step's tag, which is the same wherever no token spans two lines.
 *
 * <p>Wang et al., "Math-Shepherd: Verify and Reinforce LLMs Step-by-step without Human
 * Annotations", arXiv 2312.08935 (2023).
 *
 * @param signs the tokens of − and +
 */
record TagFormat(HuggingFaceTokenizer tokenizer, ImmutableIntList signs) implements StepFormat {

  private static final String TAG = "\u043a\u0438";
  private static final Pattern NUMBERED = Pattern.compile("(?i)step \\d+.*", Pattern.DOTALL);

  static TagFormat of(Checkpoint folder, HuggingFaceTokenizer tokenizer)
      throws ModelFormatException {
    if (tokenizer.encode(TAG).size() != 1) {
      throw new ModelFormatException(
          folder.path(),
          "its tokenizer has no token \"%s\", the tag at which a step is judged".formatted(TAG));
    }
    ImmutableIntList signs = tokenizer.encode("+ -");
    if (signs.size() != 2) {
      throw new ModelFormatException(
          folder.path(),
          "its tokenizer makes %d tokens of \"+ -\"; a judge by tags needs 2"
              .formatted(signs.size()));
    }
    return new TagFormat(tokenizer, IntLists.immutable.with(signs.get(1), signs.get(0)));
  }

  @Override
  public ImmutableList<TokenSequence> prefixes(Solution solution) {
    StringBuilder text = new StringBuilder(solution.problem()).append(' ');
    MutableList<TokenSequence> prefixes = Lists.mutable.empty();
    for (String step : solution.steps()) {
      if (prefixes.notEmpty()) {
        text.append('\n');
      }
      String stripped = step.strip();
      if (!NUMBERED.matcher(stripped).matches()) {
        text.append("Step ").append(prefixes.size() + 1).append(": ");
      }
      text.append(stripped).append(' ').append(TAG);
      prefixes.add(
          TokenSequence.of(tokenizer.beginning()).appendAll(tokenizer.encode(text.toString())));
    }
    return prefixes.toImmutable();
  }
}
