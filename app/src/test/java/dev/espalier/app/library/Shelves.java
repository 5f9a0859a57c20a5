package dev.espalier.app.library;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.sessions.Edit;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Sessions to fill libraries with. */
public final class Shelves {

  /** Finds the last number of a text, for want of a real checker. */
  static final AnswerChecker LAST_NUMBER =
      new AnswerChecker() {
        @Override
        public @Nullable String extract(String text) {
          String digits = text.replaceAll("(?s).*?(-?\\d+)\\D*$", "$1");
          return digits.matches("-?\\d+") ? digits : null;
        }

        @Override
        public boolean same(String answer, String known) {
          return answer.equals(known);
        }
      };

  private Shelves() {}

  /** The moment of a day of 2026. */
  public static Instant day(int day) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * (day - 1));
  }

  /** Writes a search of buns in boxes, recorded on a day. */
  public static Path write(Path file, String title, int day) throws IOException {
    return write(file, title, day, SyntheticSearch.aStar(), null);
  }

  /** Writes a fork, recorded on a day, of what was recorded on an earlier one. */
  static Path fork(Path file, String parent, int day, int parentDay) throws IOException {
    SessionHeader.Origin origin =
        new SessionHeader.Origin(
            day(parentDay),
            new Edit.Parameters(Lists.immutable.empty()),
            Maps.immutable.empty(),
            Budget.UNLIMITED,
            null);
    return write(
        file,
        "A fork",
        day,
        SyntheticSearch.aStar(),
        new SessionHeader.Parent(parent, 2, "k 4 → 8", origin));
  }

  static Path write(
      Path file, String title, int day, EventSource events, SessionHeader.@Nullable Parent parent)
      throws IOException {
    SessionFile.write(
        file,
        new SessionHeader(
            title,
            day(day),
            new ModelDescription("tiny-lm", "ab", "llama", 7, 5, 9, 0, "cpu", "fp32"),
            null,
            "A baker packs 14 boxes with 6 buns each.",
            "61",
            "A baker",
            IntLists.immutable.with(1, 2, 3),
            "a-star",
            Maps.immutable.empty(),
            7,
            Budget.UNLIMITED,
            null,
            parent),
        events);
    return file;
  }
}
