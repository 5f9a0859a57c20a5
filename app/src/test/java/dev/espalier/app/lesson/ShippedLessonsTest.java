package dev.espalier.app.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.condition.Evidence;
import dev.espalier.app.condition.Search;
import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.engine.ReadyModels;
import dev.espalier.app.engine.ReadyTable;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.lesson.Lesson.Recording;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes every lesson that comes with the program: right answers pass, all others fail. */
class ShippedLessonsTest {

  private static @Nullable LoadedModels bundled;

  @AfterAll
  static void close() {
    if (bundled != null) {
      bundled.close();
    }
  }

  static List<Lessons.Entry> lessons() {
    return Lessons.shipped().entries().castToList();
  }

  private static Lesson read(Lessons.Entry entry) throws LessonException {
    return Lessons.shipped().read(entry);
  }

  static Stream<Object[]> tasks() throws LessonException {
    Stream.Builder<Object[]> tasks = Stream.builder();
    for (Lessons.Entry entry : lessons()) {
      Lesson lesson = read(entry);
      lesson.tasks().each(task -> tasks.add(new Object[] {lesson, task}));
    }
    return tasks.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lessons")
  void aLessonHasPagesTasksAndAName(Lessons.Entry entry) throws LessonException {
    Lesson lesson = read(entry);
    assertThat(lesson.title()).isEqualTo(entry.title()).isNotBlank();
    assertThat(lesson.summary()).isNotBlank();
    assertThat(lesson.pages()).hasSizeGreaterThan(2);
    assertThat(lesson.tasks()).hasSizeGreaterThan(2);
  }

  @Test
  void tasksOfAllThreeKindsAreThere() throws LessonException {
    List<Task> all = tasks().map(pair -> (Task) pair[1]).toList();
    assertThat(all).hasAtLeastOneElementOfType(Task.Choose.class);
    assertThat(all).hasAtLeastOneElementOfType(Task.Estimate.class);
    assertThat(all).hasAtLeastOneElementOfType(Task.Find.class);
    assertThat(all).hasAtLeastOneElementOfType(Task.Change.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tasks")
  void theRightAnswerPassesAndWrongOnesFail(Lesson lesson, Task task)
      throws IOException, RunRefused {
    Recording recording = lesson.recording(task.common().session());
    switch (task) {
      case Task.Choose choose -> {
        for (int i = 0; i < choose.choices().size(); i++) {
          assertThat(choose.grade(i).right()).isEqualTo(i == choose.rightChoice());
        }
      }
      case Task.Estimate estimate -> {
        double right = estimate.expected();
        assertThat(estimate.grade(Double.toString(right)).right()).isTrue();
        assertThat(estimate.grade(right * 100 + " %").right()).isTrue();
        double off = Math.max(2 * estimate.within(), 0.01);
        assertThat(estimate.grade(Double.toString(right + off)).right()).isFalse();
        assertThat(estimate.grade(Double.toString(right - off)).right()).isFalse();
        assertThat(estimate.grade("much").right()).isFalse();
      }
      case Task.Find find -> {
        Search search = recording.search();
        Task.Find.Spot spot = find.first(search);
        assertThat(find.grade(search, spot.cursor(), spot.node()).right()).isTrue();
        assertThat(find.grade(search, 0, -1).right()).isFalse();
        long fitting =
            find.ofNode()
                ? IntStream.range(0, search.tree().nodes())
                    .filter(n -> find.grade(search, search.size(), n).right())
                    .count()
                : IntStream.rangeClosed(1, search.size())
                    .filter(c -> find.grade(search, c, -1).right())
                    .count();
        // What is to be found is rare, or pointing anywhere would find it.
        assertThat(fitting)
            .isBetween(1L, (find.ofNode() ? search.tree().nodes() : search.size()) / 3L);
      }
      case Task.Change change -> {
        SearchOrder order = Replays.order(recording.session().header());
        Evidence before = lesson.evidence(recording.search());
        assertThat(change.grade(recording.session().header(), order, before).right()).isFalse();
        SearchOrder changed = with(order, change.parameter(), change.solution());
        Evidence after = lesson.evidence(Search.of(run(lesson, changed), order.knownAnswer()));
        assertThat(change.grade(recording.session().header(), changed, after).right()).isTrue();
        SearchOrder reseeded =
            new SearchOrder(
                changed.prompt(),
                changed.algorithm(),
                changed.settings(),
                changed.seed() + 1,
                changed.budget(),
                changed.knownAnswer(),
                changed.constraint());
        assertThat(change.grade(recording.session().header(), reseeded, after).words())
            .isEqualTo("Change %s alone; the seed is different too.".formatted(change.parameter()));
      }
    }
  }

  private static SearchOrder with(SearchOrder order, String parameter, String value) {
    return new SearchOrder(
        order.prompt(),
        order.algorithm(),
        order.settings().newWithKeyValue(parameter, value),
        order.seed(),
        order.budget(),
        order.knownAnswer(),
        order.constraint());
  }

  /** The search as the window runs it. */
  private static EventSource run(Lesson lesson, SearchOrder order) throws IOException, RunRefused {
    SearchRun<?> run = new Searches(models(lesson), Clock.systemUTC()).start(order, null);
    run.runToEnd();
    return run.events();
  }

  private static ReadyModels models(Lesson lesson) throws RunRefused {
    if (lesson.table() != null) {
      return new ReadyTable(lesson.table());
    }
    LoadedModels models = bundled;
    if (models == null) {
      ModelPlaces places = ModelPlaces.installed();
      models =
          LoadedModels.open(
              places.find(ModelPlaces.LANGUAGE_MODEL),
              places.find(ModelPlaces.REWARD_MODEL),
              RuntimeOptions.DEFAULT);
      bundled = models;
    }
    return models;
  }
}
