package dev.espalier.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search taken up again at any step has the same future; edited, another one from there on. */
class ForkTest {

  /**
   * A search and an edit of it.
   *
   * @param edit settings that change what happens, as soon as they hold
   */
  record Search(
      String algorithm, Map<String, String> settings, Map<String, String> edit, Budget budget) {
    SearchAlgorithm<?> original() {
      return AlgorithmCatalogue.named(algorithm).create(settings);
    }

    SearchAlgorithm<?> edited() {
      return AlgorithmCatalogue.named(algorithm).create(edit);
    }

    @Override
    public String toString() {
      return algorithm + " " + settings + " " + budget;
    }
  }

  static Stream<Search> searches() {
    Budget few = Budget.of(CostUnit.CALLS, 3);
    return Stream.of(
        new Search("greedy", Map.of(), Map.of("max-tokens", "1"), Budget.UNLIMITED),
        new Search(
            "sample", Map.of("temperature", "1"), Map.of("temperature", "0"), Budget.UNLIMITED),
        new Search("beam", Map.of("width", "4"), Map.of("width", "2"), Budget.UNLIMITED),
        new Search("beam", Map.of("width", "4"), Map.of("width", "2"), few),
        new Search(
            "diverse-beam", Map.of("diversity", "0.5"), Map.of("diversity", "3"), Budget.UNLIMITED),
        new Search(
            "a-star",
            Map.of("temperature", "1", "weight", "1"),
            Map.of("temperature", "1", "weight", "0", "branching", "2"),
            Budget.UNLIMITED),
        new Search("a-star", Map.of("temperature", "1"), Map.of("branching", "2"), few));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aForkHasTheSameFuture(Search search) throws IOException {
    same(search.original(), search.budget());
  }

  @ParameterizedTest
  @MethodSource("searches")
  void anEditChangesWhatComesAfterItAndNothingBefore(Search search) throws IOException {
    different(search.original(), search.edited(), search.budget());
  }

  private static Models models() {
    return RewardedTree.random(7, 3, 5).models();
  }

  private static <S extends SearchState> SearchRun<S> run(
      SearchAlgorithm<S> algorithm, Budget budget) throws IOException {
    SearchRun<S> run =
        SearchRun.start(algorithm, RewardedTree.problem(11), models(), budget, (_, _) -> {});
    run.runToEnd();
    return run;
  }

  private static <S extends SearchState> void same(SearchAlgorithm<S> algorithm, Budget budget)
      throws IOException {
    SearchRun<S> whole = run(algorithm, budget);
    ImmutableList<SearchEvent> events = events(whole);
    for (int step = 0; step < whole.steps(); step++) {
      SearchRun<S> fork = whole.forkAt(step, null, budget, (_, _) -> {});
      fork.runToEnd();
      assertThat(events(fork)).as("from step %d", step).isEqualTo(events);
    }
    assertThat(events(whole)).isEqualTo(events);
  }

  /** The edited kernel has the same kind of state, being the same algorithm. */
  @SuppressWarnings("unchecked")
  private static <S extends SearchState> void different(
      SearchAlgorithm<S> algorithm, SearchAlgorithm<?> edited, Budget budget) throws IOException {
    SearchRun<S> whole = run(algorithm, budget);
    ImmutableList<SearchEvent> events = events(whole);
    int diverged = 0;
    for (int step = 0; step < whole.steps() - 1; step++) {
      SearchRun<S> fork =
          whole.forkAt(step, (SearchAlgorithm<S>) edited, Budget.UNLIMITED, (_, _) -> {});
      int until = fork.events().size();
      fork.runToEnd();
      ImmutableList<SearchEvent> other = events(fork);
      assertThat(other.take(until)).isEqualTo(events.take(until));
      assertThat(events.get(until - 1)).isEqualTo(new SearchEvent.Stepped(step));
      diverged += other.equals(events) ? 0 : 1;
    }
    assertThat(diverged).isPositive();
    assertThat(events(whole)).isEqualTo(events);
  }

  private static ImmutableList<SearchEvent> events(SearchRun<?> run) {
    return Lists.immutable.fromStream(
        IntStream.range(0, run.events().size()).mapToObj(run.events()::event));
  }
}
