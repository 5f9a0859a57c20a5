package dev.espalier.search.algorithm.voting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.event.Ballot;
import java.util.Arrays;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {

  private static Election elect(Selection rule, String[] answers, double... scores) {
    return rule.elect(
        Lists.immutable
            .with(answers)
            .collect(answer -> answer.isEmpty() ? "no idea" : "\\boxed{" + answer + "}"),
        DoubleLists.immutable.with(scores),
        IntLists.immutable.with(
            java.util.stream.IntStream.range(10, 10 + scores.length).toArray()));
  }

  private static final String[] ANSWERS = {"1", "2", "3", "2", "3", "2"};
  private static final double[] SCORES = {.9, .1, .5, .2, .6, .1};

  @Test
  void theBestScoreIsChosenByTheRuleBest() {
    assertThat(elect(Selection.BEST, ANSWERS, SCORES).order().getFirst()).isZero();
  }

  @Test
  void theGreatestSumIsChosenByTheRuleWeighted() {
    Election election = elect(Selection.WEIGHTED, ANSWERS, SCORES);
    assertThat(election.event().ballots().collect(Ballot::answer)).containsExactly("3", "1", "2");
    assertThat(election.order().toArray()).startsWith(4, 2);
    assertThat(election.winners()).isEqualTo(2);
  }

  @Test
  void theMostFrequentAnswerIsChosenByTheRuleMajority() {
    Election election = elect(Selection.MAJORITY, ANSWERS, SCORES);
    assertThat(election.order().toArray()).startsWith(3, 1, 5);
    assertThat(election.shares().getFirst()).isEqualTo(1 / 6.0);
  }

  @Test
  void aTieGoesToTheAnswerThatAppearedFirst() {
    String[] answers = {"7", "8", "8", "7"};
    assertThat(elect(Selection.MAJORITY, answers, 1, 1, 1, 1).order().getFirst()).isZero();
    assertThat(elect(Selection.WEIGHTED, answers, 1, 1, 1, 1).order().getFirst()).isZero();
    assertThat(elect(Selection.BEST, answers, 0, 1, 1, 1).order().getFirst()).isEqualTo(1);
  }

  @Test
  void equalAnswersWrittenDifferentlyAreOneParty() {
    Election election =
        elect(Selection.MAJORITY, new String[] {"3", "0.5", "\\frac{1}{2}"}, 1, 1, 1);
    assertThat(election.event().ballots().getFirst())
        .isEqualTo(new Ballot("0.5", IntLists.immutable.with(11, 12), 2, 1));
  }

  @Test
  void solutionsWithoutAnAnswerDoNotVote() {
    Election election = elect(Selection.MAJORITY, new String[] {"", "", "5"}, 1, 1, 1);
    assertThat(election.order().toArray()).containsExactly(2, 0, 1);
    assertThat(election.shares().toArray()).containsExactly(0, 0, 1);
  }

  @Test
  void solutionsWithoutAnAnswerVoteWhereThereAreNoOthers() {
    assertThat(elect(Selection.MAJORITY, new String[] {"", ""}, 0, .5).order().getFirst())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void oneSolutionIsChosenByEveryRule(Selection rule) {
    assertThat(elect(rule, new String[] {"4"}, 0).order().toArray()).containsExactly(0);
  }

  @Test
  void weightsThatAreEqualGiveTheMajority() {
    double[] same = new double[ANSWERS.length];
    Arrays.fill(same, .3);
    assertThat(elect(Selection.WEIGHTED, ANSWERS, same).order())
        .isEqualTo(elect(Selection.MAJORITY, ANSWERS, same).order());
  }

  @Test
  void scoresOfZeroStillNameAWinner() {
    Election election = elect(Selection.WEIGHTED, new String[] {"1", "2"}, 0, 0);
    assertThat(election.order().getFirst()).isZero();
    assertThat(election.shares().toArray()).containsExactly(.5, .5);
  }

  @Test
  void aVoteOfNobodyIsRefused() {
    assertThatThrownBy(() -> elect(Selection.BEST, new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 texts");
  }
}
