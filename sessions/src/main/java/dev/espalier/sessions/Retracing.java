package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;

/** The part of a session that is there, while its search is made again to go on from its end. */
final class Retracing {

  private final Path file;
  private final EventSource recorded;
  private final SessionReader.Extent whole;
  private final byte[] later;
  private final boolean compressed;
  private final int steps;
  private int compared;

  private Retracing(
      Path file,
      EventSource recorded,
      SessionReader.Extent whole,
      byte[] later,
      boolean compressed) {
    this.file = file;
    this.recorded = recorded;
    this.whole = whole;
    this.later = later;
    this.compressed = compressed;
    this.steps =
        recorded.size() > 0
                && recorded.event(recorded.size() - 1) instanceof SearchEvent.Stepped(int last)
            ? last + 1
            : 0;
  }

  /**
   * Reads what is there.
   *
   * @throws IOException if the search has ended, so that there is nothing to go on with
   */
  static Retracing of(Path file) throws IOException, SessionFormatException {
    SessionReader reader;
    Session session;
    try (InputStream in = SessionInput.open(file)) {
      reader = new SessionReader(file, in);
      session = reader.session();
    }
    Outcome outcome = session.outcome();
    if (outcome != null) {
      throw new IOException(
          file
              + " cannot be gone on with: its search has ended"
              + (outcome == Outcome.CANCELLED ? ", stopped by its user" : "")
              + ". Fork it at a step instead.");
    }
    return new Retracing(
        file, session.log(), reader.whole(), reader.later(), SessionInput.compressed(file));
  }

  /** How many steps are there. */
  int steps() {
    return steps;
  }

  /**
   * Holds the next step, made again, against the record; rounding may differ.
   *
   * @throws IOException if it is another one
   */
  void compare(ImmutableList<SearchEvent> step) throws IOException {
    for (SearchEvent again : step) {
      SearchEvent event = recorded.event(compared);
      if (!EventLikeness.same(event, again)) {
        throw new IOException(
            "%s cannot be gone on with. Made again with the loaded model, event %d comes out differently: %s The file is as it was."
                .formatted(file, compared + 1, EventDifference.words(event, again)));
      }
      compared++;
    }
  }

  /**
   * The end of the file, to be written on; what follows the last whole step is cut off, but for
   * annotations.
   */
  SessionOutput output() throws IOException {
    SessionOutput output = SessionOutput.append(file, whole, compressed);
    output.write(later);
    return output;
  }
}
