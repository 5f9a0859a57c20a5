package dev.espalier.app.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticDraws;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.sessions.Annotation;
import dev.espalier.sessions.Annotations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

  @TempDir Path folder;

  private final Library library = new Library(Shelves.LAST_NUMBER);

  private List<LibraryEntry> scanned() throws IOException {
    return scanned(library);
  }

  private List<LibraryEntry> scanned(Library library) throws IOException {
    List<LibraryEntry> entries = new ArrayList<>();
    library.scan(folder, entries::add, () -> false);
    return entries;
  }

  private static Summary summary(LibraryEntry entry) {
    return Objects.requireNonNull(entry.summary(), entry.trouble());
  }

  @Test
  void allThatASessionSaysOfItselfIsThere() throws Exception {
    Path file = Shelves.write(folder.resolve("s.espalier"), "Buns", 3);
    Annotations.append(
        file,
        Lists.immutable.of(
            new Annotation.Titled("Buns, A*"),
            new Annotation.Tagged(Lists.immutable.of("lecture 3", "λ")),
            new Annotation.Noted("1", 5, "goes wrong here", Shelves.day(4)),
            new Annotation.Noted("2", 9, "", Shelves.day(4))));
    LibraryEntry entry = scanned().getFirst();
    Summary summary = summary(entry);
    assertThat(entry.title()).isEqualTo("Buns, A*");
    assertThat(summary.tags()).containsExactly("lecture 3", "λ");
    assertThat(summary.notes()).containsExactly("goes wrong here");
    assertThat(summary.bookmarks()).isEqualTo(2);
    assertThat(summary.algorithm()).isEqualTo("a-star");
    assertThat(summary.model()).isEqualTo("tiny-lm");
    assertThat(summary.answer()).isEqualTo("61");
    assertThat(summary.correct()).isTrue();
    assertThat(summary.created()).isEqualTo(Shelves.day(3));
    SearchTree tree = SearchTree.of(SyntheticSearch.aStar());
    assertThat(summary.tokens()).isEqualTo(tree.costAt(tree.size()).generatedTokens());
    assertThat(summary.events()).isEqualTo(tree.size());
    assertThat(summary.picture().answer()).startsWith("M0.0 ");
  }

  @Test
  void everyWordSearchedForMustBeSomewhere() throws Exception {
    Path file = Shelves.write(folder.resolve("s.espalier"), "Buns", 3);
    Annotations.append(
        file,
        Lists.immutable.of(
            new Annotation.Tagged(Lists.immutable.of("Lecture")),
            new Annotation.Noted("1", 5, "goes wrong here", Shelves.day(4))));
    LibraryEntry entry = scanned().getFirst();
    for (String words : List.of("", "  ", "BAKER", "lecture wrong a-star", "tiny-lm 61", "s.esp")) {
      assertThat(entry.matches(words)).as(words).isTrue();
    }
    assertThat(entry.matches("baker candles")).isFalse();
  }

  @Test
  void whatCannotBeReadIsListedWithTheReason() throws Exception {
    Shelves.write(folder.resolve("good.espalier"), "Good", 1);
    Files.writeString(folder.resolve("nonsense.espalier"), "nonsense\nand more\n");
    Files.writeString(folder.resolve("empty.espalier"), "");
    Files.createDirectory(folder.resolve("folder.espalier"));
    String newer =
        Files.readString(folder.resolve("good.espalier")).replaceFirst("\"1\\.\\d\"", "\"9.0\"");
    Files.writeString(folder.resolve("newer.espalier"), newer);
    Files.writeString(folder.resolve("other.txt"), "not a session by its name");
    List<LibraryEntry> entries = scanned();
    assertThat(entries).hasSize(5);
    assertThat(entries.stream().filter(entry -> entry.summary() != null)).hasSize(1);
    for (LibraryEntry entry : entries) {
      String reason =
          switch (entry.name()) {
            case "nonsense.espalier" -> "line 1: expected a JSON object";
            case "empty.espalier" -> "it is empty";
            case "newer.espalier" -> "a session of format 9.0";
            default -> "";
          };
      assertThat(entry.trouble()).as(entry.name()).contains(reason);
      assertThat(entry.trouble().isEmpty()).isEqualTo(entry.summary() != null);
      assertThat(entry.trouble()).doesNotContain(folder.toString());
    }
    assertThat(entries.stream().filter(entry -> entry.matches("nonsense"))).hasSize(1);
  }

  @Test
  void randomDamageIsListedOrHarmless() throws Exception {
    byte[] whole = Files.readAllBytes(Shelves.write(folder.resolve("s.espalier"), "S", 1));
    SplittableRandom random = new SplittableRandom(1);
    Path damaged = folder.resolve("d.espalier");
    for (int i = 0; i < 150; i++) {
      byte[] bytes = whole.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      LibraryEntry entry = new Library(Shelves.LAST_NUMBER).read(damaged);
      assertThat(entry.summary() == null).isEqualTo(!entry.trouble().isEmpty());
    }
  }

  @Test
  void aTornEndIsNotedAndTheRestIsShown() throws Exception {
    Path file = Shelves.write(folder.resolve("s.espalier"), "S", 1);
    List<String> lines = Files.readAllLines(file);
    Files.writeString(file, String.join("\n", lines.subList(0, lines.size() / 2)) + "\n{\"ev");
    Summary summary = summary(scanned().getFirst());
    assertThat(summary.outcome()).isEqualTo("torn");
    assertThat(summary.notice()).contains("breaks off");
    assertThat(summary.events()).isPositive();
  }

  @Test
  void aFileIsReadAgainOnlyIfItsTimeOrSizeHasChanged() throws Exception {
    Path file = Shelves.write(folder.resolve("s.espalier"), "Buns", 1);
    LibraryEntry first = scanned().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "x".repeat(bytes.length));
    Files.setLastModifiedTime(file, time);
    assertThat(scanned().getFirst()).isSameAs(first);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(scanned().getFirst().summary()).isNull();
    Files.write(file, bytes);
    Annotations.append(file, Lists.immutable.of(new Annotation.Titled("Other")));
    Files.setLastModifiedTime(file, time);
    assertThat(scanned().getFirst().title()).isEqualTo("Other");
  }

  @Test
  void whatIsKnownOutlivesTheProgram() throws Exception {
    Path cache = folder.resolve("known").resolve("library.jsonl");
    Path file = Shelves.write(folder.resolve("s.espalier"), "Buns", 1);
    Shelves.fork(folder.resolve("f.espalier"), "s.espalier", 2, 1);
    Files.writeString(folder.resolve("bad.espalier"), "bad");
    List<LibraryEntry> first = scanned(new Library(Shelves.LAST_NUMBER, cache));
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "x".repeat((int) Files.size(file)));
    Files.setLastModifiedTime(file, time);
    assertThat(scanned(new Library(Shelves.LAST_NUMBER, cache))).isEqualTo(first);
    for (String damage : List.of("", "{}", "{\"espalier-library\":1}\nnonsense\n")) {
      Files.writeString(cache, damage);
      assertThat(scanned(new Library(Shelves.LAST_NUMBER, cache))).hasSize(3);
    }
  }

  @Test
  void aThousandFilesAreReadOnceAndThenKnown() throws Exception {
    byte[] one = Files.readAllBytes(Shelves.write(folder.resolve("s0.espalier"), "S", 1));
    for (int i = 1; i < 1000; i++) {
      Files.write(folder.resolve("s" + i + ".espalier"), one);
    }
    List<LibraryEntry> entries = scanned();
    assertThat(entries).hasSize(1000).allMatch(entry -> entry.summary() != null);
    List<LibraryEntry> again = scanned();
    for (int i = 0; i < 1000; i++) {
      assertThat(again.get(i)).isSameAs(entries.get(i));
    }
  }

  @Test
  void aScanThatIsNoLongerWantedStops() throws Exception {
    for (int i = 0; i < 5; i++) {
      Shelves.write(folder.resolve(i + ".espalier"), "S", 1);
    }
    List<LibraryEntry> entries = new ArrayList<>();
    library.scan(folder, entries::add, () -> entries.size() == 2);
    assertThat(entries).hasSize(2);
  }

  @Test
  void aFolderThatIsNotThereIsSaidInWords() {
    Path none = folder.resolve("none");
    assertThatIOException()
        .isThrownBy(() -> library.scan(none, _ -> {}, () -> false))
        .withMessage(none + ": there is no such folder");
  }

  @Test
  void parentsAreKnownByWhenTheyWereRecordedWhateverTheyAreCalledNow() throws Exception {
    Shelves.write(folder.resolve("renamed.espalier"), "Root", 1);
    Shelves.fork(folder.resolve("b.espalier"), "a.espalier", 2, 1);
    Shelves.fork(folder.resolve("c.espalier"), "b.espalier", 3, 2);
    Shelves.fork(folder.resolve("lost.espalier"), "gone.espalier", 4, 9);
    Shelves.fork(folder.resolve("wrong.espalier"), "b.espalier", 5, 8);
    List<LibraryEntry> entries = scanned();
    Relatives relatives = new Relatives(entries);
    LibraryEntry root = named(entries, "renamed");
    LibraryEntry b = named(entries, "b");
    LibraryEntry c = named(entries, "c");
    assertThat(relatives.parent(b)).isEqualTo(root);
    assertThat(relatives.ancestors(c)).containsExactly(b, root);
    assertThat(relatives.children(root)).containsExactly(b);
    assertThat(relatives.children(b)).containsExactly(c);
    assertThat(relatives.missing(root)).isEmpty();
    assertThat(relatives.missing(c)).isEmpty();
    assertThat(relatives.missing(named(entries, "lost")))
        .isEqualTo("gone.espalier is not in this folder");
    assertThat(relatives.missing(named(entries, "wrong")))
        .isEqualTo("b.espalier is another session now");
  }

  private static LibraryEntry named(List<LibraryEntry> entries, String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name + ".espalier"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aThumbnailHasALineForEveryEdgeWithinItsFrame() {
    for (SearchTree tree :
        new SearchTree[] {
          SearchTree.of(SyntheticSearch.aStar()),
          SearchTree.of(SyntheticSearch.beam()),
          SearchTree.of(SyntheticDraws.particles(4, 3))
        }) {
      Thumbnail picture = Thumbnail.of(tree);
      String all = picture.tree() + picture.pruned() + picture.answer();
      assertThat(Pattern.compile("M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+").matcher(all).results())
          .hasSize(tree.nodes() - 1);
      Pattern.compile("[ML]([\\d.]+) ([\\d.]+)")
          .matcher(all)
          .results()
          .forEach(point -> {
            assertThat(Double.parseDouble(point.group(1))).isBetween(0.0, Thumbnail.WIDTH);
            assertThat(Double.parseDouble(point.group(2))).isBetween(0.0, Thumbnail.HEIGHT);
          });
    }
    assertThat(Thumbnail.of(new SearchTree())).isEqualTo(Thumbnail.EMPTY);
  }
}
