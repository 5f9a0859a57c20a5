package dev.espalier.app.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LessonReaderTest {

  private static final String LESSON =
      """
      ---
      title: A lesson
      session: greedy = greedy.espalier
      ---

      ## First

      It wrote `= last(completion)` with `= exp(last(total)) as percent`.

      ```stage
      at: end
      ```

      ```predict
      question: Which?
      hold: first(event, type == "rooted")
      choice: door
      if: first(text, type == "grown") == " door"
      choice: old
      if: first(text, type == "grown") == " old"
      ```

      ## Second

      ```find
      question: Where?
      event: type == "grown"
        && text == " door"
      ```
      """;

  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Lesson.class.getResourceAsStream("greedys-trap-greedy.espalier"))) {
      Files.copy(in, folder.resolve("greedy.espalier"));
    }
  }

  private Lesson read(String text) throws IOException, LessonException {
    Files.writeString(folder.resolve("lesson.md"), text);
    Lessons lessons = Lessons.in(folder);
    return lessons.read(lessons.entries().getFirst());
  }

  @Test
  void aLessonOfAFolderIsRead() throws IOException, LessonException {
    Lesson lesson = read(LESSON);
    assertThat(lesson.title()).isEqualTo("A lesson");
    assertThat(lesson.pages().collect(Page::title).castToList()).containsExactly("First", "Second");
    assertThat(lesson.tasks()).hasSize(2);
    assertThat(lesson.pages().getFirst().stage().cursor()).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "title: A lesson | titel: A lesson | 2 | the head has no “titel”",
        "title: A lesson | title: | 1 | the head has no title",
        "greedy = greedy.espalier | greedy.espalier | 3 | a session is given as",
        "greedy = greedy.espalier | greedy = gone.espalier | 3 | there is no file",
        "greedy = greedy.espalier | greedy = lesson.md | 3 | the session is damaged",
        "## First | # First | 6 | a page begins with a heading of the second level",
        "= last(completion) | = last(reason) | 8 | “last(reason)” has no text in session “greedy”",
        "= exp(last(total)) | = exp(last(ess)) | 8 | “exp(last(ess))” has no value",
        "= exp(last(total)) | = exp(beam.last(total)) | 8 | there is no session “beam”",
        "at: end | at: 1000 | 11 | “1000” is 1000.000; a place in session “greedy”",
        "at: end | when: end | 11 | a stage has no “when”",
        "hold: first | hold first | 16 | expected a field",
        "hold: first | held: first | 16 | a “predict” has no “held”",
        "type == \"rooted\" | typ == \"rooted\" | 16 | “first(event, typ == \"rooted\")”",
        "type == \"rooted\" | type == \"stepped\" && step > 3 | 16 | time is held at event 15",
        "== \" old\" | == \" door\" | 14 | the recording makes 2 of 2 choices right",
        "== \" door\" | == \" new\" | 14 | the recording makes 0 of 2 choices right",
        "if: first(text, type == \"grown\") == \" old\" |  | 19 | this choice is not followed",
        "event: type == \"grown\" | event: type == \"drawn\" | 27 | “type == \"drawn\" && text",
        "question: Where? | because: I ask | 26 | a “find” has no “because”",
        "question: Where? |  | 25 | this “find” needs “question: …”",
      })
  void mistakesAreNamedWithFileAndLine(String right, String wrong, int line, String words) {
    String text = LESSON.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(LESSON);
    LessonException fault = catchThrowableOfType(LessonException.class, () -> read(text));
    assertThat(fault).as(wrong).isNotNull();
    assertThat(fault.words()).startsWith(folder.resolve("lesson.md") + ":" + line + ": " + words);
  }

  @Test
  void aFolderWithoutLessonsSaysWhatALessonIs() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(catchThrowableOfType(LessonException.class, () -> Lessons.in(empty)).words())
        .isEqualTo(empty + ": there is no lesson in this folder; a lesson is a file *.md");
    Path gone = folder.resolve("gone");
    assertThat(catchThrowableOfType(LessonException.class, () -> Lessons.in(gone)).words())
        .isEqualTo(gone + ": there is no such folder, or it cannot be read");
  }

  @Test
  void aLessonWithoutAHeadSaysHowOneBegins() {
    LessonException fault =
        catchThrowableOfType(LessonException.class, () -> read("# Greedy\n\nText.\n"));
    assertThat(fault.words())
        .startsWith(folder.resolve("lesson.md") + ":1: a lesson begins with a line of three");
  }
}
