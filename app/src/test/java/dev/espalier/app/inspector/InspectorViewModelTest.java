package dev.espalier.app.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.app.inspector.Distribution.Candidate;
import dev.espalier.app.run.Peek;
import dev.espalier.app.tree.SyntheticDraws;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.sessions.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class InspectorViewModelTest {

  private final TreeViewModel tree = new TreeViewModel();
  private final List<Edit> forked = new ArrayList<>();
  private final List<Edit.Restricted> deepened = new ArrayList<>();
  private final List<Integer> forkedAt = new ArrayList<>();

  private InspectorViewModel looking(EventSource events, int node, Peeks peeks) {
    InspectorViewModel inspector =
        new InspectorViewModel(
            tree,
            peeks,
            new Forks() {
              @Override
              public void fork(Edit edit, int event) {
                forked.add(edit);
                forkedAt.add(event);
              }

              @Override
              public void deepen(Edit.Restricted below) {
                deepened.add(below);
              }
            });
    tree.open(events);
    tree.select(node);
    inspector.refresh();
    return inspector;
  }

  private static Distribution distribution(InspectorViewModel inspector) {
    return Objects.requireNonNull(inspector.report().distribution());
  }

  @Test
  void theLeastExpectedTokenIsShownUntilAnotherIsChosen() {
    InspectorViewModel inspector = looking(SyntheticDraws.sampled(), 1, Peeks.NONE);
    assertThat(inspector.report().token()).isEqualTo(1);
    inspector.chooseToken(2);
    inspector.refresh();
    assertThat(distribution(inspector).row().text()).isEqualTo("␣are");
  }

  @Test
  void eachStageShowsTheMassThatItTookItself() {
    Distribution shown = distribution(looking(SyntheticDraws.sampled(), 1, Peeks.NONE));
    assertThat(shown.shares().collect(Distribution.Share::name))
        .containsExactly("temperature", "top-k", "top-p");
    assertThat(shown.shares().get(0).removed()).isZero();
    assertThat(shown.shares().get(1).removed()).isCloseTo(0.1, within(1e-12));
    assertThat(shown.shares().get(2).removed()).isCloseTo(0.18, within(1e-12));
  }

  @Test
  void withoutAModelTheCandidatesOfATokenTreeAreItsSiblings() {
    InspectorViewModel inspector = looking(SyntheticSearch.beam(), 14, Peeks.NONE);
    Distribution shown = distribution(inspector);
    assertThat(shown.candidates()).hasSizeGreaterThan(1);
    assertThat(shown.candidates().count(Candidate::taken)).isEqualTo(1);
    assertThat(shown.candidates().detect(Candidate::taken).node()).isEqualTo(14);
    double mass = shown.candidates().sumOfDouble(Candidate::probability);
    assertThat(shown.rest()).isCloseTo(Math.max(0, 1 - mass), within(1e-9));
    inspector.goTo(shown.candidates().detect(one -> !one.taken()));
    assertThat(tree.selected()).isNotEqualTo(14);
  }

  @Test
  void theModelIsAskedAboutTheTextBeforeTheTokenAndAnswersLater() {
    List<ImmutableIntList> asked = new ArrayList<>();
    Peek[] answer = new Peek[1];
    InspectorViewModel inspector =
        looking(
            SyntheticDraws.sampled(),
            1,
            prefix -> {
              asked.add(prefix);
              return answer[0];
            });
    assertThat(asked.getFirst()).isEqualTo(IntLists.immutable.of(1, 2, 101));
    assertThat(distribution(inspector).candidates()).isEmpty();
    answer[0] =
        new Peek(
            asked.getFirst(),
            Lists.immutable.of(
                new Peek.Option(7, " x", Math.log(0.6)),
                new Peek.Option(8, " y", Math.log(0.2)),
                new Peek.Option(9, " z", Math.log(0.1))),
            "");
    inspector.refresh();
    Distribution shown = distribution(inspector);
    assertThat(shown.candidates().collect(Candidate::text))
        .containsExactly("␣x", "␣y", "␣z", "␣buns");
    assertThat(shown.candidates().collect(Candidate::fate))
        .containsExactly("", "", "cut by top-p", "");
    assertThat(shown.rest()).isCloseTo(0.02, within(1e-9));
  }

  @Test
  void whatTheModelCannotSayIsSaidInWords() {
    InspectorViewModel inspector =
        looking(
            SyntheticDraws.sampled(),
            1,
            prefix -> new Peek(prefix, Lists.immutable.empty(), "The text is too long."));
    assertThat(distribution(inspector).note()).isEqualTo("The text is too long.");
  }

  @Test
  void aCandidateIsForcedOrForbiddenInThePlaceOfTheToken() {
    InspectorViewModel inspector = looking(SyntheticDraws.sampled(), 1, Peeks.NONE);
    Candidate other = new Candidate(7, "␣x", 0.1, false, -1, "");
    inspector.steer(other, false);
    inspector.steer(other, true);
    ImmutableIntList before = IntLists.immutable.of(1, 2, 101);
    ImmutableIntList token = IntLists.immutable.of(7);
    assertThat(forked)
        .containsExactly(
            new Edit.Forced(before, token, "␣x"), new Edit.Forbidden(before, token, "␣x"));
    assertThat(forkedAt.getFirst()).isEqualTo(distribution(inspector).row().event());
  }

  @Test
  void anotherTextKeepsTheWhiteSpaceThatSeparatesSteps() {
    InspectorViewModel inspector = looking(SyntheticSearch.aStar(), 9, Peeks.NONE);
    inspector.forceText("66 − 5 = 61.");
    assertThat(forked.getFirst()).isInstanceOf(Edit.Rewritten.class);
    Edit.Rewritten edit = (Edit.Rewritten) forked.getFirst();
    assertThat(edit.text()).isEqualTo("66 − 5 = 61.\n\n");
    int above = 0;
    for (int node : tree.tree().path(tree.tree().parent(9)).toArray()) {
      above += tree.tree().tokens(node).size();
    }
    assertThat(edit.before().size()).isEqualTo(above);
    assertThat(forkedAt.getFirst()).isEqualTo(tree.tree().bornBy(9));
  }

  @Test
  void aTextIsForbiddenAsAWhole() {
    InspectorViewModel inspector = looking(SyntheticSearch.aStar(), 9, Peeks.NONE);
    inspector.forbidText();
    Edit.Forbidden edit = (Edit.Forbidden) forked.getFirst();
    assertThat(edit.tokens()).isEqualTo(tree.tree().tokens(9).toImmutable());
  }

  @Test
  void aSearchBelowANodeIsBoundToAllTextFromThePromptOn() {
    InspectorViewModel inspector = looking(SyntheticSearch.aStar(), 9, Peeks.NONE);
    inspector.restrict();
    inspector.deepen();
    Edit.Restricted edit = (Edit.Restricted) forked.getFirst();
    assertThat(deepened).containsExactly(edit);
    assertThat(edit.before()).isEqualTo(tree.tree().tokens(0).toImmutable());
    int below = 0;
    for (int node : tree.tree().path(9).toArray()) {
      below += node == 0 ? 0 : tree.tree().tokens(node).size();
    }
    assertThat(edit.tokens().size()).isEqualTo(below).isPositive();
    assertThat(edit.text()).hasSizeBetween(1, 60);
  }

  @Test
  void aMaskIsAStageOfItsOwnWhereNothingIsDrawn() {
    EventSource greedy =
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Rooted(0, IntLists.immutable.of(1), "Say"),
                new SearchEvent.Masked(0, 3, 0.25),
                new SearchEvent.Grown(1, 0, IntLists.immutable.of(2), " yes", Math.log(0.2)),
                new SearchEvent.Stepped(0)));
    Distribution shown = distribution(looking(greedy, 1, Peeks.NONE));
    assertThat(shown.shares().getOnly())
        .isEqualTo(new Distribution.Share("constraint", 3, 0.25, 0.75));
  }
}
