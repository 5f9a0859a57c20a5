package dev.espalier.app.shell;

import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Something the program can do, by name.
 *
 * @param name such as "Run › Pause or Go On"
 * @param keys that do the same, as written, or empty
 */
record Command(String name, String keys, Runnable action) {

  /** The commands that fit what was typed, the best first; all of them while nothing was. */
  static ImmutableList<Command> matching(ImmutableList<Command> commands, String typed) {
    String wanted = typed.strip().toLowerCase(Locale.ROOT);
    return commands
        .select(command -> command.fit(wanted) < Integer.MAX_VALUE)
        .toSortedListBy(command -> command.fit(wanted))
        .toImmutable();
  }

  /** How well the name fits, 0 best: as a whole word, inside one, or letter by letter in order. */
  private int fit(String wanted) {
    String own = name.toLowerCase(Locale.ROOT);
    int at = own.indexOf(wanted);
    if (at >= 0) {
      return at == 0 || !Character.isLetterOrDigit(own.charAt(at - 1)) ? 0 : 1;
    }
    int last = -1;
    int gaps = 0;
    for (int i = 0; i < wanted.length(); i++) {
      int next = own.indexOf(wanted.charAt(i), last + 1);
      if (next < 0) {
        return Integer.MAX_VALUE;
      }
      gaps += next - last - 1;
      last = next;
    }
    return 2 + gaps;
  }
}
