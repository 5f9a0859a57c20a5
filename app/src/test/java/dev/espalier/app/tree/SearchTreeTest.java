package dev.espalier.app.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class SearchTreeTest {

  private final EventLog log = SyntheticSearch.aStar();
  private final SearchTree tree = SearchTree.of(log);

  private static EventLog upTo(EventLog log, int count) {
    List<SearchEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(log.event(i));
    }
    return EventLog.of(events);
  }

  @Test
  void theStateAtACursorIsTheStateOfATreeThatSawOnlyThoseEvents() {
    for (int cursor = 0; cursor <= log.size(); cursor += 7) {
      SearchTree then = SearchTree.of(upTo(log, cursor));
      assertThat(tree.nodesAt(cursor)).isEqualTo(then.nodes());
      assertThat(tree.costAt(cursor)).isEqualTo(then.costAt(cursor));
      assertThat(tree.popsAt(cursor)).isEqualTo(then.popsAt(cursor));
      assertThat(tree.frontierAt(cursor, 50)).isEqualTo(then.frontierAt(cursor, 50));
      assertThat(tree.currentNode(cursor)).isEqualTo(then.currentNode(cursor));
      for (int node = 0; node < then.nodes(); node++) {
        assertThat(tree.statusAt(node, cursor)).isEqualTo(then.statusAt(node, cursor)).isNotNull();
        assertThat(tree.scoreAt(node, cursor)).isEqualTo(then.scoreAt(node, cursor));
        assertThat(tree.textAt(node, cursor)).isEqualTo(then.textAt(node, cursor));
        assertThat(tree.tokensAt(node, cursor)).isEqualTo(then.tokens(node).size());
        assertThat(tree.logProbAt(node, cursor)).isEqualTo(then.logProbAt(node, cursor));
        assertThat(tree.reasonAt(node, cursor)).isEqualTo(then.reasonAt(node, cursor));
      }
    }
  }

  @Test
  void appendingInPiecesIsAppendingAtOnce() {
    SearchTree grown = new SearchTree();
    while (grown.append(log, 5) > 0) {
      assertThat(grown.size()).isLessThanOrEqualTo(log.size());
    }
    assertThat(grown.size()).isEqualTo(tree.size());
    assertThat(grown.nodes()).isEqualTo(tree.nodes());
    assertThat(grown.costAt(log.size())).isEqualTo(tree.costAt(log.size()));
    assertThat(grown.frontierAt(log.size(), 99)).isEqualTo(tree.frontierAt(log.size(), 99));
  }

  @Test
  void aNodeHasNoStatusBeforeItIsBorn() {
    int born = tree.bornBy(3);
    assertThat(tree.statusAt(3, born)).isNull();
    assertThat(tree.statusAt(3, born + 1)).isEqualTo(NodeStatus.WRITING);
    assertThat(tree.charsAt(3, born)).isZero();
  }

  @Test
  void theExpandedNodeIsTheOnePopped() {
    for (Pop pop : tree.popsAt(tree.size())) {
      assertThat(log.event(pop.event())).isInstanceOf(SearchEvent.Popped.class);
      assertThat(tree.statusAt(pop.node(), pop.event() + 1)).isEqualTo(NodeStatus.EXPANDED);
    }
  }

  @Test
  void aBacktrackIsAPopWhoseParentWasNotPoppedJustBefore() {
    var pops = tree.popsAt(tree.size());
    for (int i = 1; i < pops.size(); i++) {
      assertThat(pops.get(i).backtrack())
          .isEqualTo(tree.parent(pops.get(i).node()) != pops.get(i - 1).node());
    }
    assertThat(pops.getFirst().backtrack()).isFalse();
    assertThat(tree.mark(Mark.BACKTRACK).size()).isEqualTo(pops.count(Pop::backtrack)).isPositive();
  }

  @Test
  void theHeadOfTheFrontierIsWhatIsPoppedNext() {
    for (Pop pop : tree.popsAt(tree.size())) {
      FrontierEntry head = tree.frontierAt(pop.event(), 1).getFirst();
      assertThat(head.node()).isEqualTo(pop.node());
      assertThat(head.priority()).isEqualTo(pop.priority());
      assertThat(tree.frontierSize().at(pop.event() + 1)).isEqualTo(pop.frontierSize());
    }
  }

  @Test
  void theFrontierShowsWhatItsOrderIsMadeOf() {
    assertThat(tree.frontierAt(tree.size(), 50))
        .isNotEmpty()
        .allSatisfy(entry -> {
          Score.AStar score = (Score.AStar) Objects.requireNonNull(entry.score());
          assertThat(score.regression() + score.h()).isEqualTo(entry.priority());
        });
  }

  @Test
  void childrenKeepTheOrderOfTheirBirth() {
    for (int node = 0; node < tree.nodes(); node++) {
      assertThat(tree.children(node).toArray()).isSorted();
      int parent = node;
      tree.children(node).forEach(child -> assertThat(tree.parent(child)).isEqualTo(parent));
    }
  }

  @Test
  void thePathLeadsFromTheRootToTheNode() {
    int node = tree.finishedAt(tree.size()).getFirst();
    var path = tree.path(node);
    assertThat(path.getFirst()).isZero();
    assertThat(path.getLast()).isEqualTo(node);
    assertThat(path.size()).isEqualTo(tree.depth(node) + 1);
  }

  @Test
  void theChosenTextEndsInTheSolution() {
    int node = Objects.requireNonNull(tree.conclusionAt(tree.size())).results().getFirst().node();
    assertThat(tree.statusAt(node, tree.size())).isEqualTo(NodeStatus.SOLUTION);
    assertThat(tree.conclusionAt(tree.size() - 2)).isNull();
    assertThat(tree.completionAt(node, tree.size())).endsWith("\\boxed{61}$.");
  }

  @Test
  void aStepEndsAfterItsStepped() {
    int cursor = 0;
    int steps = 0;
    while (cursor < tree.size()) {
      cursor = tree.next(Grain.STEP, cursor);
      assertThat(log.event(cursor - 1)).isEqualTo(new SearchEvent.Stepped(steps));
      assertThat(tree.stepAt(cursor)).isEqualTo(steps);
      steps++;
    }
    assertThat(steps).isEqualTo(tree.steps());
  }

  @Test
  void everyGrainLeadsBackTheWayItLedForth() {
    for (Grain grain : Grain.values()) {
      List<Integer> forth = new ArrayList<>(List.of(0));
      while (forth.getLast() < tree.size()) {
        forth.add(tree.next(grain, forth.getLast()));
      }
      List<Integer> back = new ArrayList<>(List.of(tree.size()));
      while (back.getLast() > 0) {
        back.add(tree.previous(grain, back.getLast()));
      }
      assertThat(back.reversed()).as(grain.label()).isEqualTo(forth);
    }
  }

  @Test
  void anIterationEndsBeforeTheNextBegins() {
    int cursor = tree.next(Grain.ITERATION, 0);
    assertThat(log.event(cursor)).isEqualTo(new SearchEvent.Iterated(0));
    assertThat(log.event(tree.next(Grain.ITERATION, cursor)))
        .isEqualTo(new SearchEvent.Iterated(1));
  }

  @Test
  void costsAddUpToTheLedger() {
    Cost sum = Cost.NONE;
    for (int i = 0; i < log.size(); i++) {
      if (log.event(i) instanceof SearchEvent.Charged(Cost cost)) {
        sum = sum.plus(cost);
      }
      assertThat(tree.costAt(i + 1)).isEqualTo(sum);
    }
    assertThat(sum.generatedTokens()).isPositive();
  }

  @Test
  void theBestScoreNeverFalls() {
    Series best = tree.bestScored();
    assertThat(best.size()).isPositive();
    for (int i = 1; i < best.size(); i++) {
      assertThat(best.value(i)).isGreaterThan(best.value(i - 1));
    }
    assertThat(best.at(0)).isNaN();
  }

  @Test
  void aPrunedNodeSaysWhy() {
    int pruned = tree.mark(Mark.PRUNE).get(0);
    int node = tree.currentNode(pruned);
    assertThat(tree.reasonAt(node, pruned)).isInstanceOf(Reason.Duplicate.class);
    assertThat(tree.reasonAt(node, pruned - 1)).isNull();
    assertThat(tree.statusEventAt(node, pruned)).isEqualTo(pruned - 1);
  }

  @Test
  void everyEventOfANodeIsListed() {
    int events = 0;
    for (int node = 0; node < tree.nodes(); node++) {
      assertThat(tree.events(node).toArray()).isSorted().doesNotHaveDuplicates();
      events += tree.events(node).size();
    }
    int about = 0;
    for (int i = 0; i < log.size(); i++) {
      SearchEvent event = log.event(i);
      boolean aboutNone =
          event instanceof SearchEvent.Charged
              || event instanceof SearchEvent.Iterated
              || event instanceof SearchEvent.Stepped;
      about += aboutNone ? 0 : 1;
    }
    assertThat(events).isEqualTo(about);
  }

  @Test
  void beamCandidatesAreKeptOrCutAndTheirParentsExpanded() {
    EventLog beam = SyntheticSearch.beam();
    SearchTree beams = SearchTree.of(beam);
    for (int node = 0; node < beams.nodes(); node++) {
      NodeStatus status = beams.statusAt(node, beams.size());
      if (beams.children(node).notEmpty()) {
        assertThat(status).isEqualTo(NodeStatus.EXPANDED);
      } else {
        assertThat(status).isIn(NodeStatus.PRUNED, NodeStatus.FINISHED, NodeStatus.SOLUTION);
      }
    }
    int afterThree = beams.next(Grain.STEP, beams.next(Grain.STEP, beams.next(Grain.STEP, 0)));
    assertThat(beams.frontierAt(afterThree, 9)).hasSize(3);
  }

  @Test
  void splitCharactersAreJoinedOnceTheyAreWhole() {
    EventLog split =
        EventLog.of(
            List.of(
                new SearchEvent.Rooted(0, IntLists.immutable.with(1), "x"),
                new SearchEvent.Grown(1, 0, IntLists.immutable.with(2), "\uDCC3", -1),
                new SearchEvent.Extended(1, 3, "\uDCA9", -2)));
    SearchTree joined = SearchTree.of(split);
    assertThat(joined.textAt(1, 2)).isEqualTo("\uDCC3");
    assertThat(joined.textAt(1, 3)).isEqualTo("é");
    assertThat(joined.logProbAt(1, 2)).isEqualTo(-1);
    assertThat(joined.pathLogProbAt(1, 3)).isEqualTo(-3);
  }

  @Test
  void anUnknownNodeIsRefusedWithTheRange() {
    assertThatThrownBy(() -> tree.depth(9_999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no node 9999")
        .hasMessageContaining("0 to " + (tree.nodes() - 1));
  }

  @Test
  void resamplingIsAMomentToJumpTo() {
    SearchTree particles = SearchTree.of(SyntheticDraws.particles(4, 5));
    assertThat(particles.mark(Mark.RESAMPLE).size()).isEqualTo(2);
  }

  @Test
  void aProbableTokenThatIsDroppedIsASurprise() {
    EventSource beam = SyntheticSearch.beam();
    SearchTree tree = SearchTree.of(beam);
    int surprises = 0;
    for (int i = 0; i < beam.size(); i++) {
      if (beam.event(i) instanceof SearchEvent.Pruned pruned
          && Math.exp(tree.logProbAt(pruned.node(), tree.size())) > Surprise.LIMIT) {
        assertThat(tree.mark(Mark.SURPRISE).next(i, -1)).isEqualTo(i + 1);
        surprises++;
      }
    }
    assertThat(surprises).isPositive();
    assertThat(tree.mark(Mark.SURPRISE).size()).isEqualTo(surprises);
  }

  @Test
  void aRewardThatFallsByMuchIsASurprise() {
    Score before = new Score.AStar(0.9, 0.1, 0, 0, 0.1);
    assertThat(Surprise.fell(new Score.AStar(0.5, 0.5, 0.4, 0.4, 0.9), before)).isTrue();
    assertThat(Surprise.fell(new Score.AStar(0.7, 0.3, 0.2, 0.2, 0.5), before)).isFalse();
    assertThat(Surprise.fell(before, null)).isFalse();
  }
}
