package dev.espalier.app.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.app.course.Axis;
import dev.espalier.app.run.StepTimes;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Telemetry;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimelineViewModelTest {

  private final TreeViewModel tree = new TreeViewModel();
  private final TransportViewModel transport = new TransportViewModel(tree);
  private final TimelineViewModel timeline = transport.timeline();
  private final EventLog events = SyntheticSearch.aStar();

  @BeforeEach
  void open() {
    tree.open(events);
  }

  @Test
  void byEventsEveryCursorHasItsOwnPlace() {
    Timescale scale = timeline.scale();
    for (int cursor = 0; cursor <= events.size(); cursor++) {
      assertThat(scale.place(cursor)).isCloseTo((double) cursor / events.size(), within(1e-12));
      assertThat(scale.cursor(scale.place(cursor))).isEqualTo(cursor);
    }
  }

  @Test
  void byTokensAPlaceIsTheShareOfTheTokens() {
    timeline.axisProperty().set(Axis.TOKENS);
    Timescale scale = timeline.scale();
    double all = tree.tree().costAt(events.size()).generatedTokens();
    assertThat(scale.end()).isEqualTo(all);
    double before = 0;
    for (int step = 0; step < tree.tree().steps(); step++) {
      int cursor = tree.tree().stepEnds().get(step);
      double place = scale.place(cursor);
      assertThat(place)
          .isEqualTo(tree.tree().costAt(cursor).generatedTokens() / all)
          .isGreaterThanOrEqualTo(before);
      // Of moments at one place it is the last that is gone to.
      assertThat(scale.place(scale.cursor(place))).isEqualTo(place);
      assertThat(scale.cursor(place)).isGreaterThanOrEqualTo(cursor);
      before = place;
    }
    assertThat(scale.place(0)).isZero();
    assertThat(scale.place(events.size())).isEqualTo(1);
  }

  @Test
  void theNearestMomentIsGoneTo() {
    timeline.axisProperty().set(Axis.TOKENS);
    Timescale scale = timeline.scale();
    int first = scale.cursor(0);
    int next = tree.tree().stepEnds().next(first, -1);
    double gap = scale.place(next) - scale.place(first);
    assertThat(gap).isPositive();
    assertThat(scale.place(scale.cursor(0.4 * gap))).isZero();
    assertThat(scale.place(scale.cursor(0.6 * gap))).isEqualTo(scale.place(next));
    assertThat(scale.place(scale.lastCursor(0.9 * gap))).isZero();
  }

  @Test
  void onlyWhatWasCountedIsOffered() {
    assertThat(timeline.axes())
        .contains(Axis.EVENTS, Axis.TOKENS, Axis.PRM)
        .doesNotContain(Axis.SECONDS, Axis.CHECKS);
    timeline.axisProperty().set(Axis.SECONDS);
    assertThat(timeline.scale().axis()).isEqualTo(Axis.EVENTS);
    timeline.measureBy(_ ->
        StepTimes.of(
            Interval.zeroTo(tree.tree().steps() - 1)
                .collect(step -> new Telemetry(step, 2_000_000, 1_000_000))));
    assertThat(timeline.axes()).contains(Axis.SECONDS);
    assertThat(timeline.scale().end()).isCloseTo(tree.tree().steps() * 0.002, within(1e-9));
    assertThat(timeline.place()).matches("0\\.\\d\\d of 0\\.\\d\\d seconds");
  }

  @Test
  void theNextAxisComesRoundToTheFirst() {
    for (Axis axis : timeline.axes()) {
      assertThat(timeline.scale().axis()).isEqualTo(axis);
      timeline.nextAxis();
    }
    assertThat(timeline.scale().axis()).isEqualTo(Axis.EVENTS);
  }

  @Test
  void whatIsPointedAtStaysWhereItIs() {
    double value = timeline.scale().from() + 0.3 * timeline.scale().span();
    timeline.zoom(4, 0.3);
    Timescale close = timeline.scale();
    assertThat(close.whole()).isFalse();
    assertThat(close.span()).isCloseTo(events.size() / 4.0, within(1e-9));
    assertThat(close.from() + 0.3 * close.span()).isCloseTo(value, within(1e-9));
    timeline.zoom(0.25, 0.3);
    assertThat(timeline.scale().whole()).isTrue();
  }

  @Test
  void whatLiesBetweenTwoPlacesIsShown() {
    timeline.focus(0.6, 0.2);
    assertThat(timeline.scale().from()).isCloseTo(0.2 * events.size(), within(1e-9));
    assertThat(timeline.scale().span()).isCloseTo(0.4 * events.size(), within(1e-9));
    timeline.focus(0.5, 0.75);
    assertThat(timeline.scale().from()).isCloseTo(0.4 * events.size(), within(1e-9));
    assertThat(timeline.scale().span()).isCloseTo(0.1 * events.size(), within(1e-9));
  }

  @Test
  void theEndsAreNotLeft() {
    timeline.zoom(4, 0.3);
    timeline.pan(-10);
    assertThat(timeline.scale().from()).isZero();
    timeline.pan(10);
    assertThat(timeline.scale().place(events.size())).isCloseTo(1, within(1e-9));
  }

  @Test
  void theMomentOnShowIsKeptInView() {
    timeline.zoom(8);
    assertThat(timeline.scale().place(tree.cursor())).isBetween(0.0, 1.0);
    transport.toStart();
    assertThat(timeline.scale().place(0)).isBetween(0.0, 1.0);
    double from = timeline.scale().from();
    transport.forward();
    assertThat(timeline.scale().from()).isEqualTo(from);
  }

  @Test
  void anotherSearchIsShownAsAWhole() {
    timeline.zoom(8);
    tree.open(SyntheticSearch.aStar());
    assertThat(timeline.scale().whole()).isTrue();
  }

  @Test
  void withoutASearchThereIsALineAllTheSame() {
    tree.close();
    timeline.zoom(2);
    assertThat(timeline.scale().end()).isZero();
    assertThat(timeline.scale().place(0)).isZero();
    assertThat(timeline.scale().cursor(0.5)).isZero();
  }
}
