package dev.espalier.app.lesson;

import dev.espalier.app.condition.Search;
import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.ReadyModels;
import dev.espalier.app.engine.ReadyTable;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.table.TableFormatException;
import dev.espalier.app.table.TableModel;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.training.Evaluation;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.run.SearchRun;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * Records the sessions of the lessons that come with the program, all of them or those named.
 *
 * <p>Run it from the root of the repository, after the bundled models have changed, with the class
 * path of the app's tests:
 *
 * <pre>{@code
 * ./mvnw -q -pl app -am test-compile exec:exec -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.espalier.app.lesson.LessonRecorder
 * }</pre>
 *
 * <p>A lesson about the bundled models shows something that does not happen in every search. Its
 * head says what its recordings must show ({@code needs}), and it is tried on one held-out problem
 * and seed after another, until the lesson with these recordings can be read.
 */
public final class LessonRecorder {

  private static final Path FOLDER =
      Path.of("app", "src", "main", "resources", "dev", "espalier", "app", "lesson");

  /** Problems that a lesson about the bundled models is tried on. */
  private static final int PROBLEMS = 300;

  private static final int SEEDS = 3;

  private LessonRecorder() {}

  /**
   * The searches of a lesson.
   *
   * @param table file of the written-down model, or empty for the bundled ones
   */
  private record Recipe(String lesson, String table, long seed, ImmutableList<Take> takes) {}

  /**
   * One search.
   *
   * @param name of its file, without the lesson's
   * @param settings names and values in turn
   */
  private record Take(
      String name,
      String algorithm,
      Budget budget,
      @Nullable ConstraintSource constraint,
      ImmutableList<String> settings) {

    Take(String name, String algorithm, String... settings) {
      this(name, algorithm, Budget.of(CostUnit.TOKENS, 4000), null, Lists.immutable.with(settings));
    }

    Take matching(String regex) {
      return new Take(
          name,
          algorithm,
          budget,
          new ConstraintSource(ConstraintSource.Kind.REGEX, regex),
          settings);
    }

    Take within(int tokens) {
      return new Take(name, algorithm, Budget.of(CostUnit.TOKENS, tokens), constraint, settings);
    }

    String file(String lesson) {
      return lesson + "-" + name + ".espalier";
    }

    SearchOrder order(String prompt, long seed, String answer) {
      return new SearchOrder(prompt, algorithm, pairs(), seed, budget, answer, constraint);
    }

    private ImmutableMap<String, String> pairs() {
      MutableMap<String, String> pairs = Maps.mutable.empty();
      for (int i = 0; i < settings.size(); i += 2) {
        pairs.put(settings.get(i), settings.get(i + 1));
      }
      return pairs.toImmutable();
    }
  }

  private static final String PAIRS = " red apple| blue sky";
  private static final String DRINK = " (water|milk)( please)?";
  private static final String LETTERS = "( a| b){6}";

  private static final ImmutableList<Recipe> RECIPES =
      Lists.immutable.with(
          new Recipe(
              "greedys-trap",
              "greedys-trap.json",
              1,
              Lists.immutable.with(
                  new Take("greedy", "greedy"),
                  new Take("narrow", "beam", "width", "1"),
                  new Take("beam", "beam", "width", "2"))),
          new Recipe(
              "length-bias",
              "length-bias.json",
              1,
              Lists.immutable.with(
                  new Take(
                      "plain",
                      "beam",
                      "width",
                      "2",
                      "length-penalty",
                      "0",
                      "early-stopping",
                      "never"),
                  new Take(
                      "average",
                      "beam",
                      "width",
                      "2",
                      "length-penalty",
                      "1",
                      "early-stopping",
                      "never"))),
          new Recipe(
              "diverse-beam",
              "diverse-beam.json",
              1,
              Lists.immutable.with(
                  new Take("same", "diverse-beam", "width", "4", "groups", "4", "diversity", "0"),
                  new Take(
                      "diverse", "diverse-beam", "width", "4", "groups", "4", "diversity", "1.2"),
                  new Take(
                      "strong", "diverse-beam", "width", "4", "groups", "4", "diversity", "4"))),
          new Recipe(
              "contrastive",
              "contrastive.json",
              1,
              Lists.immutable.with(
                  new Take("greedy", "greedy", "max-tokens", "12"),
                  new Take(
                      "contrastive", "contrastive", "alpha", "0.6", "k", "3", "max-tokens", "12"),
                  new Take("weak", "contrastive", "alpha", "0.1", "k", "3", "max-tokens", "12"))),
          new Recipe(
              "over-trust",
              "",
              1,
              Lists.immutable.with(new Take("chosen", "best-of-n", "samples", "6").within(3000))),
          new Recipe(
              "a-star-weight",
              "",
              1,
              Lists.immutable.with(
                  new Take("guided", "a-star", "branching", "3", "weight", "1").within(2500),
                  new Take("uniform", "a-star", "branching", "3", "weight", "0").within(2500))),
          new Recipe(
              "particles",
              "",
              1,
              Lists.immutable.with(
                  new Take("best", "best-of-n", "samples", "6").within(2500),
                  new Take("filter", "particle-filter", "particles", "6").within(2500))),
          new Recipe(
              "masking",
              "masking.json",
              18,
              Lists.immutable.with(
                  new Take("masked", "gcd", "samples", "40").matching(PAIRS),
                  new Take("asap", "asap", "samples", "40").matching(PAIRS))),
          new Recipe(
              "rejection",
              "rejection.json",
              1,
              Lists.immutable.with(
                  new Take("draws", "smc-awrs", "particles", "3", "sampler", "awrs")
                      .matching(DRINK),
                  new Take("mask", "smc-awrs", "particles", "3", "sampler", "mask")
                      .matching(DRINK))),
          new Recipe(
              "weight-collapse",
              "weight-collapse.json",
              1,
              Lists.immutable.with(
                  new Take(
                          "never",
                          "smc-awrs",
                          "particles",
                          "8",
                          "sampler",
                          "mask",
                          "ess-threshold",
                          "0",
                          "max-tokens",
                          "9")
                      .matching(LETTERS),
                  new Take(
                          "resampled",
                          "smc-awrs",
                          "particles",
                          "8",
                          "sampler",
                          "mask",
                          "ess-threshold",
                          "0.5",
                          "max-tokens",
                          "9")
                      .matching(LETTERS))));

