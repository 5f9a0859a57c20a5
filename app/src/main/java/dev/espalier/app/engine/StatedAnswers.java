package dev.espalier.app.engine;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.search.answer.AnswerEquality;
import dev.espalier.search.answer.AnswerExtraction;
import org.jspecify.annotations.Nullable;

/** Answers as mathematical benchmarks state and compare them. */
public final class StatedAnswers implements AnswerChecker {

  @Override
  public @Nullable String extract(String text) {
    AnswerExtraction.Extracted found = AnswerExtraction.extract(text);
    return found == null ? null : found.answer();
  }

  @Override
  public boolean same(String answer, String known) {
    return AnswerEquality.STRICT.equal(answer, known);
  }
}
