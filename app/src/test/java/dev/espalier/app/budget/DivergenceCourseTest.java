package dev.espalier.app.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.aligned.SampledTexts;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class DivergenceCourseTest {

  /** Draws of texts with these log-weights, two events each. */
  private static EventLog draws(double... logWeights) {
    List<SearchEvent> events = new ArrayList<>();
    for (int i = 0; i < logWeights.length; i++) {
      events.add(new SearchEvent.Drawn(0, 1, Lists.immutable.empty(), 0.5, 0.5));
      events.add(
          new SearchEvent.Scored(i + 1, new Score.Sampled(logWeights[i] - 1, -1, logWeights[i])));
    }
    EventLog log = new EventLog();
    log.append(events);
    return log;
  }

  @Test
  void withTheMassKnownTheLaterHalfOfTheTextsTells() {
    DivergenceCourse course = new DivergenceCourse();
    course.follow(draws(-8, -6, -2, -1));
    assertThat(course.kind()).isEqualTo(SampledTexts.Kind.DRAWS);
    assertThat(course.of(0, -1)).isNaN();
    assertThat(course.of(1, -1)).isNaN();
    assertThat(course.of(2, -1)).isCloseTo(7, within(1e-12));
    assertThat(course.of(4, -1)).isCloseTo(5, within(1e-12));
    assertThat(course.of(8, -1)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void otherwiseTheSameTextsEstimateIt() {
    DivergenceCourse course = new DivergenceCourse();
    course.follow(draws(-9, -5, Math.log(0.2), Math.log(0.6)));
    assertThat(course.of(8, Double.NaN))
        .isCloseTo(Math.log(0.4) - Math.log(0.2) / 2 - Math.log(0.6) / 2, within(1e-12));
  }

  @Test
  void itGoesOnAsEventsComeAndStartsAnewWithOthers() {
    EventLog log = draws(-3);
    DivergenceCourse course = new DivergenceCourse();
    course.follow(log);
    assertThat(course.of(9, 0)).isCloseTo(3, within(1e-12));
    log.append(
        List.of(
            new SearchEvent.Drawn(0, 1, Lists.immutable.empty(), 0.5, 0.5),
            new SearchEvent.Scored(2, new Score.Sampled(-2, -1, -1))));
    course.follow(log);
    assertThat(course.of(9, 0)).isCloseTo(1, within(1e-12));
    assertThat(course.of(2, 0)).isCloseTo(3, within(1e-12));
    course.follow(null);
    assertThat(course.kind()).isEqualTo(SampledTexts.Kind.NONE);
    assertThat(course.of(9, 0)).isNaN();
  }

  @Test
  void ofParticlesTheEvidenceIsKnown() {
    DivergenceCourse course = new DivergenceCourse();
    course.follow(
        EventLog.of(
            Lists.immutable.of(
                new SearchEvent.Scored(1, new Score.Share(0, -0.5, 1)),
                new SearchEvent.Weighed(
                    IntLists.immutable.of(1), DoubleLists.immutable.of(1), 1, -0.5))));
    assertThat(course.of(2, -0.25)).isNaN();
    assertThat(course.at(2).divergence(-0.25)).isCloseTo(0.25, within(1e-12));
  }
}
