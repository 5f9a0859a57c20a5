package dev.espalier.app.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class ParticleHistoryTest {

  /** Two particles: one drew b, which is refused, then a; the other an a at once. */
  private static final EventLog PARTICLES =
      EventLog.of(
          Lists.immutable.of(
              new SearchEvent.Rooted(0, IntLists.immutable.of(1), ""),
              new SearchEvent.Tried(0, 0, 0, 7, "b", -0.9, false, false),
              new SearchEvent.Tried(0, 0, 1, 5, "a", -0.7, true, false),
              step(1, 0, "a"),
              new SearchEvent.Tried(0, 1, 0, 5, "a", -0.7, true, false),
              step(2, 0, "a"),
              new SearchEvent.Reweighed(
                  1, 0, Lists.immutable.of(new WeightTerm("sampler", -0.7)), -0.7),
              new SearchEvent.Scored(1, new Score.Share(0, -0.7, 0.25)),
              new SearchEvent.Reweighed(
                  2, 1, Lists.immutable.of(new WeightTerm("sampler", 0.4)), 0.4),
              new SearchEvent.Scored(2, new Score.Share(1, 0.4, 0.75)),
              new SearchEvent.Weighed(
                  IntLists.immutable.of(1, 2), DoubleLists.immutable.of(0.25, 0.75), 1.6, -0.02),
              new SearchEvent.Pruned(1, new Reason.NotDrawn(0.25)),
              new SearchEvent.Resampled(IntLists.immutable.of(1, 1), IntLists.immutable.of(2, 2)),
              new SearchEvent.Kept(2, 0),
              new SearchEvent.Stepped(0)));

  @Test
  void aParticleTellsItsDrawsItsWeightAndItsOffspring() {
    Explanation lost = atEnd(PARTICLES, 1);
    assertThat(lost.sentence())
        .isEqualTo("Its weight was 0.250, and resampling drew no copy of it.");
    assertThat(lost.terms().collect(term -> term.name()))
        .containsSubsequence("draws", "+ sampler", "log w", "W", "ESS", "log Ẑ");
    assertThat(value(lost, "draws")).isEqualTo("2");
    assertThat(lost.terms().detect(term -> term.name().equals("draws")).note())
        .startsWith("1 refused by the constraint");
    assertThat(value(lost, "W")).isEqualTo("0.250");
    assertThat(value(lost, "offspring")).isEqualTo("0");
    Explanation kept = atEnd(PARTICLES, 2);
    assertThat(kept.sentence()).startsWith("Drawn to go on. Particle 2 came here with 75");
    assertThat(value(kept, "offspring")).isEqualTo("2");
    assertThat(kept.terms().detect(term -> term.name().equals("offspring")).note())
        .isEqualTo("drawn; 1.500 expected, W × 2");
  }

  @Test
  void beforeItIsDrawnAgainAParticleHasNoOffspring() {
    assertThat(at(PARTICLES, 2, 11).terms().collect(term -> term.name()))
        .contains("W")
        .doesNotContain("offspring");
  }

  private static SearchEvent step(int node, int parent, String text) {
    return new SearchEvent.Grown(node, parent, IntLists.immutable.of(5), text, -0.5);
  }

  private static Explanation at(EventLog events, int node, int cursor) {
    return Why.explain(SearchTree.of(events), events, node, cursor);
  }

  private static Explanation atEnd(EventLog events, int node) {
    return at(events, node, events.size());
  }

  private static String value(Explanation why, String name) {
    return why.terms().detect(term -> term.name().equals(name)).value();
  }
}
