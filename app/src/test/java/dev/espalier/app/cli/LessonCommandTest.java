package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.lesson.Lessons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonCommandTest {

  @Test
  void theLessonsOfTheProgramAreListed() {
    CommandLineRun run = CommandLineRun.of("lesson", "list");
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(Lessons.shipped().entries().size());
    assertThat(run.out()).contains("greedys-trap", "Greedy's trap");
  }

  @Test
  void aLessonIsShownWithItsFiguresAndAnswers() {
    CommandLineRun run = CommandLineRun.of("lesson", "show", "greedys-trap");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("Greedy's trap\n=")
        .contains("Greedy search wrote “door slowly”, in 3 questions", "* “door”", "* width 2")
        .doesNotContain("= last(");
  }

  @Test
  void aLessonThatIsNotThereIsRefusedWithThoseThatAre() {
    CommandLineRun run = CommandLineRun.of("lesson", "show", "nothing");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("There is no lesson “nothing”; there are greedys-trap");
  }

  @Test
  void checkingSaysWhatIsWrongWhere(@TempDir Path folder) throws IOException {
    Path lesson = folder.resolve("mine.md");
    Files.writeString(lesson, "---\ntitle: Mine\nsession: a = gone.espalier\n---\n\n## One\n");
    CommandLineRun run = CommandLineRun.of("lesson", "check", folder.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines())
        .containsExactly(
            "%s:3: there is no file %s beside the lesson"
                .formatted(lesson, folder.resolve("gone.espalier")));
  }
}
