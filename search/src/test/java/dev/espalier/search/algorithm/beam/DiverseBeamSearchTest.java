package dev.espalier.search.algorithm.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.algorithm.fixture.ToyModel;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.TableLanguageModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiverseBeamSearchTest {

  private static final double EXACT = 1e-9;

  private static SearchAlgorithm<?> kernel(String name, String... settings) {
    Map<String, String> given = new HashMap<>();
    given.put("length-penalty", "0");
    given.put("early-stopping", "never");
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    return AlgorithmCatalogue.named(name).create(given);
  }

  private static Done run(ToyModel model, String... settings) {
    return Searches.run(kernel("diverse-beam", settings), ToyModel.problem(1), model.models());
  }

  /** Texts and scores, best first, such as {@code a$ -1.6094}. */
  private static List<String> results(ToyModel model, Done done) {
    return done.results()
        .collect(result -> "%s %.4f".formatted(model.text(result.tokens()), result.score()))
        .castToList();
  }

  /** What the events say of the nodes. */
  private static final class Story {
    final Map<Integer, String> texts = new TreeMap<>(Map.of(0, ""));
    final Map<Integer, Score.Diverse> scores = new TreeMap<>();
    final Map<Integer, Integer> parents = new TreeMap<>();

    static Story of(ToyModel model, Done done) {
      Story story = new Story();
      for (SearchEvent event : done.events()) {
        if (event instanceof SearchEvent.Grown grown) {
          story.parents.put(grown.node(), grown.parent());
          story.texts.put(grown.node(), story.text(grown.parent()) + model.text(grown.tokens()));
        } else if (event instanceof SearchEvent.Scored(int node, Score.Diverse score)) {
          story.scores.put(node, score);
        }
      }
      return story;
    }

    String text(int node) {
      return Objects.requireNonNull(texts.get(node));
    }

    Score.Diverse score(int node) {
      return Objects.requireNonNull(scores.get(node));
    }

    int parent(int node) {
      return Objects.requireNonNull(parents.get(node));
    }
  }

  /** Results of each group, best first. */
  private static Map<Integer, List<Result>> byGroup(Story story, Done done) {
    Map<Integer, List<Result>> groups = new TreeMap<>();
    for (Result result : done.results()) {
      groups
          .computeIfAbsent(story.score(result.node()).group(), _ -> new ArrayList<>())
          .add(result);
    }
    return groups;
  }

  @ParameterizedTest
  @CsvSource({
    "hf,0,a$ -1.6094,a$ -1.6094",
    "hf,.2,a$ -1.6094,a$ -1.8094",
    "paper,.2,a$ -1.6094,aa$ -1.9430",
    "hf,.5,b$ -1.0217,a$ -1.6094",
    "paper,.5,b$ -1.5217,a$ -1.6094",
    "hf,3,b$ -1.0217,a$ -1.6094",
    "paper,3,a$ -1.6094,ba$ -3.7297"
  })
  void twoGroupsOfOneAreTheWorkedExample(
      String preset, String strength, String first, String second) {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "groups", "2", "preset", preset, "diversity", strength);
    assertThat(results(model, done)).containsExactly(first, second);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.SOLVED);
    done.results()
        .forEach(result ->
            assertThat(result.logProb())
                .isCloseTo(model.logProb(model.text(result.tokens())), within(EXACT)));
  }

  @Test
  void twoGroupsOfTwoAreTheWorkedExample() {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "4", "groups", "2", "diversity", ".5");
    assertThat(results(model, done))
        .containsExactly("b$ -1.0217", "b$ -1.5217", "a$ -1.6094", "a$ -2.1094");
  }

  @ParameterizedTest
  @CsvSource({".2231,a", ".2232,b"})
  void aGroupGivesATokenUpWhereThePenaltyExceedsItsLead(String strength, String letter) {
    // a leads b by log 1.25 = .22314.
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "groups", "2", "diversity", strength);
    Story story = Story.of(model, done);
    int kept =
        done.all(SearchEvent.Kept.class).detect(one -> story.score(one.node()).group() == 1).node();
    assertThat(story.text(kept)).isEqualTo(letter);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void oneGroupIsBeamSearch(long seed) {
    ToyModel model = ToyModel.random(seed, 4, 7);
    for (String early : List.of("true", "false", "never")) {
      String[] rule = {"length-penalty", "1", "early-stopping", early, "width", "3"};
      Done beam = Searches.run(kernel("beam", rule), ToyModel.problem(1), model.models());
      Done one =
          run(model, "groups", "1", "length-penalty", "1", "early-stopping", early, "width", "3");
      assertThat(one.results()).isEqualTo(beam.results());
      assertThat(one.cost()).isEqualTo(beam.cost());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void withoutDiversityEachGroupIsABeamOfItsWidth(long seed) {
    ToyModel model = ToyModel.random(seed, 4, 7);
    Done beam = Searches.run(kernel("beam", "width", "2"), ToyModel.problem(1), model.models());
    for (String timing : List.of("lock-step", "staggered")) {
      Done done = run(model, "width", "6", "groups", "3", "diversity", "0", "timing", timing);
      Map<Integer, List<Result>> groups = byGroup(Story.of(model, done), done);
      assertThat(groups).hasSize(3);
      for (List<Result> group : groups.values()) {
        assertThat(group.stream().map(Result::tokens).toList())
            .isEqualTo(beam.results().collect(Result::tokens));
        assertThat(group.stream().map(Result::score).toList())
            .isEqualTo(beam.results().collect(Result::score));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hamming", "cumulative", "n-gram", "embedding", "embedding-n-gram"})
  void theFirstGroupKnowsNoPenalty(String dissimilarity) {
    ToyModel model = ToyModel.random(3, 4, 7);
    List<String> texts = new ArrayList<>();
    for (String strength : List.of("0", ".7", "50")) {
      Done done =
          run(
              model,
              "width",
              "4",
              "groups",
              "2",
              "diversity",
              strength,
              "dissimilarity",
              dissimilarity);
      Story story = Story.of(model, done);
      texts.add(
          byGroup(story, done).getOrDefault(0, List.of()).stream()
              .map(result -> model.text(result.tokens()))
              .toList()
              .toString());
      story.scores.values().stream()
          .filter(score -> score.group() == 0)
          .forEach(score -> {
            assertThat(score.likeness().isEmpty()).isTrue();
            assertThat(score.penalty()).isZero();
            assertThat(score.score()).isEqualTo(score.sum());
          });
    }
    assertThat(texts).allMatch(texts.getFirst()::equals);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void groupsOfOneUnderAStrongPenaltyGoOnWithDifferentTokens(long seed) {
    ToyModel model = ToyModel.random(seed, 5, 8);
    Done done = run(model, "width", "5", "groups", "5", "diversity", "1000");
    Story story = Story.of(model, done);
    Map<Integer, Set<Character>> tokens = new HashMap<>();
    for (SearchEvent.Kept kept : done.all(SearchEvent.Kept.class)) {
      String text = story.text(kept.node());
      assertThat(
              tokens
                  .computeIfAbsent(text.length(), _ -> new HashSet<>())
                  .add(text.charAt(text.length() - 1)))
          .isTrue();
    }
    assertThat(tokens.get(1)).hasSize(5);
  }

  /** Reckons every penalty again from what the groups before have chosen. */
  @ParameterizedTest
  @CsvSource({
    "hamming,hf",
    "hamming,paper",
    "cumulative,hf",
    "cumulative,paper",
    "n-gram,hf",
    "n-gram,paper",
    "embedding,hf",
    "embedding-cumulative,hf",
    "embedding-n-gram,hf"
  })
  void penaltiesAreThoseOfWhatEarlierGroupsChose(String dissimilarity, String preset) {
    ToyModel model = ToyModel.random(21, 4, 7);
    Done done =
        run(
            model,
            "width",
            "6",
            "groups",
            "3",
            "diversity",
            ".7",
            "preset",
            preset,
            "dissimilarity",
            dissimilarity,
            "gamma",
            "2");
    Story story = Story.of(model, done);
    Map<Integer, List<String>> chosen = new HashMap<>();
    List<SearchEvent> step = new ArrayList<>();
    int checked = 0;
    for (SearchEvent event : done.events()) {
      if (!(event instanceof SearchEvent.Stepped)) {
        step.add(event);
        continue;
      }
      chosen.clear();
      for (SearchEvent one : step) {
        int node =
            one instanceof SearchEvent.Kept kept
                ? kept.node()
                : one instanceof SearchEvent.Ended ended
                        && preset.equals("paper")
                        && ended.ending() != Ending.LENGTH
                        && story.score(ended.node()).rank() < 2
                    ? ended.node()
                    : -1;
        if (node > 0) {
          chosen
              .computeIfAbsent(story.score(node).group(), _ -> new ArrayList<>())
              .add(story.text(node));
        }
      }
      for (SearchEvent one : step) {
        if (one instanceof SearchEvent.Scored(int node, Score.Diverse score)) {
          assertThat(score.likeness().size()).isEqualTo(score.group());
          for (int h = 0; h < score.group(); h++) {
            assertThat(score.likeness().get(h))
                .isCloseTo(
                    likeness(
                        model, dissimilarity, chosen.getOrDefault(h, List.of()), story.text(node)),
                    // Sums of embeddings are of single precision.
                    within(dissimilarity.startsWith("embedding") ? 1e-6 : EXACT));
            checked += score.likeness().get(h) > 0 ? 1 : 0;
          }
          double above = story.parent(node) == 0 ? 0 : story.score(story.parent(node)).score();
          double own =
              score.sum() - (story.parent(node) == 0 ? 0 : story.score(story.parent(node)).sum());
          assertThat(score.penalty()).isCloseTo(.7 * score.likeness().sum(), within(EXACT));
          assertThat(score.score()).isCloseTo(above + own - score.penalty(), within(EXACT));
        }
      }
      step.clear();
    }
    assertThat(checked).isPositive();
  }

  private static double likeness(
      ToyModel model, String dissimilarity, List<String> others, String text) {
    boolean soft = dissimilarity.startsWith("embedding");
    if (dissimilarity.endsWith("cumulative")) {
      double apart = 0;
      for (String other : others) {
        for (int i = 0; i < text.length(); i++) {
          apart += 1 - alike(model, other.charAt(i), text.charAt(i), soft);
        }
      }
      return others.isEmpty() ? 0 : Math.exp(-apart / 2);
    }
    if (dissimilarity.endsWith("n-gram")) {
      double sum = 0;
      for (String other : others) {
        for (int i = 2; i <= other.length() && text.length() >= 2; i++) {
          String gram = other.substring(i - 2, i);
          String own = text.substring(text.length() - 2);
          sum += soft ? cosine(model, gram, own) : gram.equals(own) ? 1 : 0;
        }
      }
      return sum;
    }
    return others.stream()
        .mapToDouble(other ->
            alike(model, other.charAt(text.length() - 1), text.charAt(text.length() - 1), soft))
        .sum();
  }

  private static double alike(ToyModel model, char a, char b, boolean soft) {
    return a == b ? 1 : soft ? cosine(model, String.valueOf(a), String.valueOf(b)) : 0;
  }

  private static double cosine(ToyModel model, String a, String b) {
    double[] x = vector(model, a);
    double[] y = vector(model, b);
    double dot = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
      xx += x[i] * x[i];
      yy += y[i] * y[i];
    }
    return xx == 0 || yy == 0 ? 0 : Math.max(0, dot / Math.sqrt(xx * yy));
  }

  private static double[] vector(ToyModel model, String text) {
    double[] sum = new double[3];
    for (int at = 0; at < text.length(); at++) {
      for (int i = 0; i < 3; i++) {
        sum[i] += ToyModel.embedding(model.letters().indexOf(text.charAt(at))).get(i);
      }
    }
    return sum;
  }

  /** The candidates of a step are the best of all extensions, found by trying every one. */
  @ParameterizedTest
  @CsvSource({
    "hamming,1",
    "hamming,30",
    "cumulative,4",
    "n-gram,2",
    "n-gram,30",
    "embedding,1",
    "embedding,30",
    "embedding-n-gram,5"
  })
  void ranksAreThoseOfAllExtensions(String dissimilarity, String strength) {
    // More letters than are looked at first.
    ToyModel model = ToyModel.random(5, 13, 5);
    Done done =
        run(
            model,
            "width",
            "2",
            "groups",
            "2",
            "diversity",
            strength,
            "dissimilarity",
            dissimilarity);
    Story story = Story.of(model, done);
    Map<Integer, List<Integer>> scored = new TreeMap<>();
    for (SearchEvent event : done.events()) {
      if (event instanceof SearchEvent.Scored(int node, Score.Diverse score)
          && score.group() == 1) {
        scored.computeIfAbsent(score.length(), _ -> new ArrayList<>()).add(node);
      }
    }
    List<String> first = new ArrayList<>();
    done.all(SearchEvent.Kept.class)
        .select(kept -> story.score(kept.node()).group() == 0)
        .forEach(kept -> first.add(story.text(kept.node())));
    for (Map.Entry<Integer, List<Integer>> step : scored.entrySet()) {
      int length = step.getKey();
      List<Integer> nodes = step.getValue();
      int parent = story.parent(nodes.getFirst());
      double above = parent == 0 ? 0 : story.score(parent).score();
      List<String> others = first.stream().filter(text -> text.length() == length).toList();
      float[] row = model.logProbs().apply(story.text(parent));
      Map<String, Double> scores = new HashMap<>();
      Map<String, Double> plain = new HashMap<>();
      for (int token = 0; token < row.length; token++) {
        if (row[token] > Float.NEGATIVE_INFINITY) {
          String text = story.text(parent) + model.letters().charAt(token);
          plain.put(text, above + row[token]);
          scores.put(
              text,
              above
                  + row[token]
                  - Double.parseDouble(strength) * likeness(model, dissimilarity, others, text));
        }
      }
      List<String> order = byValue(scores);
      List<String> plainOrder = byValue(plain);
      for (int node : nodes) {
        assertThat(order.get(story.score(node).rank())).isEqualTo(story.text(node));
        assertThat(plainOrder.get(story.score(node).plainRank())).isEqualTo(story.text(node));
      }
      assertThat(nodes.stream().map(node -> story.score(node).rank()).toList())
          .contains(0)
          .isSorted();
      // What the penalty alone kept out is shown too.
      assertThat(nodes.stream().map(story::text)).contains(plainOrder.getFirst());
    }
  }

  private static List<String> byValue(Map<String, Double> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void aTokenThatThePenaltyDisplacesIsShownAsPruned() {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "groups", "2", "diversity", "30");
    Story story = Story.of(model, done);
    // Without the penalty a would be first; with it, it is not even among the two candidates.
    int displaced =
        story.scores.keySet().stream()
            .filter(node -> story.score(node).group() == 1 && story.text(node).equals("a"))
            .findFirst()
            .orElseThrow();
    assertThat(story.score(displaced).plainRank()).isZero();
    assertThat(story.score(displaced).rank()).isEqualTo(2);
    double cut = model.logProb("b");
    double own = model.logProb("a") - 30;
    assertThat(done.all(SearchEvent.Pruned.class))
        .contains(new SearchEvent.Pruned(displaced, new Reason.BelowCut(2, 1, own, cut)));
  }

  @Test
  void penaltiesNeedNotPersist() {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "groups", "2", "diversity", ".2", "persist", "false");
    // The second group keeps a under the penalty, then goes on from its plain sum.
    assertThat(results(model, done)).containsExactly("a$ -1.6094", "a$ -1.6094");
  }

  @Test
  void resultsMayBeRankedWithoutPenalties() {
    ToyModel model = ToyModel.threeSteps();
    Done done =
        run(
            model,
            "width",
            "2",
            "groups",
            "2",
            "preset",
            "paper",
            "diversity",
            ".5",
            "rank",
            "raw");
    assertThat(results(model, done)).containsExactly("b$ -1.0217", "a$ -1.6094");
    Done penalised =
        run(model, "width", "2", "groups", "2", "preset", "paper", "diversity", "2", "rank", "raw");
    assertThat(penalised.results())
        .allMatch(result -> Objects.equals(result.score(), result.logProb()));
  }

  @Test
  void theDifferencesBetweenThePresetsCanBeChosenOneByOne() {
    ToyModel model = ToyModel.random(8, 4, 7);
    String[] base = {"width", "4", "groups", "2", "diversity", "1"};
    assertThat(
            run(model, with(base, "preset", "hf", "count-ends", "true", "backfill", "false"))
                .events())
        .isEqualTo(run(model, with(base, "preset", "paper")).events());
    assertThat(
            run(model, with(base, "preset", "paper", "count-ends", "false", "backfill", "true"))
                .events())
        .isEqualTo(run(model, with(base, "preset", "hf")).events());
    assertThat(run(model, with(base, "preset", "paper")).events())
        .isNotEqualTo(run(model, with(base, "preset", "hf")).events());
  }

  private static String[] with(String[] base, String... more) {
    String[] all = Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return all;
  }

  @Test
  void withoutBackfillAHypothesisThatEndsUsesItsPlaceUp() {
    ToyModel model = ToyModel.threeSteps();
    Done done = run(model, "width", "2", "groups", "1", "preset", "paper", "diversity", "0");
    // b$ and a$ are the two best of the second step: nothing goes on.
    assertThat(done.all(SearchEvent.Kept.class)).hasSize(2);
    assertThat(results(model, done)).containsExactly("b$ -1.0217", "a$ -1.6094");
    Done filled = run(model, "width", "2", "groups", "1", "diversity", "0");
    assertThat(filled.all(SearchEvent.Kept.class)).hasSizeGreaterThan(2);
  }

  @Test
  void staggeredGroupsSeeWhatBecameOfTheTokensBefore() {
    // The first group takes a, then leaves it for what b leads to.
    ToyModel model =
        ToyModel.of(
            "ab$",
            text ->
                switch (text) {
                  case "" -> new double[] {.5, .45, .05};
                  case "a" -> new double[] {.34, .33, .33};
                  case "b" -> new double[] {.9, .05, .05};
                  default -> text.length() < 4 ? new double[] {.5, .4, .1} : new double[] {0, 0, 1};
                });
    String[] base = {"width", "4", "groups", "2", "diversity", "1"};
    for (String timing : List.of("lock-step", "staggered")) {
      Done done = run(model, with(base, "timing", timing));
      Story story = Story.of(model, done);
      Map<String, Double> likeness = new HashMap<>();
      story.scores.forEach((node, score) -> {
        if (score.group() == 1 && score.length() == 1) {
          likeness.put(story.text(node), score.likeness().getFirst());
        }
      });
      // In lock-step the first group holds a and b; a step later, ba and aa, so one of each.
      assertThat(likeness).containsEntry("a", 1.0).containsEntry("b", 1.0);
      assertThat(done.all(SearchEvent.Iterated.class).size())
          .isGreaterThanOrEqualTo(timing.equals("staggered") ? 4 : 3);
    }
    ToyModel leaving =
        ToyModel.of(
            "ab$",
            text ->
                switch (text) {
                  case "" -> new double[] {.5, .45, .05};
                  case "a" -> new double[] {.04, .03, .93};
                  case "b" -> new double[] {.5, .45, .05};
                  default -> text.length() < 4 ? new double[] {.5, .4, .1} : new double[] {0, 0, 1};
                });
    Done staggered = run(leaving, with(base, "timing", "staggered"));
    Story story = Story.of(leaving, staggered);
    // Both texts that go on in the first group begin with b; a$ has ended.
    story.scores.forEach((node, score) -> {
      if (score.group() == 1 && score.length() == 1) {
        assertThat(score.likeness().getFirst()).isEqualTo(story.text(node).equals("b") ? 2.0 : 0.0);
      }
    });
  }

  @Test
  void allCandidatesMayCountInsteadOfThoseKept() {
    ToyModel model = ToyModel.random(4, 5, 7);
    Done done = run(model, "width", "2", "groups", "2", "diversity", ".5", "counted", "candidates");
    Story story = Story.of(model, done);
    Set<String> candidates = new HashSet<>();
    story.scores.forEach((node, score) -> {
      if (score.group() == 0 && score.length() == 1 && !story.text(node).endsWith("$")) {
        candidates.add(story.text(node));
      }
    });
    assertThat(candidates).hasSizeGreaterThan(1);
    story.scores.forEach((node, score) -> {
      if (score.group() == 1 && score.length() == 1) {
        assertThat(score.likeness().getFirst())
            .isEqualTo(candidates.contains(story.text(node)) ? 1.0 : 0.0);
      }
    });
  }

  @Test
  void theRowsOfAllGroupsAreAskedInOneCall() {
    List<Integer> calls = new ArrayList<>();
    Done done =
        Searches.run(
            kernel("diverse-beam", "width", "6", "groups", "3"),
            ToyModel.problem(1),
            ToyModel.random(3, 5, 7).heard(calls::add));
    assertThat(calls.getFirst()).isEqualTo(3);
    assertThat(calls).allMatch(rows -> rows <= 6);
    assertThat(done.cost().modelCalls())
        .isEqualTo(calls.size())
        .isEqualTo(done.all(SearchEvent.Iterated.class).size());
    assertThat(done.cost().modelRows()).isEqualTo(calls.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  void aModelWithoutEmbeddingsIsToldOf() {
    Models models = ToyModel.threeSteps().models();
    Models mute =
        new Models(
            new TableLanguageModel("toy", 3, 100, _ -> new float[] {-1, -1, -1}),
            models.tokenizer(),
            null);
    Done done =
        Searches.run(
            kernel("diverse-beam", "dissimilarity", "embedding"), ToyModel.problem(1), mute);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation())
        .isEqualTo("the model toy has no token embeddings to compare");
  }

  @Test
  void theGreatestLengthAndTheContextEndEveryGroup() {
    ToyModel model = ToyModel.random(4, 3, 50);
    Done length = run(model, "max-tokens", "4");
    assertThat(length.results()).hasSize(4).allMatch(result -> result.tokens().size() <= 4);
    assertThat(length.all(SearchEvent.Ended.class)).anyMatch(e -> e.ending() == Ending.LENGTH);
    Done context = run(model.withContext(5));
    assertThat(context.results()).hasSize(4).allMatch(result -> result.tokens().size() <= 4);
    assertThat(context.all(SearchEvent.Ended.class)).anyMatch(e -> e.ending() == Ending.CONTEXT);
  }

  @ParameterizedTest
  @CsvSource({"5,4", "6,0"})
  void aPromptAtOrBeyondTheContextsLimit(int prompt, int results) {
    Done done =
        Searches.run(
            kernel("diverse-beam"),
            ToyModel.problemOf(prompt),
            ToyModel.random(4, 3, 50).withContext(5).models());
    assertThat(done.results()).hasSize(results).allMatch(result -> result.tokens().size() == 1);
    assertThat(done.conclusion().outcome())
        .isEqualTo(results == 0 ? Outcome.EXHAUSTED : Outcome.SOLVED);
  }

  @Test
  void textsThatEndAtOnceAreResults() {
    ToyModel silent = ToyModel.of("a$", _ -> new double[] {0, 1});
    assertThat(run(silent).results().collect(result -> silent.text(result.tokens())))
        .containsExactly("$", "$");
  }

  @Test
  void aVocabularyOfOneTokenHasOneTextAGroup() {
    ToyModel one = ToyModel.of("a", _ -> new double[] {1});
    assertThat(run(one, "max-tokens", "3").results().collect(result -> one.text(result.tokens())))
        .containsExactly("aaa", "aaa");
  }

  @Test
  void groupsWhereNothingCanFollowAreDeadEnds() {
    ToyModel dead =
        ToyModel.of("ab$", text -> text.isEmpty() ? new double[] {.6, .4, 0} : new double[3]);
    Done done = run(dead, "width", "2", "groups", "2");
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.EXHAUSTED);
    assertThat(done.results()).hasSize(2);
    assertThat(done.all(SearchEvent.Pruned.class))
        .anyMatch(pruned -> pruned.reason() instanceof Reason.NoChildren);
  }

  @Test
  void numbersThatAreNoProbabilitiesEndTheSearchInWords() {
    ToyModel broken = new ToyModel("ab$", 100, _ -> new float[] {Float.NaN, Float.NaN, Float.NaN});
    Done done = run(broken);
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(done.conclusion().explanation()).contains("NaN");
  }

  @Test
  void aBudgetOfNothingBuysNothing() {
    Done done =
        Searches.run(
            kernel("diverse-beam"),
            ToyModel.problem(1),
            ToyModel.threeSteps().models(),
            Budget.of(CostUnit.TOKENS, 0));
    assertThat(done.conclusion().outcome()).isEqualTo(Outcome.BUDGET);
    assertThat(done.results()).isEmpty();
    assertThat(done.cost().modelCalls()).isZero();
  }

  @Test
  void aBudgetCutsTheSameSearchShort() {
    ToyModel model = ToyModel.random(2, 4, 9);
    Done whole = run(model, "width", "6", "groups", "3");
    Done cut =
        Searches.run(
            kernel("diverse-beam", "width", "6", "groups", "3"),
            ToyModel.problem(1),
            model.models(),
            Budget.of(CostUnit.CALLS, 3));
    int until = cut.events().indexOf(new SearchEvent.Stepped(3));
    assertThat(until).isPositive();
    assertThat(cut.events().take(until + 1)).isEqualTo(whole.events().take(until + 1));
    assertThat(cut.results()).isNotEmpty();
  }

  @Test
  void aWidthThatGroupsDoNotDivideIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kernel("diverse-beam", "width", "5", "groups", "2"))
        .withMessage("width is 5; it must be a multiple of groups, which is 2");
  }

  @ParameterizedTest
  @CsvSource({
    "width,0,a whole number from 1 to 1000",
    "groups,0,a whole number from 1 to 1000",
    "diversity,-0.1,a number from 0 to 1000000",
    "diversity,inf,a number from 0 to 1000000",
    "dissimilarity,none,'one of hamming, cumulative, n-gram, embedding, embedding-cumulative,"
        + " embedding-n-gram'",
    "preset,lua,'one of hf, paper'",
    "timing,late,'one of lock-step, staggered'",
    "gamma,0,a number from 0.001 to 1000000",
    "ngram-size,0,a whole number from 1 to 100"
  })
  void aSettingOutOfRangeIsRefusedWithTheRange(String name, String value, String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kernel("diverse-beam", name, value))
        .withMessage("%s is \"%s\"; it must be %s", name, value, range);
  }
}
