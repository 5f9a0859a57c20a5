package dev.espalier.search.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class ForkTest {

  private static final Budget NO_LIMIT = Budget.parse("");

  /** "a" is likeliest everywhere until the text is four letters long. */
  private final ToyText toy =
      ToyText.of(
          text -> text.length() >= 4 ? new double[] {0.1, 0.1, 0.8} : new double[] {0.6, 0.3, 0.1},
          "a",
          "b");

  private final int a = 1;
  private final int b = 2;

  private SearchRun<?> finished(String algorithm, Map<String, String> settings) throws IOException {
    SearchRun<?> run =
        SearchRun.start(
            AlgorithmCatalogue.named(algorithm).create(settings),
            ToyText.problem(3),
            toy.models(),
            NO_LIMIT,
            StepSink.NONE);
    run.runToEnd();
    return run;
  }

  private static List<SearchEvent> events(EventSource source) {
    List<SearchEvent> events = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      events.add(source.event(i));
    }
    return events;
  }

  private static String text(SearchRun<?> run) {
    return events(run.events()).stream()
        .filter(SearchEvent.Concluded.class::isInstance)
        .map(e -> ((SearchEvent.Concluded) e).results().getFirst().text())
        .findFirst()
        .orElseThrow();
  }

  private static SearchRun<?> forked(SearchRun<?> run, int step, Steering steering)
      throws IOException {
    SearchRun<?> fork = run.forkAt(step, null, steering, NO_LIMIT, StepSink.NONE);
    fork.runToEnd();
    return fork;
  }

  @Test
  void withoutAnEditTheFutureIsTheSame() throws IOException {
    SearchRun<?> run = finished("sample", Map.of());
    SearchRun<?> fork = run.forkAt(2, null, NO_LIMIT, StepSink.NONE);
    fork.runToEnd();
    assertThat(events(fork.events())).isEqualTo(events(run.events()));
  }

  @Test
  void aForcedTokenStandsInItsPlaceAndTheRestFollowsFromIt() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    assertThat(text(run)).isEqualTo("aaaa");
    Steering steering =
        new Steering(IntLists.immutable.of(0, a), IntLists.immutable.of(b, b), false);
    assertThat(text(forked(run, 1, steering))).isEqualTo("abba");
    assertThat(text(run)).isEqualTo("aaaa");
  }

  @Test
  void aForbiddenTokenDoesNotStandInItsPlaceButMayElsewhere() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    Steering steering = new Steering(IntLists.immutable.of(0, a), IntLists.immutable.of(a), true);
    assertThat(text(forked(run, 1, steering))).isEqualTo("abaa");
  }

  @Test
  void aForbiddenTextMayBeBegunButNotEnded() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    Steering steering = new Steering(IntLists.immutable.of(0), IntLists.immutable.of(a, a), true);
    assertThat(text(forked(run, 0, steering))).isEqualTo("abaa");
  }

  @Test
  void steeringAddsUpFromForkToFork() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    SearchRun<?> once =
        forked(run, 0, new Steering(IntLists.immutable.of(0), IntLists.immutable.of(b), false));
    SearchRun<?> twice =
        forked(once, 1, new Steering(IntLists.immutable.of(0, b), IntLists.immutable.of(a), true));
    assertThat(text(twice)).isEqualTo("bbaa");
  }

  @Test
  void everyBeamThatComesToThePlaceIsSteered() throws IOException {
    SearchRun<?> run = finished("beam", Map.of("width", "2"));
    Steering steering = new Steering(IntLists.immutable.of(0), IntLists.immutable.of(b), false);
    SearchRun<?> fork = forked(run, 0, steering);
    assertThat(events(fork.events()))
        .filteredOn(SearchEvent.Concluded.class::isInstance)
        .allSatisfy(e ->
            assertThat(((SearchEvent.Concluded) e).results())
                .allSatisfy(result -> assertThat(result.text()).startsWith("b")));
  }

  @Test
  void forbiddingWhatIsForcedEndsTheSearchInWords() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    Steering force = new Steering(IntLists.immutable.of(0), IntLists.immutable.of(b), false);
    Steering forbid = new Steering(IntLists.immutable.of(0), IntLists.immutable.of(b), true);
    SearchRun<?> fork = forked(forked(run, 0, force), 0, forbid);
    assertThat(events(fork.events()))
        .filteredOn(SearchEvent.Concluded.class::isInstance)
        .singleElement()
        .satisfies(
            e -> assertThat(((SearchEvent.Concluded) e).outcome()).isEqualTo(Outcome.FAILED));
  }

  @Test
  void anEditOfParametersHoldsFromTheForkOn() throws IOException {
    SearchRun<?> run = finished("sample", Map.of());
    SearchRun<?> fork = edited(run, Map.of("temperature", "0"));
    int shared = 0;
    while (!(run.events().event(shared) instanceof SearchEvent.Stepped(int step) && step == 1)) {
      shared++;
    }
    assertThat(events(fork.events()).subList(0, shared + 1))
        .isEqualTo(events(run.events()).subList(0, shared + 1));
    assertThat(text(fork).substring(1)).isEqualTo("aaa");
  }

  @SuppressWarnings("unchecked") // The same algorithm has the same kind of state.
  private static <S extends dev.espalier.search.algorithm.SearchState> SearchRun<S> edited(
      SearchRun<S> run, Map<String, String> settings) throws IOException {
    SearchAlgorithm<S> other =
        (SearchAlgorithm<S>) AlgorithmCatalogue.named("sample").create(settings);
    SearchRun<S> fork = run.forkAt(1, other, NO_LIMIT, StepSink.NONE);
    fork.runToEnd();
    return fork;
  }

  @Test
  void thereIsNothingToGoOnFromAfterTheEnd() throws IOException {
    SearchRun<?> run = finished("greedy", Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.forkAt(run.steps() - 1, null, null, NO_LIMIT, StepSink.NONE))
        .withMessageContaining("nothing to go on from");
  }
}
