package dev.espalier.search.answer;

/**
 * Normal forms of answers, as published graders write them.
 *
 * <p>They exist to compare with published figures, so their quirks are kept: {@link #MINERVA} takes
 * the unit "ft" out of the middle of {@code \infty}, {@link #QWEN} takes single letters for units.
 * {@link AnswerEquality} goes on where they stop.
 */
public enum AnswerNormaliser {
  /** Of the MATH data set (Hendrycks et al., arXiv 2103.03874). */
  HENDRYCKS,
  /** Of Minerva (Lewkowycz et al., arXiv 2206.14858), appendix D.1. */
  MINERVA,
  /**
   * Of Qwen2.5-Math (arXiv 2409.12122). Its list of units is followed in its common entries; the
   * rest of it, several hundred entries of one data set, is left out.
   */
  QWEN;

  /** Longer answers are returned as they are: no normal form is worth the work. */
  static final int MAX_LENGTH = 4096;

  /** The normal form of an answer. */
  public String normalise(String answer) {
    if (answer.length() > MAX_LENGTH) {
      return answer;
    }
    return switch (this) {
      case HENDRYCKS -> HendrycksForm.of(answer);
      case MINERVA -> MinervaForm.of(answer);
      case QWEN -> QwenForm.of(answer);
    };
  }
}
