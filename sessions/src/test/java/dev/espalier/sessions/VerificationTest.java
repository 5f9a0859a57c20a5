package dev.espalier.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {

  private static final Map<String, String> SETTINGS = Map.of("max-tokens", "6");

  @TempDir Path folder;

  private static SearchRun<?> begin(
      String algorithm, LanguageModel model, Budget budget, StepSink sink) throws IOException {
    SessionHeader header = Samples.header(algorithm, SETTINGS);
    return SearchRun.start(
        Samples.algorithm(algorithm, SETTINGS),
        new Problem(header.question(), header.promptText(), header.prompt(), header.seed()),
        Samples.models(model),
        budget,
        sink);
  }

  private static SearchRun<?> begin(String algorithm) throws IOException {
    return begin(algorithm, Samples.model(1), Budget.UNLIMITED, StepSink.NONE);
  }

  private Session recorded(String algorithm, Budget budget, int stepsBeforeCancel)
      throws IOException, SessionFormatException {
    Path file = folder.resolve(algorithm + ".jsonl");
    try (Recorder recorder = Recorder.create(file, Samples.header(algorithm, SETTINGS))) {
      SearchRun<?> run = begin(algorithm, Samples.model(1), budget, recorder);
      for (int i = 0; i < stepsBeforeCancel && run.advance(); i++) {
        // all in the condition
      }
      run.cancel();
      run.runToEnd();
    }
    return SessionFile.read(file);
  }

  private Session recorded(String algorithm) throws IOException, SessionFormatException {
    return recorded(algorithm, Budget.UNLIMITED, Integer.MAX_VALUE);
  }

  private static Session with(Session session, List<SearchEvent> events) {
    return new Session(
        session.header(),
        EventLog.of(events),
        session.telemetry(),
        session.notebook(),
        session.notices());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcd", "asap", "cars", "sample", "beam"})
  void aConstrainedSearchIsMadeAgainFromItsHeader(String algorithm) throws Exception {
    ConstraintSource constraint =
        new ConstraintSource(ConstraintSource.Kind.REGEX, "(a|é)+(\\n b)?1");
    Map<String, String> settings = Map.of("max-tokens", "12");
    Path file = folder.resolve(algorithm + ".jsonl");
    SessionHeader header = Samples.header(algorithm, settings, constraint);
    try (Recorder recorder = Recorder.create(file, header)) {
      constrained(header, recorder).runToEnd();
    }
    Session session = SessionFile.read(file);
    assertThat(session.header().constraint()).isEqualTo(constraint);
    assertThat(Verification.of(session, constrained(session.header(), StepSink.NONE)).words())
        .isEqualTo("All %d events are the same.".formatted(session.log().size()));
  }

  private static SearchRun<?> constrained(SessionHeader header, StepSink sink) throws Exception {
    return SearchRun.start(
        Samples.algorithm(header.algorithm(), header.settings().castToMap()),
        new Problem(header.question(), header.promptText(), header.prompt(), header.seed()),
        Samples.models(Samples.model(1), Objects.requireNonNull(header.constraint())),
        Budget.UNLIMITED,
        sink);
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "sample", "beam"})
  void aSearchMadeAgainAgreesWithItsRecord(String algorithm) throws Exception {
    Session session = recorded(algorithm);
    Verification verification = Verification.of(session, begin(algorithm));
    assertThat(verification.words())
        .isEqualTo("All %d events are the same.".formatted(session.log().size()));
    assertThat(verification.same()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "sample", "beam"})
  void aSearchThatItsUserStoppedAgreesWithItsRecord(String algorithm) throws Exception {
    Session session = recorded(algorithm, Budget.UNLIMITED, 2);
    Verification verification = Verification.of(session, begin(algorithm));
    assertThat(verification.events()).isEqualTo(session.log().size());
    assertThat(verification.same()).isTrue();
  }

  @Test
  void aSearchThatSpentItsBudgetAgreesWithItsRecord() throws Exception {
    Budget budget = Budget.of(CostUnit.ROWS, 3);
    Session session = recorded("beam", budget, Integer.MAX_VALUE);
    assertThat(
            Verification.of(session, begin("beam", Samples.model(1), budget, StepSink.NONE)).same())
        .isTrue();
  }

  @Test
  void aRecordThatBreaksOffIsComparedAsFarAsItGoes() throws Exception {
    Path file = folder.resolve("whole.jsonl");
    Samples.record(file, "beam", SETTINGS);
    List<String> lines = Files.readAllLines(file);
    Path cut = Files.write(folder.resolve("cut.jsonl"), lines.subList(0, lines.size() / 2));
    Session session = SessionFile.read(cut);
    Verification verification = Verification.of(session, begin("beam"));
    assertThat(verification.same()).isTrue();
    assertThat(verification.events()).isEqualTo(session.log().size()).isPositive();
  }

  @Test
  void anotherModelDiffersInItsFirstNumber() throws Exception {
    Session session = recorded("greedy");
    Verification verification =
        Verification.of(
            session, begin("greedy", Samples.model(2), Budget.UNLIMITED, StepSink.NONE));
    assertThat(verification.same()).isFalse();
    assertThat(verification.step()).isEqualTo(1);
    assertThat(verification.recorded()).isNotEqualTo(verification.again());
    assertThat(verification.words())
        .matches("\\d+ events agree\\. Event \\d+, in step 1, differs: .* was .* and is now .*\\.");
  }

  @Test
  void theFirstEventThatWasTamperedWithIsTheOneReported() throws Exception {
    Session session = recorded("greedy");
    List<SearchEvent> events = SessionFileTest.events(session.log());
    int grown = 0;
    while (!(events.get(grown) instanceof SearchEvent.Grown)) {
      grown++;
    }
    SearchEvent.Grown original = (SearchEvent.Grown) events.get(grown);
    events.set(
        grown,
        new SearchEvent.Grown(
            original.node(), original.parent(), original.tokens(), original.text(), -0.125));

    Verification verification = Verification.of(with(session, events), begin("greedy"));

    assertThat(verification.events()).isEqualTo(grown);
    assertThat(verification.words())
        .isEqualTo(
            "%d events agree. Event %d, in step 1, differs: logProb of \"grown\" was -0.125 and is"
                    .formatted(grown, grown)
                + " now "
                + original.logProb()
                + ".");
  }

  @Test
  void numbersWithinTheToleranceAgreeAndTheirDifferenceIsTold() throws Exception {
    Session session = recorded("greedy");
    List<SearchEvent> events = SessionFileTest.events(session.log());
    events.replaceAll(event ->
        event instanceof SearchEvent.Grown grown
            ? new SearchEvent.Grown(
                grown.node(), grown.parent(), grown.tokens(), grown.text(), grown.logProb() + 1e-6)
            : event);
    Session shifted = with(session, events);
    Verification verification = Verification.of(shifted, begin("greedy"), 1e-5);
    assertThat(verification.same()).isTrue();
    assertThat(verification.largestDifference()).isBetween(0.9e-6, 1.1e-6);
    assertThat(Verification.of(shifted, begin("greedy"), 1e-7).same()).isFalse();
  }

  @Test
  void aRecordThatGoesOnAfterTheSearchHasEndedDiffersThere() throws Exception {
    Session session = recorded("greedy");
    List<SearchEvent> events = SessionFileTest.events(session.log());
    int size = events.size();
    events.add(new SearchEvent.Iterated(99));
    events.add(new SearchEvent.Stepped(((SearchEvent.Stepped) events.get(size - 1)).step() + 1));
    Verification verification = Verification.of(with(session, events), begin("greedy"));
    assertThat(verification.events()).isEqualTo(size);
    assertThat(verification.again()).isNull();
    assertThat(verification.words())
        .endsWith(
            "the record goes on with \"iterated\" with iteration 99, but the search has ended.");
  }

  @Test
  void anotherKindOfEventIsToldWhole() {
    assertThat(EventDifference.words(new SearchEvent.Kept(3, 0), new SearchEvent.Iterated(4)))
        .isEqualTo("it was \"kept\" with node 3, rank 0 and is now \"iterated\" with iteration 4.");
  }

  @Test
  void aFieldWithinALongListIsFoundByItsPlace() {
    assertThat(
            EventDifference.words(
                new SearchEvent.Rooted(0, Lists.immutable.with(1, 2).collectInt(i -> i), "a"),
                new SearchEvent.Rooted(0, Lists.immutable.with(1, 3).collectInt(i -> i), "a")))
        .isEqualTo("tokens[1] of \"rooted\" was 2 and is now 3.");
  }

  @Test
  void aToleranceThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new EventDifference(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a tolerance of NaN; it must be at least 0");
  }
}
