package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.source.GrammarSource;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.potential.GrammarPotential;
import dev.espalier.search.potential.Potential;
import dev.espalier.search.potential.StopList;
import dev.espalier.search.potential.Walk;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What tokens must satisfy beside the constraint, or in its place: words that may not be written, a
 * regular expression, and a yes-or-no potential that the user brought along, as far as each is set.
 * Asking may be as expensive as it likes, for it is asked about drawn tokens only.
 *
 * @param name of the potential brought along, as users choose it
 * @param stop words that may not be written
 * @param match the expression, or empty
 */
record Condition(String name, ImmutableList<String> stop, String match) {

  private static final String SEPARATOR = "\\|";

  static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Text(
              "stop",
              "Words that no text may hold, separated by |.",
              "words separated by |",
              text -> new StopList(words(text))),
          new Parameter.Text(
              "match",
              "Regular expression that the whole text must match, beside the constraint or instead"
                  + " of one.",
              "a regular expression",
              Condition::expression),
          new Parameter.Choice(
              "condition",
              "What tokens must satisfy beside the constraint: nothing, or a yes-or-no potential"
                  + " from the class path."
                  + Brought.faults(),
              Brought.NONE,
              Lists.immutable.with(Brought.NONE).newWithAll(Brought.ALL.names())));

  static Condition of(Settings settings) {
    String stop = settings.text("stop");
    return new Condition(
        settings.text("condition"),
        stop.isEmpty() ? Lists.immutable.empty() : words(stop),
        settings.text("match"));
  }

  private static ImmutableList<String> words(String text) {
    return Lists.immutable.with(text.split(SEPARATOR, -1));
  }

  private static GrammarPotential expression(String text) {
    try {
      return new GrammarPotential(new GrammarSource(GrammarSource.Notation.REGEX, text).compile());
    } catch (GrammarException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
  }

  boolean isNone() {
    return name.equals(Brought.NONE) && stop.isEmpty() && match.isEmpty();
  }

  /**
   * The empty text under the condition, or null if there is none.
   *
   * @throws ModelFailure if the potential cannot be made or weighs more finely than yes or no
   */
  @Nullable Walk start(Models models) {
    MutableList<Potential> parts = Lists.mutable.empty();
    // What is cheap to ask stands first.
    if (stop.notEmpty()) {
      parts.add(new StopList(stop).overTokens(models.tokenizer()));
    }
    if (!match.isEmpty()) {
      parts.add(expression(match).overTokens(models.tokenizer()));
    }
    if (!name.equals(Brought.NONE)) {
      Potential brought = Brought.create(name, models);
      if (!brought.isBoolean()) {
        throw new ModelFailure(
            "the condition %s does not say yes or no; use it as critic".formatted(name));
      }
      parts.add(brought);
    }
    return parts.isEmpty()
        ? null
        : Brought.guarded(label(), () -> parts.reduce(Potential::times).orElseThrow().start());
  }

  /** What an error names. */
  private String label() {
    return name.equals(Brought.NONE) ? "of stop and match" : name;
  }

  /** Whether a token may follow. */
  boolean allows(@Nullable Walk walk, int token) {
    return walk == null || yes(walk.push(token), false);
  }

  /** Whether the text may end. */
  boolean allowsEnd(@Nullable Walk walk) {
    return walk == null || yes(walk, true);
  }

  private boolean yes(Walk walk, boolean whole) {
    double answer = Brought.guarded(label(), () -> whole ? walk.complete() : walk.prefix());
    if (answer != 0 && answer != Double.NEGATIVE_INFINITY) {
      throw new ModelFailure(
          "the condition %s gave the log-weight %s, which is neither yes (0) nor no (−∞)"
              .formatted(name, answer));
    }
    return answer == 0;
  }

  /** One token further. */
  @Nullable Walk push(@Nullable Walk walk, int token) {
    return walk == null ? null : Brought.guarded(label(), () -> walk.push(token));
  }
}
