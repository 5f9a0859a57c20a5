package dev.espalier.app.pseudocode;

import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.pseudocode.PseudoCode;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** When each line of a pseudo-code was executed: a fold over events, which only grows. */
final class Executions {

  private final PseudoCode code;
  private final MutableIntList[] ofLine;

  /** Events that come from any line. */
  private final MutableIntList ofAny = IntLists.mutable.empty();

  private final MutableIntList iterations = IntLists.mutable.empty();
  private int folded;

  Executions(PseudoCode code) {
    this.code = code;
    ofLine = new MutableIntList[code.lines().size()];
    for (int line = 0; line < ofLine.length; line++) {
      ofLine[line] = IntLists.mutable.empty();
    }
  }

  PseudoCode code() {
    return code;
  }

  /** Folds the events up to {@code size} that were not folded before. */
  void append(EventSource source, int size) {
    for (; folded < size; folded++) {
      SearchEvent event = source.event(folded);
      ImmutableIntList lines = code.linesOf(event);
      if (lines.notEmpty()) {
        int index = folded;
        lines.forEach(line -> ofLine[line].add(index));
        ofAny.add(folded);
      }
      if (event instanceof SearchEvent.Iterated) {
        iterations.add(folded);
      }
    }
  }

  /** The event of the last execution of a line before {@code cursor}, −1 if there was none. */
  int last(int line, int cursor) {
    return last(ofLine[line], cursor);
  }

  /** How often a line was executed before {@code cursor}. */
  int count(int line, int cursor) {
    return countBefore(ofLine[line], cursor);
  }

  /** The first event of a line at or after {@code cursor}, −1 if there is none. */
  int next(int line, int cursor) {
    int count = countBefore(ofLine[line], cursor);
    return count < ofLine[line].size() ? ofLine[line].get(count) : -1;
  }

  /** The last event before {@code cursor} that comes from any line, −1 if there is none. */
  int current(int cursor) {
    return last(ofAny, cursor);
  }

  /** The event that began the iteration at {@code cursor}, −1 before the first. */
  int iteration(int cursor) {
    return last(iterations, cursor);
  }

  private static int last(IntList events, int cursor) {
    int count = countBefore(events, cursor);
    return count == 0 ? -1 : events.get(count - 1);
  }

  private static int countBefore(IntList events, int cursor) {
    int at = events.binarySearch(cursor);
    return at >= 0 ? at : -at - 1;
  }
}
