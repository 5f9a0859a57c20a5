package dev.espalier.app.pseudocode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.pseudocode.PseudoCodeViewModel.Row;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PseudoCodeViewModelTest {

  private static final List<SearchEvent> EVENTS =
      List.of(
          new SearchEvent.Rooted(0, IntLists.immutable.with(7), "What?"),
          new SearchEvent.Scored(0, new Score.AStar(0, 1, 0, 0, 1)),
          new SearchEvent.Kept(0, -1),
          new SearchEvent.Iterated(1),
          new SearchEvent.Popped(0, 1, 0),
          new SearchEvent.Grown(1, 0, IntLists.immutable.empty(), "", 0),
          new SearchEvent.Extended(1, 5, "So\n", -0.25),
          new SearchEvent.Ended(1, Ending.SEPARATOR),
          new SearchEvent.Charged(Cost.NONE),
          new SearchEvent.Scored(1, new Score.AStar(0.75, 0.25, 0, 0, 0.25)),
          new SearchEvent.Kept(1, -1),
          new SearchEvent.Iterated(2),
          new SearchEvent.Popped(1, 0.25, 3),
          new SearchEvent.Pruned(1, new Reason.TooDeep(1, 1)));

  private final TreeViewModel tree = new TreeViewModel();
  private final PseudoCodeViewModel code = new PseudoCodeViewModel(tree, tree::seek);

  @BeforeEach
  void open() {
    code.show("a-star", Map.of("branching", "3"));
    tree.open(EventLog.of(EVENTS));
  }

  private Row row(String begin) {
    code.refresh();
    return code.listing().rows().detect(row -> row.text().strip().startsWith(begin));
  }

  private int line(String begin) {
    code.refresh();
    return code.listing().rows().detectIndex(row -> row.text().strip().startsWith(begin));
  }

  private List<String> current() {
    code.refresh();
    return code.listing()
        .rows()
        .select(Row::current)
        .collect(row -> row.text().strip())
        .castToList();
  }

  @Test
  void theLineThatWroteTheLastEventIsMarked() {
    tree.seek(1);
    assertThat(current()).containsExactly("push the root with h = h0, R = 0");
    tree.seek(5);
    assertThat(current()).singleElement().asString().startsWith("u <- pop");
    tree.seek(7);
    assertThat(current()).singleElement().asString().startsWith("C <- k steps");
  }

  @Test
  void whatOnlyCountsCostsLeavesTheMarkWhereItIs() {
    tree.seek(8);
    List<String> before = current();
    tree.seek(9);
    assertThat(current()).isEqualTo(before).hasSize(1);
  }

  @Test
  void aScoreMarksAllLinesThatMakeItUp() {
    tree.seek(10);
    assertThat(current())
        .containsExactly(
            "h(c) <- 1 - r(c)", "R(c) <- R(u) + max(0, h(c) - h(u))", "f(c) <- R(c) + w h(c)");
    assertThat(row("h(c)").values()).isEqualTo("c = node 1   r = 0.750   h = 0.250");
    assertThat(row("f(c)").values()).isEqualTo("f = 0.250");
  }

  @Test
  void aLineShowsTheValuesOfItsLastExecutionAndSaysWhetherTheyAreOfThisIteration() {
    tree.seek(7);
    assertThat(row("C <-").values()).isEqualTo("c = node 1   text = “So↵”   log p = −0.250");
    assertThat(row("C <-").past()).isFalse();
    assertThat(row("f(c)").past()).isTrue();
    tree.seek(13);
    assertThat(row("u <- pop").values()).isEqualTo("u = node 1   f = 0.250   left = 3");
    assertThat(row("u <- pop").past()).isFalse();
    assertThat(row("C <-").past()).isTrue();
    assertThat(row("if u is").values()).isEmpty();
    tree.seek(14);
    assertThat(row("u <- pop").values()).isEqualTo("u = node 1   depth = 1   limit = 1");
  }

  @Test
  void aLineIsGoneToForwardsAndBack() {
    int pop = line("u <- pop");
    tree.seek(0);
    code.forward(pop);
    assertThat(tree.cursor()).isEqualTo(5);
    assertThat(row("u <- pop").executed()).isEqualTo(1);
    code.forward(pop);
    assertThat(tree.cursor()).isEqualTo(13);
    code.forward(pop);
    code.forward(pop);
    assertThat(tree.cursor()).isEqualTo(14);
    code.back(pop);
    code.back(pop);
    assertThat(tree.cursor()).isEqualTo(5);
    code.back(pop);
    assertThat(tree.cursor()).isEqualTo(5);
  }

  @Test
  void linesThatWriteNothingCannotBeGoneTo() {
    assertThat(row("for c in C").writes()).isFalse();
    assertThat(row("push c").writes()).isTrue();
  }

  @Test
  void theHeadNamesTheAlgorithmAndItsOwnParameters() {
    code.refresh();
    assertThat(code.listing().title()).isEqualTo("A*-decoding");
    assertThat(code.listing().settings()).contains("branching 3", "weight").doesNotContain("top-k");
  }

  @Test
  void eventsThatComeLaterAreFoldedAsTheyCome() {
    EventLog log = new EventLog();
    log.append(Lists.immutable.withAll(EVENTS).take(5));
    tree.open(log);
    assertThat(row("u <- pop").executed()).isEqualTo(1);
    log.append(Lists.immutable.withAll(EVENTS).drop(5));
    tree.refresh(1000);
    assertThat(row("u <- pop").executed()).isEqualTo(3);
  }

  @Test
  void aSearchByAnUnknownAlgorithmHasNoLines() {
    code.show("of-tomorrow", Map.of());
    code.refresh();
    assertThat(code.listing().title()).isEqualTo("of-tomorrow");
    assertThat(code.listing().rows()).isEmpty();
    tree.close();
    code.refresh();
    assertThat(code.listing().rows()).isEmpty();
  }
}
