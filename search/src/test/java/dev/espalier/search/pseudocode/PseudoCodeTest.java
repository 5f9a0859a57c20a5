package dev.espalier.search.pseudocode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.fixture.RewardedTree;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.pseudocode.Emission.Symbol;
import dev.espalier.search.pseudocode.PseudoCode.Line;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PseudoCodeTest {

  /** What is only kept account of comes from no line. */
  private static final Set<Class<?>> ACCOUNTS =
      Set.of(SearchEvent.Charged.class, SearchEvent.Stepped.class, SearchEvent.Warned.class);

  /** Classes that algorithms share can do more than one of them asks for. */
  private static final Map<String, Set<Class<?>>> NEVER =
      Map.of(
          "gcd",
          Set.of(SearchEvent.Estimated.class, Reason.Forbidden.class, Reason.TooDeep.class),
          "asap",
          Set.of(Reason.Forbidden.class),
          "diverse-beam",
          Set.of(Score.Beam.class));

  private static final Budget LONG = Budget.parse("tokens=3000");

  static Stream<String> algorithms() {
    return AlgorithmCatalogue.ALL.stream().map(AlgorithmDescription::name);
  }

  private static Class<?> kernel(String algorithm) {
    return AlgorithmCatalogue.named(algorithm).create(Map.of()).getClass();
  }

  private static PseudoCode code(String algorithm) {
    return PseudoCode.of(kernel(algorithm));
  }

  private static ImmutableList<Emission> emissions(String algorithm) {
    return code(algorithm).lines().flatCollect(Line::emissions);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void everyAlgorithmHasPseudoCodeFromTheRootToTheResult(String algorithm) {
    ImmutableList<Line> lines = code(algorithm).lines();
    assertThat(lines).hasSizeGreaterThan(4);
    assertThat(lines).noneMatch(line -> line.text().isBlank() || line.text().contains("▷"));
    assertThat(emissions(algorithm).collect(Emission::kind)).contains("Rooted", "Concluded");
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void whateverItsClassesCanWriteComesFromALine(String algorithm) {
    Set<Class<?>> never = NEVER.getOrDefault(algorithm, Set.of());
    MutableSet<String> kinds = emissions(algorithm).collect(Emission::kind).toSet();
    MutableSet<String> plain = kinds.collect(Emission::plain);
    for (Class<?> made : WrittenEvents.of(kernel(algorithm))) {
      if (ACCOUNTS.contains(made) || never.contains(made)) {
        continue;
      }
      String name = made.getSimpleName();
      if (Reason.class.isAssignableFrom(made)) {
        assertThat(kinds).containsAnyOf("Pruned", "Pruned." + name);
      } else if (Score.class.isAssignableFrom(made)) {
        assertThat(kinds).containsAnyOf("Scored", "Scored." + name);
      } else {
        assertThat(plain).contains(name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void noLineNamesAnEventThatItsClassesCannotWrite(String algorithm) {
    MutableSet<Class<?>> made = WrittenEvents.of(kernel(algorithm));
    MutableSet<String> names = made.collect(Class::getSimpleName);
    for (Emission emission : emissions(algorithm)) {
      assertThat(names).contains(Emission.plain(emission.kind()));
      if (!emission.kind().startsWith("Voted.") && emission.kind().contains(".")) {
        assertThat(names).contains(emission.kind().substring(emission.kind().indexOf('.') + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void everySymbolIsAComponentOfWhatTheLineWrites(String algorithm) {
    MutableSet<Class<?>> made = WrittenEvents.of(kernel(algorithm));
    for (Emission emission : emissions(algorithm)) {
      String kind = emission.kind();
      MutableSet<Class<?>> details =
          made.select(type ->
              (kind.equals("Scored") && Score.class.isAssignableFrom(type))
                  || (kind.contains(".") && kind.endsWith("." + type.getSimpleName())));
      MutableSet<String> own =
          made.select(type -> type.getSimpleName().equals(Emission.plain(kind)))
              .flatCollect(PseudoCodeTest::components);
      for (Symbol symbol : emission.symbols()) {
        assertThat(
                own.contains(symbol.component())
                    || (details.notEmpty()
                        && details.allSatisfy(
                            type -> components(type).contains(symbol.component()))))
            .as("%s: %s", kind, symbol.component())
            .isTrue();
      }
    }
  }

  private static ImmutableList<String> components(Class<?> type) {
    return Lists.immutable
        .with(type.getRecordComponents())
        .collect(component -> component.getName());
  }

  /** Toys on which an algorithm does what it is for; settings are written name=value. */
  static Stream<Searches.Done> runs(String algorithm) {
    return switch (algorithm) {
      case "asap", "cars", "gcd", "smc-awrs" ->
          Stream.of(
                  Map.<String, String>of("max-tokens", "6"),
                  Map.<String, String>of("max-tokens", "3"))
              .map(settings ->
                  Searches.run(
                      AlgorithmCatalogue.named(algorithm).create(settings),
                      ToyText.problem(3),
                      letters().matching("(b?a)+"),
                      LONG));
      case "greedy", "sample", "beam", "diverse-beam", "stochastic-beam", "contrastive" ->
          Stream.of(letters().models(), letters().matching("(b?a)+"))
              .map(models ->
                  Searches.run(
                      AlgorithmCatalogue.named(algorithm).create(Map.of("max-tokens", "12")),
                      ToyText.problem(3),
                      models,
                      LONG));
      default ->
          Stream.of(1L, 2L)
              .map(seed ->
                  Searches.run(
                      AlgorithmCatalogue.named(algorithm).create(Map.of()),
                      RewardedTree.problem(seed),
                      RewardedTree.random(seed, 3, 4).models(),
                      LONG));
    };
  }

  private static ToyText letters() {
    return ToyText.of(
        text ->
            text.isEmpty()
                ? new double[] {.5, .4, .1}
                : text.endsWith("a") ? new double[] {.3, .5, .2} : new double[] {.4, .3, .3},
        "a",
        "b");
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void everyEventOfARunComesFromALineThatHasItsValues(String algorithm) {
    PseudoCode code = code(algorithm);
    MutableSet<Integer> reached = Sets.mutable.empty();
    runs(algorithm)
        .flatMap(done -> done.events().stream())
        .filter(event -> !ACCOUNTS.contains(event.getClass()))
        .forEach(event -> {
          assertThat(code.linesOf(event).size()).as(event.toString()).isPositive();
          code.linesOf(event)
              .forEach(line -> {
                reached.add(line);
                Emission emission = Objects.requireNonNull(code.lines().get(line).emission(event));
                assertThat(emission.symbols().collect(symbol -> symbol.of(event)))
                    .doesNotContainNull();
              });
        });
    long written = code.lines().count(line -> line.emissions().notEmpty());
    assertThat(reached.size()).isGreaterThanOrEqualTo((int) (0.6 * written));
  }

  private static final String SOURCE =
      """
      /** Something else. */
      /**
       * Searches.
       *
       * <pre>{@code
       * y <- x  ▷ Rooted: y = node
       * repeat
       *   v <- argmax s(v)   ▷ Scored.Beam: s(v) = value
       *     ▷ Pruned: node; Scored: max(a, b) = value
       * }</pre>
       */
      public final class Search {}
      """;

  @Test
  void aCommentOnALineOfItsOwnBelongsToTheLineAbove() {
    PseudoCode code = JavadocReader.read("Search", SOURCE);
    assertThat(code.lines().collect(Line::text))
        .containsExactly("y <- x", "repeat", "  v <- argmax s(v)");
    assertThat(code.lines().getLast().emissions().collect(Emission::kind))
        .containsExactly("Scored.Beam", "Pruned", "Scored");
    assertThat(code.lines().getLast().emissions().getLast().symbols())
        .containsExactly(new Symbol("max(a, b)", "value"));
  }

  @Test
  void theMostPreciseNameOfAnEventDecides() {
    PseudoCode code = JavadocReader.read("Search", SOURCE);
    SearchEvent beam = new SearchEvent.Scored(4, new Score.Beam(-1, 2, -0.5, 0));
    SearchEvent other = new SearchEvent.Scored(4, new Score.LogProbability(-3));
    assertThat(code.linesOf(beam)).isEqualTo(IntLists.immutable.with(2));
    assertThat(code.lines().get(2).emission(beam))
        .extracting(Emission::kind)
        .isEqualTo("Scored.Beam");
    assertThat(code.lines().get(2).emission(other)).extracting(Emission::kind).isEqualTo("Scored");
    assertThat(new Symbol("s", "value").of(beam)).isEqualTo(-0.5);
    assertThat(new Symbol("y", "node").of(beam)).isEqualTo(4);
    assertThat(code.linesOf(new SearchEvent.Warned(1, "odd")).isEmpty()).isTrue();
  }

  @Test
  void aCommentThatNamesNoEventIsRefusedWithItsText() {
    assertThatThrownBy(
            () -> JavadocReader.read("Search", SOURCE.replace("Rooted: y = node", "the root")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Search")
        .hasMessageContaining("the root");
    assertThatThrownBy(() -> JavadocReader.read("Search", SOURCE.replace("y = node", "y = 1")))
        .hasMessageContaining("\"1\" is no component");
    assertThatThrownBy(() -> new Symbol("x", "nothing").of(new SearchEvent.Iterated(1)))
        .hasMessageContaining("Iterated has no component \"nothing\"");
  }

  @Test
  void aClassWithoutSourceOrWithoutPseudoCodeHasNone() {
    assertThat(PseudoCode.of(String.class).isEmpty()).isTrue();
    assertThat(JavadocReader.read("Search", "public final class Search {}").isEmpty()).isTrue();
    assertThat(JavadocReader.read("Other", SOURCE).isEmpty()).isTrue();
  }

  @Test
  void allNamesOfEventsInTheCatalogueAreKnown() {
    MutableSet<String> known =
        Sets.mutable.with(SearchEvent.class.getPermittedSubclasses()).collect(Class::getSimpleName);
    assertThat(algorithms().flatMap(name -> emissions(name).stream()).map(Emission::kind))
        .allMatch(kind -> known.contains(Emission.plain(kind)));
    assertThat(Arrays.asList(SearchEvent.class.getPermittedSubclasses())).hasSizeGreaterThan(20);
  }
}
