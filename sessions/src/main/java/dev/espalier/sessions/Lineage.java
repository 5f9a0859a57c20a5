package dev.espalier.sessions;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The files of the sessions that a fork goes on from. None of them is needed to replay, verify or
 * fork it again; they are needed to see both side by side.
 *
 * <p>A parent is looked for under the name that the fork's header gives, then, since people rename
 * files, under any name by the moment at which its recording began. What is found must have the
 * steps that both share.
 */
public final class Lineage {

  private final ImmutableList<Path> folders;

  /**
   * @param folders to look in, the likeliest first
   */
  public Lineage(ImmutableList<Path> folders) {
    this.folders = folders;
  }

  /** A session and the file it is in. */
  public record Found(Path file, Session session) {}

  /** A parent cannot be found; the message says why and what to do. */
  public static final class Broken extends Exception {

    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }

    /** The message for the user. */
    public String words() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * A session's ancestors.
   *
   * @param found the nearest first
   * @param trouble why the next one could not be found, or empty if the last branched off none
   */
  public record Ancestors(ImmutableList<Found> found, String trouble) {}

  /**
   * The session that another one branched off.
   *
   * @param name of the fork, for messages
   * @throws Broken if the fork branched off none, or its parent is missing, damaged or changed
   */
  public Found parent(String name, Session fork) throws Broken {
    return parent(name, fork.header(), fork.log());
  }

  /** The same, of a session that may still be running. */
  public Found parent(String name, SessionHeader header, EventSource fork) throws Broken {
    SessionHeader.Parent parent = header.parent();
    if (parent == null) {
      throw new Broken(name + " branched off no other session.");
    }
    String changed = "";
    for (Path folder : folders) {
      Path file = named(folder, parent.session());
      if (file != null && Files.isRegularFile(file)) {
        try {
          Session session = SessionFile.open(file);
          String difference = difference(fork, parent, session);
          if (difference.isEmpty()) {
            return new Found(file, session);
          }
          changed = changed.isEmpty() ? "%s is there, but %s".formatted(file, difference) : changed;
        } catch (IOException | UncheckedIOException | SessionFormatException e) {
          changed = changed.isEmpty() ? String.valueOf(e.getMessage()) : changed;
        }
      }
    }
    Found renamed = renamed(fork, parent);
    if (renamed != null) {
      return renamed;
    }
    throw new Broken(
        changed.isEmpty()
            ? "%s branched off %s after step %d, and there is no such session in %s. Put it there to see both."
                .formatted(name, parent.session(), parent.step(), folders.makeString(" or "))
            : "%s branched off %s after step %d. %s."
                .formatted(name, parent.session(), parent.step(), changed));
  }

  /**
   * Reads a file that someone says holds what a fork branched off.
   *
   * @param name of the fork, for messages
   * @throws Broken if the file is no session, or another one
   */
  public static void requireParent(String name, SessionHeader header, EventSource fork, Path file)
      throws Broken {
    SessionHeader.Parent parent = header.parent();
    if (parent == null) {
      throw new Broken(name + " branched off no other session.");
    }
    try {
      String difference = difference(fork, parent, SessionFile.open(file));
      if (!difference.isEmpty()) {
        throw new Broken(
            "%s is not what %s branched off: %s. Choose another file."
                .formatted(file.getFileName(), name, difference));
      }
    } catch (IOException | UncheckedIOException | SessionFormatException e) {
      throw new Broken(e.getMessage() + " Choose another file.");
    }
  }

  /** All that can be found of a session's ancestors. */
  public Ancestors ancestors(String name, Session session) {
    MutableList<Found> found = Lists.mutable.empty();
    Set<Path> seen = new HashSet<>();
    Session at = session;
    String called = name;
    while (at.header().parent() != null) {
      try {
        Found parent = parent(called, at);
        if (!seen.add(parent.file().toAbsolutePath().normalize())) {
          return new Ancestors(
              found.toImmutable(), parent.file() + " is its own ancestor, which no session is.");
        }
        found.add(parent);
        at = parent.session();
        called = String.valueOf(parent.file().getFileName());
      } catch (Broken e) {
        return new Ancestors(found.toImmutable(), e.words());
      }
    }
    return new Ancestors(found.toImmutable(), "");
  }

  private @Nullable Found renamed(EventSource fork, SessionHeader.Parent parent) {
    SessionHeader.Origin origin = parent.origin();
    if (origin == null) {
      return null;
    }
    for (Path folder : folders) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder, SessionFile::isNamedLikeOne)) {
        for (Path file : files) {
          Session session = recorded(file, origin.created());
          if (session != null && difference(fork, parent, session).isEmpty()) {
            return new Found(file, session);
          }
        }
      } catch (IOException _) {
        // A folder that is not there has no parent in it.
      }
    }
    return null;
  }

  private static @Nullable Session recorded(Path file, Instant created) {
    try {
      return SessionFile.header(file).created().equals(created) ? SessionFile.open(file) : null;
    } catch (IOException | UncheckedIOException | SessionFormatException _) {
      // What cannot be read is not the parent.
      return null;
    }
  }

  /** A file of that name, in the folder itself; a header may come from anyone. */
  private static @Nullable Path named(Path folder, String name) {
    try {
      Path file = Path.of(name).getFileName();
      return file == null ? null : folder.resolve(file);
    } catch (InvalidPathException _) {
      return null;
    }
  }

  /** What tells that a session is not the parent, or empty if nothing does. */
  private static String difference(EventSource own, SessionHeader.Parent parent, Session session) {
    SessionHeader.Origin origin = parent.origin();
    if (origin != null && !origin.created().equals(session.header().created())) {
      return "it is another session now, recorded on %s and not on %s"
          .formatted(session.header().created(), origin.created());
    }
    EventSource other = session.log();
    for (int i = 0; i < own.size(); i++) {
      if (i == other.size()) {
        return "it breaks off before that step";
      }
      if (!EventLikeness.same(other.event(i), own.event(i))) {
        return "it has been changed: its event %d is not the one that both shared".formatted(i + 1);
      }
      if (own.event(i) instanceof SearchEvent.Stepped(int step) && step == parent.step()) {
        return "";
      }
    }
    return "";
  }
}
