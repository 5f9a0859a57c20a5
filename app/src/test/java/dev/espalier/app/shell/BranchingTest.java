package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.EventLog;
import dev.espalier.sessions.Edit;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class BranchingTest {

  private final EventLog events = SyntheticSearch.aStar();
  private final SearchTree tree = SearchTree.of(events);

  private final Edit.Restricted below =
      new Edit.Restricted(IntLists.immutable.of(1, 2), IntLists.immutable.of(3), "First,");

  private Shown shown(String algorithm, ImmutableMap<String, String> settings, String budget) {
    SearchOrder order =
        new SearchOrder("How many?", algorithm, settings, 7, Budget.parse(budget), "61");
    return new Shown(events, order, "", null);
  }

  private ForkOrder deeper(Shown shown) throws Branching.Impossible {
    return Branching.deeper(shown, tree, below, AlgorithmCatalogue.ALL);
  }

  @Test
  void aSearchOfOneSubtreeBeginsAnew() throws Exception {
    Shown shown = shown("a-star", Maps.immutable.empty(), "");
    ForkOrder fork = Branching.at(shown, tree, tree.size() / 2, shown.order(), below);
    assertThat(fork.step()).isZero();
    assertThat(fork.words()).isEqualTo("a-star after step 0: only below “First,”");
  }

  @Test
  void goingDeeperDoublesTheBudgetAndEveryLimitOnLength() throws Exception {
    ForkOrder fork =
        deeper(
            shown("a-star", Maps.immutable.of("max-depth", "6", "branching", "3"), "tokens=100"));
    assertThat(fork.step()).isZero();
    assertThat(fork.order().settings().get("max-depth")).isEqualTo("12");
    assertThat(fork.order().settings().get("branching")).isEqualTo("3");
    assertThat(fork.order().budget()).isEqualTo(Budget.parse("tokens=200"));
    assertThat(((Edit.Deepened) fork.edit()).changes())
        .containsExactly(
            new Edit.Change("max-depth", "6", "12"),
            new Edit.Change("budget", "tokens=100", "tokens=200"));
  }

  @Test
  void aLimitThatTheRecordLeavesOutIsRaisedFromItsDefault() throws Exception {
    ForkOrder fork = deeper(shown("greedy", Maps.immutable.empty(), ""));
    Edit.Change change = ((Edit.Deepened) fork.edit()).changes().getOnly();
    assertThat(change.name()).isEqualTo("max-tokens");
    assertThat(Long.parseLong(change.to())).isEqualTo(2 * Long.parseLong(change.from()));
  }

  @Test
  void aLimitIsNotRaisedBeyondItsRange() throws Exception {
    ForkOrder fork = deeper(shown("a-star", Maps.immutable.of("max-depth", "9000"), ""));
    assertThat(fork.order().settings().get("max-depth")).isEqualTo("10000");
  }

  @Test
  void withoutAnyLimitThereIsNothingToRaise() {
    Shown shown = shown("a-star", Maps.immutable.of("max-depth", "10000"), "");
    assertThatExceptionOfType(Branching.Impossible.class)
        .isThrownBy(() -> deeper(shown))
        .withMessageStartingWith("Nothing limits this search that could be raised.");
  }

  @Test
  void aForkKeepsWhatItsParentWasAsked() {
    Shown shown = shown("a-star", Maps.immutable.of("branching", "3"), "");
    SearchOrder other =
        new SearchOrder("Another?", "a-star", shown.order().settings(), 7, Budget.UNLIMITED, "61");
    assertThatExceptionOfType(Branching.Impossible.class)
        .isThrownBy(() -> Branching.withSettings(shown, tree, tree.size(), other))
        .withMessageStartingWith("A fork keeps the prompt");
  }
}
