package dev.espalier.app.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class WhatIfTest {

  private final List<SearchEvent> events =
      new ArrayList<>(List.of(new SearchEvent.Rooted(0, IntLists.immutable.of(1), "question")));

  private void node(int node, int parent, SearchEvent... after) {
    events.add(new SearchEvent.Grown(node, parent, IntLists.immutable.of(5), "text " + node, -0.5));
    events.addAll(List.of(after));
  }

  private static SearchEvent scored(int node, String aggregation, double value, double... steps) {
    return new SearchEvent.Scored(
        node, new Score.Solution(DoubleLists.immutable.with(steps), aggregation, value));
  }

  private String whatIf(int node) {
    EventLog log = EventLog.of(Lists.immutable.withAll(events));
    return Why.explain(SearchTree.of(log), log, node, log.size()).counterfactual();
  }

  private void pruned(int node, Reason reason) {
    events.add(new SearchEvent.Pruned(node, reason));
  }

  @Test
  void aSolutionThatLostSaysByWhichSumOfItsStepsItWouldHaveWon() {
    node(1, 0, scored(1, "last", 0.9, 0.2, 0.9), new SearchEvent.Finished(1, 0.9));
    node(2, 0, scored(2, "last", 0.8, 0.7, 0.8), new SearchEvent.Finished(2, 0.8));
    pruned(2, new Reason.Outscored(0.8, 0.9));
    assertThat(whatIf(2))
        .isEqualTo(
            "By the least of its steps, 0.700, it would have been chosen (aggregation min).");
  }

  @Test
  void aSolutionWorseInEveryWaySaysWhatItLacked() {
    node(1, 0, scored(1, "last", 0.9, 0.9, 0.9), new SearchEvent.Finished(1, 0.9));
    node(2, 0, scored(2, "last", 0.8, 0.7, 0.8), new SearchEvent.Finished(2, 0.8));
    pruned(2, new Reason.Outscored(0.8, 0.9));
    assertThat(whatIf(2)).startsWith("It lacked 0.100.").contains("No other way");
  }

  @Test
  void ofATextJudgedAsAWholeItsStepsAreNotKnown() {
    node(1, 0, scored(1, "model", 0.9, 0.9), new SearchEvent.Finished(1, 0.9));
    node(2, 0, scored(2, "model", 0.8, 0.8), new SearchEvent.Finished(2, 0.8));
    pruned(2, new Reason.Outscored(0.8, 0.9));
    assertThat(whatIf(2)).isEqualTo("It lacked 0.100.");
  }

  @Test
  void aStepOfATreeIsComparedWithItsSiblingsAlone() {
    node(1, 0, scored(1, "last", 0.9, 0.1, 0.9));
    node(2, 0, scored(2, "last", 0.6, 0.5, 0.6));
    node(3, 1, scored(3, "last", 0.99, 0.99));
    pruned(2, new Reason.BelowCut(1, 1, 0.6, 0.9));
    assertThat(whatIf(2)).contains("it would have been followed (aggregation min)");
  }

  @Test
  void aBeamOverStepsNamesHowManyMustBeKept() {
    node(1, 0, scored(1, "last", 0.6, 0.6));
    pruned(1, new Reason.BelowCut(5, 4, 0.6, 0.7));
    assertThat(whatIf(1)).isEqualTo("Keeping 6 of them, samples ÷ width, would have kept it.");
  }

  @Test
  void aTextPushedOutOfAFullListNamesTheBeamThatWouldHoldIt() {
    for (int i = 1; i <= 3; i++) {
      node(i, 0, new SearchEvent.Finished(i, -i));
    }
    pruned(3, new Reason.Displaced(-3, -2));
    assertThat(whatIf(3)).isEqualTo("A beam of 3 would have kept it among the finished texts.");
  }

  @Test
  void aTextThatWasStillRunningSaysWhetherStoppingWasEarly() {
    node(1, 0, new SearchEvent.Finished(1, -1));
    node(2, 0, new SearchEvent.Kept(2, 0));
    pruned(2, new Reason.StoppedEarly(-2, -1));
    assertThat(whatIf(2))
        .isEqualTo("A beam of 2, whose list was not full yet, would have gone on with it.");
    events.removeLast();
    pruned(2, new Reason.StoppedEarly(-0.5, -1));
    assertThat(whatIf(2)).startsWith("With early-stopping never").contains("−0.500");
  }

  private static Ballot ballot(String answer, double best, double sum, int... nodes) {
    return new Ballot(answer, IntLists.immutable.of(nodes), sum, best);
  }

  @Test
  void anAnswerThatLostTheVoteCountsTheVotesItLacked() {
    for (int i = 1; i <= 4; i++) {
      node(i, 0);
    }
    events.add(
        new SearchEvent.Voted(
            "majority", Lists.immutable.of(ballot("7", 1, 3, 1, 2, 3), ballot("8", 1, 1, 4))));
    pruned(4, new Reason.Outvoted(0.25, 0.75));
    assertThat(whatIf(4)).isEqualTo("3 votes more with its answer would have won.");
  }

  @Test
  void anAnswerWithTheBestSolutionNamesTheRuleThatWouldHaveChosenIt() {
    for (int i = 1; i <= 3; i++) {
      node(i, 0);
    }
    events.add(
        new SearchEvent.Voted(
            "weighted", Lists.immutable.of(ballot("7", 0.6, 1.1, 1, 2), ballot("8", 0.9, 0.9, 3))));
    pruned(3, new Reason.Outvoted(0.45, 0.55));
    assertThat(whatIf(3)).contains("selection best").contains("0.900 against 0.600");
  }

  @Test
  void aParticleThatWasNotDrawnNamesTheThresholdAndTheSchemeThatWouldHaveKeptIt() {
    node(1, 0);
    node(2, 0);
    events.add(
        new SearchEvent.Weighed(
            IntLists.immutable.of(1, 2), DoubleLists.immutable.of(0.5, 0.5), 1.25, 0));
    pruned(2, new Reason.NotDrawn(0.5));
    assertThat(whatIf(2))
        .contains("Systematic resampling always keeps a weight of at least 1/2.")
        .contains("ess-threshold of at most 0.625");
    events.removeLast();
    pruned(2, new Reason.NotDrawn(0.1));
    assertThat(whatIf(2)).startsWith("An ess-threshold of at most 0.625");
  }

  @Test
  void aDeadParticleNamesTheLimitOrTheCriticThatKilledIt() {
    node(1, 0);
    pruned(1, new Reason.ZeroWeight("end"));
    assertThat(whatIf(1)).isEqualTo("A limit of 2 tokens would have let it go on.");
    events.removeLast();
    pruned(1, new Reason.ZeroWeight("critic"));
    assertThat(whatIf(1)).contains("critic");
  }

  @Test
  void aDeadEndNamesTheLimitThatItsChildrenRanInto() {
    node(1, 0);
    node(2, 1);
    pruned(2, new Reason.NoStepEnd(256, 256));
    pruned(1, new Reason.NoChildren());
    assertThat(whatIf(1))
        .isEqualTo("More than 256 tokens a step might have let a child of it end.");
  }

  @Test
  void aDuplicateLostNothing() {
    node(1, 0);
    node(2, 0);
    pruned(2, new Reason.Duplicate(1));
    assertThat(whatIf(2)).contains("node 1");
  }
}
