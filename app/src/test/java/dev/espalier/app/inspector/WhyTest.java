package dev.espalier.app.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WhyTest {

  /** Root 0 with steps 1 (r .9) and 2 (r .7); 1 is expanded into 3 (r .5) and 4 (r .6), then 2. */
  private static final EventLog A_STAR =
      EventLog.of(
          Lists.immutable.of(
              new SearchEvent.Rooted(0, IntLists.immutable.of(1, 2), "question"),
              scored(0, 0, 0, 0),
              new SearchEvent.Kept(0, -1),
              new SearchEvent.Popped(0, 1, 0),
              step(1, 0, "A"),
              scored(1, 0.9, 0, 0),
              new SearchEvent.Kept(1, -1),
              step(2, 0, "B"),
              scored(2, 0.7, 0, 0),
              new SearchEvent.Kept(2, -1),
              new SearchEvent.Popped(1, 0.1, 1),
              step(3, 1, "AA"),
              scored(3, 0.5, 0.4, 0.4),
              new SearchEvent.Kept(3, -1),
              step(4, 1, "AB"),
              scored(4, 0.6, 0.3, 0.3),
              new SearchEvent.Kept(4, -1),
              new SearchEvent.Popped(2, 0.3, 2)));

  private static SearchEvent step(int node, int parent, String text) {
    return new SearchEvent.Grown(node, parent, IntLists.immutable.of(5), text, -0.5);
  }

  private static SearchEvent scored(int node, double r, double regression, double charged) {
    double h = 1 - r;
    return new SearchEvent.Scored(node, new Score.AStar(r, h, regression, charged, regression + h));
  }

  private static Explanation at(EventSource events, int node, int cursor) {
    return Why.explain(SearchTree.of(events), events, node, cursor);
  }

  private static Explanation atEnd(EventSource events, int node) {
    return at(events, node, events.size());
  }

  private static String value(Explanation why, String name) {
    return why.terms().detect(term -> term.name().equals(name)).value();
  }

  @Test
  void aNodeTakenFromTheFrontierNamesItsLeadAndTheNextInLine() {
    assertThat(atEnd(A_STAR, 1).sentence())
        .isEqualTo("Taken 2nd: its f of 0.100 was the lowest of 2, 0.200 below node 2.");
  }

  @Test
  void aBacktrackIsSaid() {
    assertThat(atEnd(A_STAR, 2).sentence()).contains("came back for it from node 1");
  }

  @Test
  void aWaitingNodeNamesWhatGoesFirst() {
    assertThat(atEnd(A_STAR, 3).sentence())
        .isEqualTo("Waiting, 2nd of 2 in the frontier: node 4 goes first, its f is 0.200 lower.");
  }

  @Test
  void theArithmeticOfAStarAddsUp() {
    Explanation why = atEnd(A_STAR, 4);
    assertThat(value(why, "r")).isEqualTo("0.600");
    assertThat(value(why, "h")).isEqualTo("0.400");
    assertThat(value(why, "charged")).isEqualTo("0.300");
    assertThat(value(why, "R")).isEqualTo("0.300");
    assertThat(value(why, "f")).isEqualTo("0.700");
    assertThat(why.terms().detect(term -> term.name().equals("f")).note())
        .isEqualTo("R + w·h = 0.300 + 1·0.400");
  }

  @Test
  void theTermsNameTheEventThatWroteThem() {
    assertThat(atEnd(A_STAR, 4).terms().detect(term -> term.name().equals("r")).event())
        .isEqualTo(15);
  }

  @Test
  void whatIfNamesTheWeightThatWouldTurnTheOrder() {
    // 5 has R .2 and h .1, 6 has R .1 and h .3: 5 first while w > .5.
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                new SearchEvent.Popped(0, 1, 0),
                step(1, 0, "a"),
                scored(1, 0.9, 0.2, 0.2),
                new SearchEvent.Kept(1, -1),
                step(2, 0, "b"),
                scored(2, 0.7, 0.1, 0.1),
                new SearchEvent.Kept(2, -1)));
    assertThat(atEnd(log, 2).counterfactual())
        .isEqualTo("With w below 0.500 it would go before node 1.");
  }

  @Test
  void aDominatedNodeIsSaidToBeSoForEveryWeight() {
    assertThat(atEnd(A_STAR, 3).counterfactual()).startsWith("No weight w puts it before node 4");
  }

  @Test
  void beforeItIsBornANodeSaysWhenItWillBe() {
    assertThat(at(A_STAR, 3, 5).sentence()).isEqualTo("Not there yet: event 12 brings it.");
  }

  @Test
  void theWordsFollowTheCursor() {
    assertThat(at(A_STAR, 1, 7).sentence()).startsWith("Next to be taken");
  }

  @Test
  void aBeamCandidateBelowTheCutHasItsMarginAndTheWidthThatWouldKeepIt() {
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                step(1, 0, "a"),
                new SearchEvent.Scored(1, new Score.Beam(-1, 1, -1, 0)),
                new SearchEvent.Kept(1, 0),
                step(2, 0, "b"),
                new SearchEvent.Scored(2, new Score.Beam(-1.13, 1, -1.13, 1)),
                new SearchEvent.Pruned(2, new Reason.BelowCut(1, 1, -1.13, -1)),
                new SearchEvent.Stepped(0)));
    Explanation out = atEnd(log, 2);
    assertThat(out.sentence())
        .isEqualTo("Pruned: ranked 2nd for 1 place; it missed the last place by 0.130.");
    assertThat(value(out, "margin")).isEqualTo("−0.130");
    assertThat(out.counterfactual()).isEqualTo("A beam of 2 would have kept it.");
    assertThat(atEnd(log, 1).sentence())
        .isEqualTo(
            "Kept: 1st of the candidates of its time step, 0.130 above the best that was cut"
                + " (−1.130).");
  }

  @Test
  void aSolutionOfBestOfNHasItsRankAndItsSteps() {
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                step(1, 0, "a"),
                new SearchEvent.Ended(1, Ending.END_OF_TEXT),
                solution(1, 0.4, 0.6),
                new SearchEvent.Finished(1, 0.6),
                step(2, 0, "b"),
                new SearchEvent.Ended(2, Ending.END_OF_TEXT),
                solution(2, 0.9, 0.8),
                new SearchEvent.Finished(2, 0.8),
                new SearchEvent.Pruned(1, new Reason.Outscored(0.6, 0.8)),
                new SearchEvent.Concluded(
                    Outcome.SOLVED,
                    "",
                    Lists.immutable.of(
                        new Result(2, IntLists.immutable.of(5), "b", -0.5, 0.8, null)))));
    assertThat(atEnd(log, 2).sentence())
        .isEqualTo(
            "Chosen. The reward model gives it 0.800 (last of 2 step scores), 1st of 2 judged so"
                + " far.");
    assertThat(value(atEnd(log, 2), "step 1")).isEqualTo("0.900");
    assertThat(atEnd(log, 1).sentence())
        .isEqualTo("A complete solution with 0.600, but another has 0.800.");
  }

  private static SearchEvent solution(int node, double first, double last) {
    return new SearchEvent.Scored(
        node, new Score.Solution(DoubleLists.immutable.of(first, last), "last", last));
  }

  /** x (p .5, cosine .96 with the 13th token) loses to w (p .15, cosine 0) at α = .4. */
  private static final EventLog CONTRASTIVE =
      EventLog.of(
          Lists.immutable.of(
              new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
              step(1, 0, "x"),
              contrastive(1, .5, .96, 12, " the", 0, 1),
              step(2, 0, "y"),
              contrastive(2, .1, .99, 12, " the", 2, 2),
              step(3, 0, "w"),
              contrastive(3, .15, 0, 4, "q", 1, 0),
              new SearchEvent.Kept(3, 0),
              new SearchEvent.Pruned(1, new Reason.NotChosen(3, -.084, .09)),
              new SearchEvent.Pruned(2, new Reason.NotChosen(3, -.336, .09))));

  private static SearchEvent contrastive(
      int node, double p, double cosine, int position, String like, int before, int after) {
    return new SearchEvent.Scored(
        node,
        new Score.Contrastive(
            .4, p, cosine, position, 0, like, before, after, .6 * p - .4 * cosine));
  }

  @Test
  void aTokenTooLikeAnEarlierOneNamesItAndTheAlphaThatWouldHaveChosenIt() {
    Explanation out = atEnd(CONTRASTIVE, 1);
    assertThat(out.sentence())
        .isEqualTo(
            "Not chosen. Ranked 1st by the model (0.500), but too like the 13th token “␣the”"
                + " (cosine 0.960): score −0.084, 2nd of its place.");
    assertThat(out.terms().detect(term -> term.name().equals("score")).note())
        .isEqualTo("(1 − α)·p − α·max cos = 0.600·0.500 − 0.400·0.960");
    assertThat(value(out, "rank")).isEqualTo("1st → 2nd");
    // .35 (1 − α) = .96 α at α = .35 / 1.31.
    assertThat(out.counterfactual()).isEqualTo("With α below 0.267 it would go before node 3.");
  }

  @Test
  void aTokenChosenForBeingUnlikeSaysWhatGreedySearchWouldTake() {
    Explanation why = atEnd(CONTRASTIVE, 3);
    assertThat(why.sentence())
        .isEqualTo(
            "Chosen. Ranked 2nd by the model (0.150) and like the 5th token “q” (cosine 0.000) at"
                + " most: score 0.090, 1st of its place.");
    assertThat(why.counterfactual()).isEqualTo("With α below 0.267 node 1 would have been chosen.");
  }

  @Test
  void aTokenBehindInBothIsSaidToBeSoForEveryAlpha() {
    assertThat(atEnd(CONTRASTIVE, 2).counterfactual()).startsWith("No α puts it before node 3");
  }

  @Test
  void aPathOfAStochasticBeamShowsItsNoiseAndTheNumberOfTextsThatWouldKeepIt() {
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                step(1, 0, "a"),
                new SearchEvent.Scored(1, new Score.Perturbed(-1.2, -.4, .3, .1, 0, -.5)),
                new SearchEvent.Kept(1, 0),
                step(2, 0, "b"),
                new SearchEvent.Scored(2, new Score.Perturbed(-.7, -.9, .3, .1, 3, -1)),
                new SearchEvent.Pruned(2, new Reason.BelowCut(3, 3, -1, -.6))));
    assertThat(atEnd(log, 1).sentence())
        .isEqualTo(
            "Kept: its log p of −1.200 and the noise on it come to G = −0.500, 1st of its time"
                + " step.");
    assertThat(atEnd(log, 1).terms().detect(term -> term.name().equals("g")).note())
        .isEqualTo("φ + Gumbel noise of 0.800");
    assertThat(atEnd(log, 2).sentence())
        .isEqualTo(
            "Cut: its log p of −0.700 and the noise on it come to G = −1.000, 4th for 3 places; it"
                + " missed the last place by 0.400.");
    assertThat(atEnd(log, 2).counterfactual()).isEqualTo("Drawing 3 texts would have kept it.");
  }

  @Test
  void aTextThatWasDrawnSaysWhatItCountsFor() {
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                step(1, 0, "a"),
                new SearchEvent.Scored(1, new Score.Included(Math.log(.2), -1, .4, .5, .3))));
    assertThat(atEnd(log, 1).sentence())
        .isEqualTo(
            "Drawn: its probability is 20.0\u202f%, its chance to be above the threshold was"
                + " 40.0\u202f%, so it counts 0.500.");
    assertThat(value(atEnd(log, 1), "κ")).isEqualTo("−1.000");
  }

  /**
   * The second group of two, one place each, λ = .5: a (−.693, as the first group) loses to b
   * (−.916).
   */
  private static final EventLog DIVERSE =
      EventLog.of(
          Lists.immutable.of(
              new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
              new SearchEvent.Stepped(0),
              step(1, 0, "a"),
              new SearchEvent.Scored(
                  1,
                  new Score.Diverse(
                      0, -0.693, 1, 0.5, DoubleLists.immutable.of(), -0.693, -0.693, 0, 0)),
              step(2, 0, "b"),
              new SearchEvent.Scored(
                  2,
                  new Score.Diverse(
                      0, -0.916, 1, 0.5, DoubleLists.immutable.of(), -0.916, -0.916, 1, 1)),
              new SearchEvent.Kept(1, 0),
              new SearchEvent.Pruned(2, new Reason.BelowCut(1, 1, -0.916, -0.693)),
              step(3, 0, "b"),
              new SearchEvent.Scored(
                  3,
                  new Score.Diverse(
                      1, -0.916, 1, 0.5, DoubleLists.immutable.of(0), -0.916, -0.916, 0, 1)),
              step(4, 0, "a"),
              new SearchEvent.Scored(
                  4,
                  new Score.Diverse(
                      1, -0.693, 1, 0.5, DoubleLists.immutable.of(1), -1.193, -1.193, 1, 0)),
              new SearchEvent.Kept(3, 0),
              new SearchEvent.Pruned(4, new Reason.BelowCut(1, 1, -1.193, -0.916)),
              new SearchEvent.Stepped(1)));

  @Test
  void aTokenThatAnEarlierGroupTookSaysWhatThePenaltyCostItAndTheLambdaThatWouldNot() {
    Explanation why = atEnd(DIVERSE, 4);
    assertThat(why.sentence())
        .isEqualTo(
            "Pruned by group 2: ranked 2nd for 1 place after a penalty of 0.500 for being like"
                + " group 1, else 1st; it missed the last place by 0.277.");
    assertThat(value(why, "group 1")).isEqualTo("−0.500");
    assertThat(value(why, "rank")).isEqualTo("1st → 2nd");
    assertThat(value(why, "margin")).isEqualTo("−0.277");
    assertThat(why.counterfactual())
        .isEqualTo("With λ below 0.223 in this step alone it would have been kept.");
  }

  @Test
  void whatAGroupKeptForBeingUnlikeTheOthersNamesItsMargin() {
    Explanation why = atEnd(DIVERSE, 3);
    assertThat(why.sentence())
        .isEqualTo(
            "Kept by group 2: 1st of its candidates (nothing like earlier groups), 0.277 above the"
                + " best that was cut.");
    assertThat(why.counterfactual())
        .isEqualTo("With λ below 0.223 in this step alone it would have been cut.");
  }

  @Test
  void inTheFirstGroupNoLambdaChangesAnything() {
    assertThat(atEnd(DIVERSE, 2).counterfactual())
        .isEqualTo("No λ in this step alone would have kept it; more beams in its group would.");
    assertThat(atEnd(DIVERSE, 1).counterfactual()).isEmpty();
  }

  static Stream<Reason> reasons() {
    return Stream.of(
        new Reason.BelowCut(4, 4, -2, -1),
        new Reason.EndBeyondBeam(5, 4),
        new Reason.Displaced(-2, -1),
        new Reason.StoppedEarly(-2, -1),
        new Reason.Duplicate(3),
        new Reason.TooDeep(40, 40),
        new Reason.NoStepEnd(64, 64),
        new Reason.NoChildren(),
        new Reason.FrontierFull(10, 0.9, 0.8),
        new Reason.NotBestSibling(0.9, 0.8),
        new Reason.NotDrawn(0.1),
        new Reason.ZeroWeight("sampler"),
        new Reason.ZeroWeight("end"),
        new Reason.ZeroWeight("critic"),
        new Reason.Outscored(0.8, 0.9),
        new Reason.NotChosen(2, 0.1, 0.2),
        new Reason.Threshold(-0.7, 4));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void everyReasonIsASentence(Reason reason) {
    EventLog log =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
                step(1, 0, "a"),
                new SearchEvent.Pruned(1, reason)));
    assertThat(atEnd(log, 1).sentence()).matches("[A-Z].*[^ ]\\.").doesNotContain("NaN", "%");
  }

  /** Two draws below the prompt: b, which is allowed, and then a forbidden c. */
  private static final EventLog CONSTRAINED =
      EventLog.of(
          Lists.immutable.of(
              new SearchEvent.Rooted(0, IntLists.immutable.of(1), "question"),
              new SearchEvent.Masked(0, 2, 0.8),
              new SearchEvent.Considered(
                  0,
                  Lists.immutable.of(
                      new Prospect(5, "b", Math.log(0.6), true, Math.log(0.5), 0.4),
                      new Prospect(6, "c", Math.log(0.2), false, Double.NEGATIVE_INFINITY, 0.1))),
              new SearchEvent.Grown(1, 0, IntLists.immutable.of(5), "b", Math.log(0.6)),
              new SearchEvent.Scored(
                  1, new Score.Sampled(Math.log(0.6), Math.log(0.4), Math.log(1.5))),
              new SearchEvent.Finished(1, Math.log(0.6)),
              new SearchEvent.Grown(2, 0, IntLists.immutable.of(6), "c", Math.log(0.2)),
              new SearchEvent.Pruned(2, new Reason.Forbidden(0.2)),
              new SearchEvent.Estimated(0, 0, Math.log(0.7))));

  @Test
  void aTokenDrawnUnderAConstraintShowsItsOddsAndWhatWasRemoved() {
    Explanation why = atEnd(CONSTRAINED, 1);
    assertThat(value(why, "p")).isEqualTo(Numbers.percent(0.6));
    assertThat(value(why, "allowed")).isEqualTo("yes");
    assertThat(value(why, "removed")).isEqualTo(Numbers.percent(1 - 0.8));
    assertThat(value(why, "future then")).isEqualTo(Numbers.percent(0.5));
    assertThat(value(why, "q")).isEqualTo(Numbers.percent(0.4));
    assertThat(value(why, "log w")).isEqualTo("0.405");
    assertThat(why.counterfactual())
        .isEqualTo(
            "Masking alone draws it with %s, the free model with %s."
                .formatted(Numbers.percent(0.6 / 0.8), Numbers.percent(0.6)));
  }

  @Test
  void aRejectedTokenSaysSo() {
    Explanation why = atEnd(CONSTRAINED, 2);
    assertThat(why.sentence())
        .isEqualTo(
            "Rejected: the constraint forbids this token, to which the model gave %s."
                .formatted(Numbers.percent(0.2)));
    assertThat(value(why, "allowed")).isEqualTo("no");
    assertThat(why.counterfactual()).contains("never drawn again");
  }

  @Test
  void thePromptSaysWhatIsKnownOfAllTexts() {
    Explanation why = atEnd(CONSTRAINED, 0);
    assertThat(value(why, "future before")).isEqualTo(Numbers.percent(1));
    assertThat(value(why, "future now")).isEqualTo(Numbers.percent(0.7));
    assertThat(value(why, "log Z ≤")).isEqualTo("−0.357");
  }
}
