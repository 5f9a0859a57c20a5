package dev.espalier.app.library;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One file of a library.
 *
 * @param size in bytes, and {@code modified} when it was last written: while both stay, so does
 *     what is known of it
 * @param summary null if it cannot be read
 * @param trouble why it cannot be read, or empty
 */
public record LibraryEntry(
    Path file, long size, Instant modified, @Nullable Summary summary, String trouble) {

  /** File name. */
  public String name() {
    return String.valueOf(file.getFileName());
  }

  /** What it is called. */
  public String title() {
    return summary == null ? name() : summary.title();
  }

  /** When it was recorded, or last written if that is not known. */
  public Instant date() {
    return summary == null ? modified : summary.created();
  }

  /** Whether every word is in its title, prompt, answer, notes, tags, models or names. */
  public boolean matches(String words) {
    String wanted = words.strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return true;
    }
    String all = searchable();
    for (String word : wanted.split("\\s+", -1)) {
      if (!all.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private String searchable() {
    StringBuilder all = new StringBuilder(name()).append('\n').append(trouble);
    if (summary != null) {
      for (String part :
          new String[] {
            summary.title(),
            summary.tags().makeString("\n"),
            summary.notes().makeString("\n"),
            summary.question(),
            summary.answer(),
            summary.known(),
            summary.text(),
            summary.algorithm(),
            summary.model(),
            summary.outcome(),
            summary.branch() == null ? "" : summary.branch().edit()
          }) {
        all.append('\n').append(part);
      }
    }
    return all.toString().toLowerCase(Locale.ROOT);
  }
}
