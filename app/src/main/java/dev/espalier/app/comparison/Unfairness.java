package dev.espalier.app.comparison;

import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.search.constraint.ConstraintSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Something in which runs differ that makes comparing them unfair.
 *
 * @param words the values, and which runs have them: "A 42 · B, C 7"
 */
public record Unfairness(Kind kind, String words) {

  /** What differs. Algorithm and settings are what is compared, and may. */
  public enum Kind {
    MODEL("Model", "texts come from different distributions"),
    REWARD("Reward model", "rewards come from different judges"),
    PROMPT("Prompt", "the runs were asked different things"),
    SEED("Seed", "luck may differ"),
    BUDGET("Budget", "one could have spent more than the other"),
    CONSTRAINT("Constraint", "not the same texts were allowed"),
    SCORE("Score", "the scores measure different things"),
    DEVICE("Device", "seconds were measured on different machines");

    private final String label;
    private final String why;

    Kind(String label, String why) {
      this.label = label;
      this.why = why;
    }

    public String label() {
      return label;
    }

    /** Why that is unfair. */
    public String why() {
      return why;
    }
  }

  private static final int SNIPPET = 40;
  private static final int HASH = 8;

  /** In one sentence. */
  public String sentence() {
    return "%s differs (%s): %s.".formatted(kind.label(), words, kind.why());
  }

  /**
   * Everything in which the runs differ that they should not. What is not known of a run, such as
   * the reward model of one that used none, is no difference.
   *
   * @param runs null for one that is yet to come
   * @param scores what the runs' scores measure, null for a run without any
   */
  static ImmutableList<Unfairness> among(
      ImmutableList<@Nullable Entrant> runs, ImmutableList<@Nullable ScoreKind> scores) {
    MutableList<Unfairness> found = Lists.mutable.empty();
    add(found, Kind.MODEL, runs, (run, _) -> model(run));
    add(found, Kind.REWARD, runs, (run, _) -> reward(run));
    add(
        found,
        Kind.PROMPT,
        runs,
        (run, _) -> new Value(run.order().prompt().strip(), snippet(run.order().prompt())));
    add(found, Kind.SEED, runs, (run, _) -> Value.of(Long.toString(run.order().seed())));
    add(found, Kind.BUDGET, runs, (run, _) -> Value.of(budget(run)));
    add(found, Kind.CONSTRAINT, runs, (run, _) -> constraint(run.order().constraint()));
    add(
        found,
        Kind.SCORE,
        runs,
        (_, i) -> {
          ScoreKind kind = scores.get(i);
          return kind == null ? null : Value.of(kind.label());
        });
    add(found, Kind.DEVICE, runs, (run, _) -> device(run));
    return found.toImmutable();
  }

  /**
   * What a run has of a kind.
   *
   * @param identity the same for two runs between which there is no difference
   * @param words for people
   */
  private record Value(String identity, String words) {
    static Value of(String words) {
      return new Value(words, words);
    }
  }

  private static void add(
      MutableList<Unfairness> found,
      Kind kind,
      ImmutableList<@Nullable Entrant> runs,
      BiFunction<Entrant, Integer, @Nullable Value> value) {
    Map<String, MutableList<String>> lettersOf = new LinkedHashMap<>();
    Map<String, String> wordsOf = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      Entrant run = runs.get(i);
      Value one = run == null ? null : value.apply(run, i);
      if (one != null) {
        lettersOf
            .computeIfAbsent(one.identity(), _ -> Lists.mutable.empty())
            .add(RunMark.letter(i));
        wordsOf.put(one.identity(), one.words());
      }
    }
    if (lettersOf.size() > 1) {
      found.add(
          new Unfairness(
              kind,
              Lists.immutable
                  .withAll(lettersOf.entrySet())
                  .collect(entry ->
                      entry.getValue().makeString(", ") + " " + wordsOf.get(entry.getKey()))
                  .makeString(" · ")));
    }
  }

  private static @Nullable Value model(Entrant run) {
    if (run.header() != null) {
      String id = run.header().model().id();
      String hash = run.header().model().hash();
      return hash.isEmpty() ? Value.of(id) : new Value(hash, id + " " + head(hash));
    }
    return run.model().isEmpty() ? null : Value.of(run.model());
  }

  private static @Nullable Value reward(Entrant run) {
    if (run.header() == null || run.header().reward() == null) {
      return null;
    }
    String id = run.header().reward().id();
    String hash = run.header().reward().hash();
    return hash.isEmpty() ? Value.of(id) : new Value(hash, id + " " + head(hash));
  }

  private static String head(String hash) {
    return hash.substring(0, Math.min(HASH, hash.length()));
  }

  private static String snippet(String prompt) {
    return "“" + Texts.snippet(prompt, SNIPPET) + "”";
  }

  private static String budget(Entrant run) {
    String budget = run.order().budget().toString();
    return budget.isEmpty() ? "no limit" : budget;
  }

  private static Value constraint(@Nullable ConstraintSource source) {
    return source == null
        ? Value.of("none")
        : new Value(source.kind().key() + " " + source.text().strip(), source.words());
  }

  private static @Nullable Value device(Entrant run) {
    return run.header() == null || !run.times().measured()
        ? null
        : Value.of(run.header().model().device());
  }
}
