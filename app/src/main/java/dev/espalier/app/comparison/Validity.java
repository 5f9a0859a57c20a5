package dev.espalier.app.comparison;

import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.GrammarTooComplexException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import dev.espalier.search.token.TokenText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether texts satisfy constraints; each is tried once. Confined to one thread. */
final class Validity {

  /** Null for a constraint that cannot be read. */
  private final Map<ConstraintSource, @Nullable Recogniser> recognisers = new HashMap<>();

  private final Map<ConstraintSource, Map<String, Boolean>> verdicts = new HashMap<>();

  /** Whether a whole text is one of the constraint's; false where the constraint cannot be read. */
  boolean of(ConstraintSource constraint, String text) {
    return verdicts
        .computeIfAbsent(constraint, _ -> new HashMap<>())
        .computeIfAbsent(text, t -> accepts(constraint, t));
  }

  /** Whether the constraint can be read at all. */
  boolean readable(ConstraintSource constraint) {
    return recogniser(constraint) != null;
  }

  private @Nullable Recogniser recogniser(ConstraintSource constraint) {
    if (!recognisers.containsKey(constraint)) {
      Recogniser read = null;
      try {
        read = new Recogniser(constraint.grammar());
      } catch (GrammarException _) {
        // Its own search has said so; here it can only not be judged by.
      }
      recognisers.put(constraint, read);
    }
    return recognisers.get(constraint);
  }

  private boolean accepts(ConstraintSource constraint, String text) {
    Recogniser recogniser = recogniser(constraint);
    if (recogniser == null) {
      return false;
    }
    try {
      ParserState end = recogniser.start().advance(TokenText.bytes(text));
      return end != null && end.accepting();
    } catch (GrammarTooComplexException _) {
      return false;
    }
  }
}
