package dev.espalier.app.setup;

import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.GrammarTooComplexException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a constraint and of a text tried against it.
 *
 * @param problem what is wrong with the constraint, or empty
 * @param line of the problem, from 1; 0 where the constraint as a whole is wrong
 * @param column of the problem, from 1
 * @param verdict on the text
 * @param words the verdict in a sentence, or empty
 */
record ConstraintCheck(String problem, int line, int column, Verdict verdict, String words) {

  /** What became of a text. */
  enum Verdict {
    /** Nothing was tried. */
    NONE,
    /** It is a whole text of the constraint. */
    WHOLE,
    /** It can still become one. */
    SO_FAR,
    REFUSED
  }

  static final ConstraintCheck FREE = new ConstraintCheck("", 0, 0, Verdict.NONE, "");

  /**
   * @param source null for a text that is free
   * @param trial the text tried
   */
  static ConstraintCheck of(@Nullable ConstraintSource source, String trial) {
    if (source == null) {
      return FREE;
    }
    try {
      return of(source.grammar(), trial);
    } catch (GrammarException e) {
      String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new ConstraintCheck(sentence(words), e.line(), e.column(), Verdict.NONE, "");
    }
  }

  private static ConstraintCheck of(Grammar grammar, String trial) {
    ParserState state = new Recogniser(grammar).start();
    try {
      for (int i = 0; i < trial.length(); ) {
        int c = trial.codePointAt(i);
        ParserState next = state.advance(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        if (next == null) {
          return tried(
              Verdict.REFUSED,
              "Refused from character %d on: “%s” cannot come here."
                  .formatted(trial.codePointCount(0, i) + 1, shown(c)));
        }
        state = next;
        i += Character.charCount(c);
      }
    } catch (GrammarTooComplexException e) {
      return tried(Verdict.REFUSED, sentence(String.valueOf(e.getMessage())));
    }
    if (state.accepting()) {
      return tried(
          Verdict.WHOLE,
          trial.isEmpty() ? "The empty text is allowed." : "Accepted; the text may end here.");
    }
    return trial.isEmpty()
        ? tried(Verdict.NONE, "")
        : tried(Verdict.SO_FAR, "Fine so far; something more must follow.");
  }

  private static ConstraintCheck tried(Verdict verdict, String words) {
    return new ConstraintCheck("", 0, 0, verdict, words);
  }

  private static String shown(int c) {
    return c == ' ' ? "␣" : c == '\n' ? "↵" : c == '\t' ? "→" : Character.toString(c);
  }

  private static String sentence(String words) {
    return words.isEmpty()
        ? words
        : Character.toUpperCase(words.charAt(0))
            + words.substring(1)
            + (words.endsWith(".") ? "" : ".");
  }
}
