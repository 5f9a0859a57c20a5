package dev.espalier.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.Verdict;
import dev.espalier.app.shell.SessionStore;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.reward.training.ModelShape;
import dev.espalier.reward.training.UntrainedModels;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.run.SearchRun;
import dev.espalier.sessions.Edit;
import dev.espalier.sessions.Lineage;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionHeader;
import dev.espalier.sessions.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks of forks on real models, each made by a program that has only the files of the others. */
class ForkedSessionsTest {

  private static final IntList NONE = IntLists.immutable.empty();
  private static final RuntimeOptions OPTIONS = RuntimeOptions.DEFAULT;

  @TempDir static Path models;
  @TempDir Path folder;

  @BeforeAll
  static void writeModels() throws IOException {
    UntrainedModels.write(
        models.resolve(ModelPlaces.LANGUAGE_MODEL),
        models.resolve(ModelPlaces.REWARD_MODEL),
        new ModelShape(330, 16, 1, 2, 24, 512),
        11);
  }

  private static SearchOrder order(
      String algorithm, ImmutableMap<String, String> settings, Budget budget) {
    return new SearchOrder("What is 1 + 1?", algorithm, settings, 5, budget, "2");
  }

  /** Runs something in a program of its own and returns the file it recorded. */
  private Path recorded(Work work) throws Exception {
    List<Path> before = files();
    SessionFiles sessions = new SessionFiles();
    try (DeskEngine engine = engine(sessions)) {
      work.of(engine, sessions).runToEnd();
    }
    List<Path> after = files();
    assertThat(after).hasSize(before.size() + 1);
    return after.stream().filter(file -> !before.contains(file)).findFirst().orElseThrow();
  }

  private DeskEngine engine(SessionFiles sessions) {
    return new DeskEngine(
        new InstalledModels(ModelPlaces.in(models)),
        ModelPlaces.BUNDLED,
        sessions,
        folder,
        Clock.systemUTC());
  }

  private interface Work {
    SearchRun<?> of(DeskEngine engine, SessionFiles sessions) throws Exception;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private Path fork(Path parent, int step, SearchOrder order, Edit edit) throws Exception {
    return recorded((engine, sessions) -> {
      SessionStore.Opened opened = sessions.open(parent);
      return engine.fork(
          new ForkOrder(opened.events(), "parent", opened.order(), step, order, edit));
    });
  }

  private static Verification verified(Path file) throws Exception {
    Session session = SessionFile.read(file);
    ModelPlaces places = ModelPlaces.in(models);
    try (LoadedModels loaded =
        LoadedModels.open(
            places.find(ModelPlaces.LANGUAGE_MODEL),
            places.find(ModelPlaces.REWARD_MODEL),
            OPTIONS)) {
      return Verification.of(
          session, new Searches(loaded, Clock.systemUTC()).again(session.header()));
    }
  }

  private static void assertVerified(Path file) throws Exception {
    Verification verification = verified(file);
    assertThat(verification.same()).as(verification.words()).isTrue();
    assertThat(verification.events()).isEqualTo(SessionFile.read(file).log().size());
  }

  private static ImmutableList<Result> results(Path file) throws Exception {
    EventSource log = SessionFile.read(file).log();
    return ((SearchEvent.Concluded) log.event(log.size() - 2)).results();
  }

  private static ImmutableIntList prompt(Path file) throws Exception {
    return SessionFile.read(file).header().prompt();
  }

  private static ImmutableIntList first(int count, ImmutableIntList tokens) {
    return IntLists.immutable.of(Arrays.copyOf(tokens.toArray(), count));
  }

