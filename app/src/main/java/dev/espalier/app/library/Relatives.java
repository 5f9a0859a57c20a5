package dev.espalier.app.library;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * How the sessions of a library descend from one another. A parent is known by when it was
 * recorded, whatever its file is called now; forks of the first format know its name alone.
 */
final class Relatives {

  private final Map<Instant, LibraryEntry> byCreation = new HashMap<>();
  private final Map<String, LibraryEntry> byName = new HashMap<>();
  private final ImmutableList<LibraryEntry> entries;

  Relatives(Collection<LibraryEntry> entries) {
    this.entries = Lists.immutable.withAll(entries);
    for (LibraryEntry entry : entries) {
      byName.put(entry.name(), entry);
      Summary summary = entry.summary();
      if (summary != null) {
        byCreation.merge(
            summary.created(),
            entry,
            (one, other) -> one.name().compareTo(other.name()) <= 0 ? one : other);
      }
    }
  }

  /** The session that one branched off, or null if it branched off none or that is not here. */
  @Nullable LibraryEntry parent(LibraryEntry entry) {
    Summary.Branch branch = entry.summary() == null ? null : entry.summary().branch();
    if (branch == null) {
      return null;
    }
    Instant created = branch.created();
    LibraryEntry named = byName.get(branch.session());
    if (created == null) {
      return named;
    }
    boolean same =
        named != null && named.summary() != null && named.summary().created().equals(created);
    return same ? named : byCreation.get(created);
  }

  /** Why a parent is not here, or empty if it is or there is none. */
  String missing(LibraryEntry entry) {
    Summary.Branch branch = entry.summary() == null ? null : entry.summary().branch();
    if (branch == null || parent(entry) != null) {
      return "";
    }
    return byName.containsKey(branch.session())
        ? branch.session() + " is another session now"
        : branch.session() + " is not in this folder";
  }

  /** The ancestors, the nearest first, as far as they are here. */
  ImmutableList<LibraryEntry> ancestors(LibraryEntry entry) {
    MutableList<LibraryEntry> ancestors = Lists.mutable.empty();
    for (LibraryEntry at = parent(entry);
        at != null && !ancestors.contains(at) && !at.equals(entry);
        at = parent(at)) {
      ancestors.add(at);
    }
    return ancestors.toImmutable();
  }

  /** The forks of a session, the earliest first. */
  ImmutableList<LibraryEntry> children(LibraryEntry entry) {
    return entries
        .select(other -> entry.equals(parent(other)))
        .toSortedListBy(LibraryEntry::date)
        .toImmutable();
  }
}
