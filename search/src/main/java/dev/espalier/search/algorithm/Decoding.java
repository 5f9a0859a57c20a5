package dev.espalier.search.algorithm;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import dev.espalier.search.token.Tokenizer;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/** Conventions that all algorithms share. */
public final class Decoding {

  /** What closes a step of a solution. */
  public static final String STEP_SEPARATOR = "\n\n";

  /** What opens a final answer. */
  public static final String ANSWER_MARK = "\\boxed";

  private Decoding() {}

  /**
   * A token that may follow a hypothesis.
   *
   * @param parent index of the hypothesis
   * @param score accumulated; higher is better
   */
  public record Candidate(int parent, int token, double logProb, double score) {

    /** Score falling, then parent, then token id: no two candidates are equal. */
    public static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingDouble(Candidate::score)
            .reversed()
            .thenComparingInt(Candidate::parent)
            .thenComparingInt(Candidate::token);
  }

  /** The text of a token as events carry it; of an end token, none. */
  public static String text(Tokenizer tokenizer, int token) {
    return tokenizer.text(token);
  }

  /** The generated text of a sequence, special tokens left out. */
  public static String text(Tokenizer tokenizer, ImmutableIntList generated) {
    return tokenizer.decode(generated);
  }

  /** The tokens after the prompt. */
  public static ImmutableIntList generated(TokenSequence sequence, int promptLength) {
    return sequence.suffix(promptLength);
  }

  /** Whether a text in pieces ends with a step separator. */
  public static boolean endsStep(String pieces) {
    return TokenText.join(pieces).endsWith(STEP_SEPARATOR);
  }

  /**
   * Notes what a constraint removed from rows, and charges the checks; where none was applied,
   * nothing.
   *
   * @param nodes that the rows follow, in the same order
   */
  public static void noteMasks(
      ImmutableList<NextTokens> rows, ImmutableIntList nodes, MutableList<SearchEvent> events) {
    long checks = 0;
    for (int i = 0; i < rows.size(); i++) {
      NextTokens.Masking masking = rows.get(i).masking();
      if (masking != null) {
        checks += rows.get(i).vocabularySize();
        events.add(new SearchEvent.Masked(nodes.get(i), masking.allowed(), masking.mass()));
      }
    }
    if (checks > 0) {
      events.add(new SearchEvent.Charged(Cost.checked(checks)));
    }
  }

  /**
   * Why a text ends after a token, or null if it does not.
   *
   * @param generated tokens generated so far, this one included
   * @param length of the whole sequence, prompt included
   */
  public static @Nullable Ending ending(
      Models models, int token, int generated, int maxTokens, int length) {
    if (models.tokenizer().endTokens().contains(token)) {
      return generated == 1 ? Ending.EMPTY : Ending.END_OF_TEXT;
    }
    if (generated >= maxTokens) {
      return Ending.LENGTH;
    }
    return length >= models.language().description().contextLength() ? Ending.CONTEXT : null;
  }
}