  @Test
  void aForkIsForkedAgainAndAgainAndEachIsMadeAgainFromItsFile() throws Exception {
    SearchOrder first = order("sample", Maps.immutable.of("max-tokens", "8"), Budget.UNLIMITED);
    Path root = recorded((engine, _) -> engine.start(first));
    ImmutableIntList prompt = prompt(root);
    ImmutableIntList tokens = results(root).getFirst().tokens();

    int other = tokens.get(1) == 40 ? 41 : 40;
    ImmutableIntList before = prompt.newWithAll(IntLists.immutable.of(tokens.get(0)));
    Edit force = new Edit.Forced(before, IntLists.immutable.of(other, other), "xx");
    Path forced = fork(root, 1, first, force);
    assertThat(results(forced).getFirst().tokens().get(0)).isEqualTo(tokens.get(0));
    assertThat(results(forced).getFirst().tokens().get(1)).isEqualTo(other);
    assertThat(results(forced).getFirst().tokens().get(2)).isEqualTo(other);

    int fourth = results(forced).getFirst().tokens().get(3);
    Edit forbid =
        new Edit.Forbidden(
            prompt.newWithAll(first(3, results(forced).getFirst().tokens())),
            IntLists.immutable.of(fourth),
            "y");
    Path forbidden = fork(forced, 3, first, forbid);
    assertThat(first(3, results(forbidden).getFirst().tokens()))
        .isEqualTo(first(3, results(forced).getFirst().tokens()));
    assertThat(results(forbidden).getFirst().tokens().get(3)).isNotEqualTo(fourth);

    SearchOrder longer = order("sample", Maps.immutable.of("max-tokens", "12"), Budget.UNLIMITED);
    Path parameters =
        fork(
            forbidden,
            5,
            longer,
            new Edit.Parameters(Lists.immutable.of(new Edit.Change("max-tokens", "8", "12"))));
    assertThat(results(parameters).getFirst().tokens().size()).isGreaterThan(8);

    Path rewritten = fork(parameters, 5, longer, new Edit.Rewritten(prompt, " two"));
    for (Path file : List.of(root, forced, forbidden, parameters, rewritten)) {
      assertVerified(file);
    }
    Session last = SessionFile.read(rewritten);
    Lineage.Ancestors ancestors = new Lineage(Lists.immutable.of(folder)).ancestors("last", last);
    assertThat(ancestors.trouble()).isEmpty();
    assertThat(ancestors.found().collect(Lineage.Found::file))
        .containsExactly(parameters, forbidden, forced, root);

    // None of them is needed to make the last one again.
    for (Path file : List.of(root, forced, forbidden, parameters)) {
      Files.delete(file);
    }
    assertVerified(rewritten);
  }

  @Test
  void theHeaderOfAForkHoldsTheEditAsDataAndTheNameOfItsParentsFile() throws Exception {
    SearchOrder first = order("sample", Maps.immutable.of("max-tokens", "6"), Budget.UNLIMITED);
    Path root = recorded((engine, _) -> engine.start(first));
    Edit edit = new Edit.Rewritten(prompt(root), " two");
    Path fork = fork(root, 0, first, edit);
    SessionHeader.Parent parent = Objects.requireNonNull(SessionFile.header(fork).parent());
    assertThat(parent.session()).isEqualTo(String.valueOf(root.getFileName()));
    assertThat(parent.step()).isZero();
    SessionHeader.Origin origin = Objects.requireNonNull(parent.origin());
    assertThat(origin.change()).isEqualTo(edit);
    assertThat(origin.created()).isEqualTo(SessionFile.header(root).created());
  }

  @Test
  void everyTextOfASearchBelowANodeBeginsLikeIt() throws Exception {
    for (String algorithm : List.of("beam", "best-of-n", "a-star")) {
      ImmutableMap<String, String> settings =
          switch (algorithm) {
            case "beam" -> Maps.immutable.of("width", "2", "max-tokens", "5");
            case "best-of-n" -> Maps.immutable.of("samples", "3", "max-tokens", "5");
            default -> Maps.immutable.of("branching", "2", "step-tokens", "4", "max-depth", "2");
          };
      SearchOrder first = order(algorithm, settings, Budget.parse("tokens=60"));
      Path root = recorded((engine, _) -> engine.start(first));
      ImmutableIntList path = IntLists.immutable.of(50, 51);
      Edit edit = new Edit.Restricted(prompt(root), path, "ab");
      Path fork = fork(root, 0, first, edit);
      SearchTree tree = SearchTree.of(SessionFile.read(fork).log());
      assertThat(tree.nodes()).isGreaterThan(1);
      for (int node = 1; node < tree.nodes(); node++) {
        MutableIntList tokens = IntLists.mutable.empty();
        tree.path(node).forEach(above -> tokens.addAll(above == 0 ? NONE : tree.tokens(above)));
        int shared = Math.min(2, tokens.size());
        assertThat(first(shared, tokens.toImmutable()))
            .as("node %d of %s", node, algorithm)
            .isEqualTo(first(shared, path));
      }
      assertVerified(fork);
    }
  }

