package dev.espalier.app.library;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.token.TokenText;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Reads folders of sessions. What it has read once it reads again only if the file's size or time
 * has changed. Callable from any thread; slow.
 */
public final class Library {

  /** Of a text, enough to search in and to show. */
  private static final int LONGEST_TEXT = 8_000;

  private final AnswerChecker checker;
  private final Map<Path, LibraryEntry> known = new ConcurrentHashMap<>();

  private final @Nullable Path cache;
  private boolean recalled;

  public Library(AnswerChecker checker) {
    this(checker, null);
  }

  /**
   * @param cache file in which what is known outlives the program, or null for none
   */
  public Library(AnswerChecker checker, @Nullable Path cache) {
    this.checker = checker;
    this.cache = cache;
  }

  /**
   * Reads the sessions of a folder, the last written first.
   *
   * @param each takes them one by one
   * @param stop asked before each whether to leave the rest
   * @return how many there are
   * @throws IOException if the folder cannot be read
   */
  public int scan(Path folder, Consumer<LibraryEntry> each, BooleanSupplier stop)
      throws IOException {
    recall();
    MutableList<LibraryEntry> files = Lists.mutable.empty();
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(folder, SessionFile::isNamedLikeOne)) {
      for (Path file : stream) {
        files.add(unread(file));
      }
    } catch (NoSuchFileException e) {
      throw new IOException(folder + ": there is no such folder", e);
    } catch (NotDirectoryException e) {
      throw new IOException(folder + " is not a folder", e);
    }
    files.sort(
        Comparator.comparing(LibraryEntry::modified).reversed().thenComparing(LibraryEntry::name));
    boolean news = false;
    for (LibraryEntry file : files) {
      if (stop.getAsBoolean()) {
        break;
      }
      LibraryEntry before = known.get(file.file());
      LibraryEntry entry = read(file);
      news |= !entry.equals(before);
      each.accept(entry);
    }
    if (news && cache != null) {
      LibraryCache.write(cache, known.values());
    }
    return files.size();
  }

  private synchronized void recall() {
    if (!recalled && cache != null) {
      LibraryCache.read(cache).each(entry -> known.putIfAbsent(entry.file(), entry));
    }
    recalled = true;
  }

  /** Reads one file; what is wrong with it is in the entry. */
  public LibraryEntry read(Path file) {
    return read(unread(file));
  }

  private static LibraryEntry unread(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new LibraryEntry(
          file, attributes.size(), attributes.lastModifiedTime().toInstant(), null, "");
    } catch (IOException e) {
      return new LibraryEntry(file, 0, java.time.Instant.EPOCH, null, words(file, e));
    }
  }

  private LibraryEntry read(LibraryEntry file) {
    LibraryEntry before = known.get(file.file());
    if (before != null
        && before.size() == file.size()
        && before.modified().equals(file.modified())) {
      return before;
    }
    LibraryEntry entry = file;
    if (file.trouble().isEmpty()) {
      try {
        Summary summary = summary(SessionFile.open(file.file()));
        entry = new LibraryEntry(file.file(), file.size(), file.modified(), summary, "");
      } catch (IOException | UncheckedIOException | SessionFormatException e) {
        entry =
            new LibraryEntry(
                file.file(), file.size(), file.modified(), null, words(file.file(), e));
      }
    }
    known.put(file.file(), entry);
    return entry;
  }

  /** What is wrong, without the path that a list of files shows anyway. */
  private static String words(Path file, Exception e) {
    String message = String.valueOf(e.getMessage());
    String bare =
        message.startsWith(file.toString()) ? message.substring(file.toString().length()) : message;
    String clean = bare.replaceFirst("^[:,]?\\s*", "");
    return clean.isEmpty() ? "it cannot be read" : clean;
  }

  private Summary summary(Session session) {
    SessionHeader header = session.header();
    SearchTree tree = SearchTree.of(session.log());
    Cost cost = tree.costAt(tree.size());
    SearchEvent.@Nullable Concluded end = tree.conclusionAt(tree.size());
    String text =
        end == null || end.results().isEmpty()
            ? ""
            : TokenText.readable(end.results().getFirst().text());
    String answer = Objects.requireNonNullElse(checker.extract(text), "");
    String right = Objects.requireNonNullElse(header.answer(), "");
    return new Summary(
        session.title(),
        session.notebook().tags(),
        session.notebook().notes().collect(Notebook.Note::text).reject(String::isEmpty),
        session.notebook().notes().size(),
        header.created(),
        header.algorithm(),
        header.model().id(),
        cut(header.question()),
        right,
        answer,
        !answer.isEmpty() && !right.isEmpty() && checker.same(answer, right),
        cut(text),
        end == null ? "torn" : end.outcome().name().toLowerCase(Locale.ROOT),
        cost.generatedTokens(),
        cost.prmPasses(),
        session.log().size(),
        branch(header.parent()),
        Thumbnail.of(tree),
        session.notices().makeString(" "));
  }

  private static Summary.@Nullable Branch branch(SessionHeader.@Nullable Parent parent) {
    if (parent == null) {
      return null;
    }
    SessionHeader.Origin origin = parent.origin();
    return new Summary.Branch(
        parent.session(),
        parent.step(),
        Objects.requireNonNullElse(parent.edit(), ""),
        origin == null ? null : origin.created());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }
}
