package dev.espalier.sessions;

import java.time.Instant;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What people wrote about a session: its title, its tags, and notes anchored to its events.
 *
 * @param title the title given in place of the header's, or empty
 * @param notes by event, then by time
 */
public record Notebook(String title, ImmutableList<String> tags, ImmutableList<Note> notes) {

  /** Nothing written yet. */
  public static final Notebook EMPTY =
      new Notebook("", Lists.immutable.empty(), Lists.immutable.empty());

  private static final Comparator<Note> ORDER =
      Comparator.comparingInt(Note::at).thenComparing(Note::written).thenComparing(Note::id);

  /**
   * A note, or a bookmark.
   *
   * @param id unique in its session
   * @param at number of the event it is anchored to, from 0
   * @param text empty for a bookmark
   * @param written when it was last written
   */
  public record Note(String id, int at, String text, Instant written) {}

  /** With one change made. Erasing a note that is not there changes nothing. */
  public Notebook plus(Annotation annotation) {
    return switch (annotation) {
      case Annotation.Noted(String id, int at, String text, Instant written) ->
          new Notebook(
              title,
              tags,
              without(id).with(new Note(id, at, text, written)).sortThis(ORDER).toImmutable());
      case Annotation.Erased(String id) -> new Notebook(title, tags, without(id).toImmutable());
      case Annotation.Titled(String other) -> new Notebook(other.strip(), tags, notes);
      case Annotation.Tagged(ImmutableList<String> others) ->
          new Notebook(
              title,
              others.collect(String::strip).reject(String::isEmpty).distinct().toImmutable(),
              notes);
    };
  }

  private MutableList<Note> without(String id) {
    return notes.reject(note -> note.id().equals(id)).toList();
  }

  /** The fewest changes that make an empty notebook this one. */
  public ImmutableList<Annotation> annotations() {
    MutableList<Annotation> changes = Lists.mutable.empty();
    if (!title.isEmpty()) {
      changes.add(new Annotation.Titled(title));
    }
    if (tags.notEmpty()) {
      changes.add(new Annotation.Tagged(tags));
    }
    notes.forEach(note ->
        changes.add(new Annotation.Noted(note.id(), note.at(), note.text(), note.written())));
    return changes.toImmutable();
  }
}