  @Test
  void aRecordThatComesOutDifferentlyIsNotForked() throws Exception {
    SearchOrder first = order("sample", Maps.immutable.of("max-tokens", "6"), Budget.UNLIMITED);
    Path root = recorded((engine, _) -> engine.start(first));
    Path tampered = folder.resolve("tampered.espalier");
    Files.writeString(tampered, Files.readString(root).replaceFirst("\"seed\":5", "\"seed\":6"));
    Files.delete(root);
    assertThatExceptionOfType(RunRefused.class)
        .isThrownBy(() -> fork(tampered, 2, first, new Edit.Rewritten(prompt(tampered), " two")))
        .withMessageContaining("tampered.espalier cannot be gone on from");
  }

  @Test
  void theWindowVerifiesAForkAndNamesTheModelThatIsMissing() throws Exception {
    SearchOrder first = order("sample", Maps.immutable.of("max-tokens", "6"), Budget.UNLIMITED);
    Path root = recorded((engine, _) -> engine.start(first));
    Path fork = fork(root, 1, first, new Edit.Rewritten(prompt(root), " two"));
    try (DeskEngine engine = engine(new SessionFiles())) {
      Verdict verdict = engine.verify(fork, _ -> {});
      assertThat(verdict.same()).as(verdict.words()).isTrue();
      assertThat(verdict.words()).startsWith("All ").endsWith(" events are the same.");
      String hash = SessionFile.header(fork).model().hash();
      Files.writeString(fork, Files.readString(fork).replace(hash, "0123456789"));
      assertThatExceptionOfType(RunRefused.class)
          .isThrownBy(() -> engine.verify(fork, _ -> {}))
          .withMessageContaining("01234567…")
          .withMessageContaining("Load the model it was made with.");
    }
  }

  @Test
  void aForkOfAnEarlierFormatSaysWhatToDo() throws Exception {
    SearchOrder first = order("sample", Maps.immutable.of("max-tokens", "6"), Budget.UNLIMITED);
    Path root = recorded((engine, _) -> engine.start(first));
    Path fork = fork(root, 0, first, new Edit.Rewritten(prompt(root), " two"));
    String old = Files.readString(fork).replaceFirst(",\"origin\":\\{.*?\\}\\}\\}\n", "}}\n");
    assertThat(old.lines().findFirst().orElseThrow()).doesNotContain("origin");
    Files.writeString(fork, old);
    assertThatExceptionOfType(RunRefused.class)
        .isThrownBy(() -> verified(fork))
        .withMessageContaining(
            "branched off %s, and was recorded by a version".formatted(root.getFileName()));
  }

  /** Another machine rounds otherwise; the fork is still one, and its parent is still known. */
  @Test
  void aRecordWhoseLastDigitsDifferCanBeForkedAndOneThatSaysOtherwiseCannot() throws Exception {
    SearchOrder order = order("greedy", Maps.immutable.of("max-tokens", "8"), Budget.UNLIMITED);
    Path parent = recorded((engine, sessions) -> engine.start(order));
    String text = Files.readString(parent);
    Files.writeString(parent, text.replaceAll("(\"logProb\":-[0-9]+\\.[0-9]{6})[0-9]*", "$15"));
    assertThat(Files.readString(parent)).isNotEqualTo(text);
    SearchOrder longer = order("greedy", Maps.immutable.of("max-tokens", "10"), Budget.UNLIMITED);
    Edit edit = new Edit.Parameters(Lists.immutable.of(new Edit.Change("max-tokens", "8", "10")));
    Path fork = fork(parent, 2, longer, edit);
    assertThat(
            new Lineage(Lists.immutable.of(folder)).parent("fork", SessionFile.read(fork)).file())
        .isEqualTo(parent);
    Files.writeString(parent, text.replaceAll("\"logProb\":-[0-9.E-]+", "\"logProb\":-9.5"));
    assertThatExceptionOfType(RunRefused.class)
        .isThrownBy(() -> fork(parent, 2, longer, edit))
        .withMessageContaining("comes out differently");
  }
}
