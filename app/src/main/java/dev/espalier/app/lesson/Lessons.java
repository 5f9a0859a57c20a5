package dev.espalier.app.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Lessons that can be taken: those of the program, or those of a folder. */
public final class Lessons {

  /** Names the lessons of the program in their order. */
  private static final String INDEX = "lessons.txt";

  private final Place place;
  private final ImmutableList<Entry> entries;

  private Lessons(Place place, ImmutableList<Entry> entries) {
    this.place = place;
    this.entries = entries;
  }

  /**
   * A lesson in the list, read no further than its head.
   *
   * @param id its file's name without the ending
   * @param title as its head says, or its file's name where the head cannot be read
   * @param summary one sentence, or empty
   */
  public record Entry(String id, String title, String summary) {}

  /** The lessons that come with the program. */
  public static Lessons shipped() {
    Place place = Place.resources();
    try {
      return new Lessons(
          place,
          entries(place, place.text(INDEX).lines().filter(line -> !line.isBlank()).toList()));
    } catch (LessonException e) {
      throw new IllegalStateException("the program comes without its lessons", e);
    }
  }

  /**
   * The lessons of a folder, by the names of their files.
   *
   * @throws LessonException if the folder cannot be read or holds no lesson
   */
  public static Lessons in(Path folder) throws LessonException {
    List<String> files;
    try (Stream<Path> found = Files.list(folder)) {
      files =
          found
              .filter(Files::isRegularFile)
              .map(path -> String.valueOf(path.getFileName()))
              .filter(name -> name.endsWith(LessonReader.ENDING))
              .sorted()
              .toList();
    } catch (IOException _) {
      throw new LessonException(
          folder.toString(), 0, "there is no such folder, or it cannot be read");
    }
    if (files.isEmpty()) {
      throw new LessonException(
          folder.toString(), 0, "there is no lesson in this folder; a lesson is a file *.md");
    }
    Place place = Place.folder(folder);
    return new Lessons(place, entries(place, files));
  }

  private static ImmutableList<Entry> entries(Place place, List<String> files) {
    MutableList<Entry> entries = Lists.mutable.empty();
    for (String file : files) {
      String id =
          file.endsWith(LessonReader.ENDING)
              ? file.substring(0, file.length() - LessonReader.ENDING.length())
              : file;
      try {
        FrontMatter head =
            FrontMatter.of(
                place.named(id + LessonReader.ENDING),
                place.text(id + LessonReader.ENDING).lines().toList());
        String title = head.value("title");
        entries.add(new Entry(id, title.isEmpty() ? id : title, head.value("summary")));
      } catch (LessonException _) {
        // Said with file and line once the lesson is opened.
        entries.add(new Entry(id, id, ""));
      }
    }
    return entries.toImmutable();
  }

  public ImmutableList<Entry> entries() {
    return entries;
  }

  /**
   * Reads a lesson.
   *
   * @throws LessonException naming file and line
   */
  public Lesson read(Entry entry) throws LessonException {
    return LessonReader.read(place, entry.id() + LessonReader.ENDING);
  }
}