  /** Records the lessons named, or all of them. */
  public static void main(String[] lessons) throws IOException, RunRefused, TableFormatException {
    List<String> wanted = List.of(lessons);
    for (Recipe recipe : RECIPES) {
      if (wanted.isEmpty() || wanted.contains(recipe.lesson())) {
        record(recipe);
      }
    }
    // Threads of the native engine would keep the process alive.
    System.exit(0);
  }

  private static void record(Recipe recipe) throws IOException, RunRefused, TableFormatException {
    Path trial = Files.createTempDirectory("lesson");
    if (!recipe.table().isEmpty()) {
      TableModel table = TableModel.read(Files.readString(FOLDER.resolve(recipe.table())));
      ReadyModels models = new ReadyTable(table);
      take(recipe, models, table.prompt(), recipe.seed(), "", trial);
      String fault = fault(recipe, models, trial);
      keep(recipe, trial);
      System.out.println(recipe.lesson() + ": recorded" + fault);
      return;
    }
    ModelPlaces places = ModelPlaces.installed();
    try (LoadedModels models =
        LoadedModels.open(
            places.find(ModelPlaces.LANGUAGE_MODEL),
            places.find(ModelPlaces.REWARD_MODEL),
            RuntimeOptions.DEFAULT)) {
      for (WordProblem problem : Evaluation.heldOut(PROBLEMS)) {
        for (long seed = recipe.seed(); seed < recipe.seed() + SEEDS; seed++) {
          take(recipe, models, problem.text(), seed, Long.toString(problem.answer()), trial);
          String fault = fault(recipe, models, trial);
          if (fault.isEmpty()) {
            keep(recipe, trial);
            System.out.println(recipe.lesson() + ": recorded with seed " + seed);
            return;
          }
          System.out.println(recipe.lesson() + ": not this one" + fault);
        }
      }
    }
    throw new IllegalStateException(recipe.lesson() + ": no problem shows what it needs");
  }

  private static void take(
      Recipe recipe, ReadyModels models, String prompt, long seed, String answer, Path folder)
      throws IOException, RunRefused {
    clear(folder);
    Searches searches = new Searches(models, Clock.systemUTC());
    for (Take take : recipe.takes()) {
      searches
          .start(take.order(prompt, seed, answer), folder.resolve(take.file(recipe.lesson())))
          .runToEnd();
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** Why the lesson cannot be read with these recordings, or empty. */
  private static String fault(Recipe recipe, ReadyModels models, Path folder)
      throws IOException, RunRefused {
    MutableList<String> others = Lists.mutable.with(recipe.lesson() + LessonReader.ENDING);
    if (!recipe.table().isEmpty()) {
      others.add(recipe.table());
    }
    for (String file : others) {
      if (!Files.exists(FOLDER.resolve(file))) {
        return ": there is no " + file;
      }
      Files.copy(FOLDER.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    try {
      Lesson lesson =
          LessonReader.read(Place.folder(folder), recipe.lesson() + LessonReader.ENDING);
      for (Task task : lesson.tasks()) {
        if (task instanceof Task.Change change && !solvable(lesson, change, models)) {
          return ": task %d is not solved by %s %s"
              .formatted(change.common().number(), change.parameter(), change.solution());
        }
      }
      return "";
    } catch (LessonException e) {
      return ": " + e.words();
    }
  }

  private static boolean solvable(Lesson lesson, Task.Change task, ReadyModels models)
      throws IOException, RunRefused {
    SessionHeader header = lesson.recording(task.common().session()).session().header();
    SearchOrder recorded = Replays.order(header);
    SearchOrder order =
        new SearchOrder(
            recorded.prompt(),
            recorded.algorithm(),
            recorded.settings().newWithKeyValue(task.parameter(), task.solution()),
            recorded.seed(),
            recorded.budget(),
            recorded.knownAnswer(),
            recorded.constraint());
    SearchRun<?> run = new Searches(models, Clock.systemUTC()).start(order, null);
    run.runToEnd();
    return task.grade(
            header, order, lesson.evidence(Search.of(run.events(), recorded.knownAnswer())))
        .right();
  }

  private static void keep(Recipe recipe, Path folder) throws IOException {
    for (Take take : recipe.takes()) {
      String file = take.file(recipe.lesson());
      Files.copy(folder.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
