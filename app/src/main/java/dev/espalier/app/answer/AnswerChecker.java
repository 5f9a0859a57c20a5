package dev.espalier.app.answer;

import org.jspecify.annotations.Nullable;

/** Finds the answer in a solution's text and holds it against another. */
public interface AnswerChecker {

  /** The final answer stated in {@code text}, or null if it states none. */
  @Nullable String extract(String text);

  /** Whether two answers say the same. */
  boolean same(String answer, String known);
}
