package dev.espalier.app.breakpoints;

import dev.espalier.app.condition.Fact;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.SearchEvent;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/** How a condition may go on where it is being written. */
final class Completion {

  /** The names that a condition can ask for. */
  static final ImmutableList<Word> FACTS =
      Lists.immutable
          .with(Fact.values())
          .collect(fact -> new Word(fact.key(), fact.explanation(), 0));

  /** What texts of a name there are, as far as they can be listed. */
  static final ImmutableMap<String, ImmutableList<String>> TEXTS =
      Maps.immutable.with("type", names(SearchEvent.class, ""), "reason", names(Reason.class, " "));

  private Completion() {}

  /**
   * What can be written.
   *
   * @param text of the word as a whole
   * @param explanation of it, or empty
   * @param begun how many of its characters stand there already
   */
  record Word(String text, String explanation, int begun) {}

  private static ImmutableList<String> names(Class<?> hierarchy, String between) {
    return Lists.immutable
        .with(hierarchy.getPermittedSubclasses())
        .collect(one ->
            one.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", between).toLowerCase(Locale.ROOT))
        .toSortedList()
        .toImmutable();
  }

  /**
   * The words that go on from what stands before the caret: names, or in quotes the texts of the
   * name that is compared. None where nothing was begun, or where the word is whole.
   */
  static ImmutableList<Word> of(
      String condition,
      int caret,
      ImmutableList<Word> facts,
      ImmutableMap<String, ImmutableList<String>> texts) {
    String before = condition.substring(0, Math.clamp(caret, 0, condition.length()));
    int quote = openQuote(before);
    if (quote >= 0) {
      String begun = before.substring(quote + 1);
      return texts
          .getOrDefault(comparedName(before.substring(0, quote)), Lists.immutable.empty())
          .select(text -> text.startsWith(begun) && !text.equals(begun))
          .collect(text -> new Word(text + "\"", "", begun.length()));
    }
    int from = before.length();
    while (from > 0 && Character.isLetter(before.charAt(from - 1))) {
      from--;
    }
    String begun = before.substring(from);
    return begun.isEmpty()
        ? Lists.immutable.empty()
        : facts
            .select(fact -> fact.text().startsWith(begun) && !fact.text().equals(begun))
            .collect(fact -> new Word(fact.text(), fact.explanation(), begun.length()));
  }

  /** Where the text in quotes begins that is not closed yet, −1 if there is none. */
  private static int openQuote(String before) {
    int open = -1;
    for (int i = 0; i < before.length(); i++) {
      if (before.charAt(i) == '"' && (i == 0 || before.charAt(i - 1) != '\\')) {
        open = open < 0 ? i : -1;
      }
    }
    return open;
  }

  /** The name before {@code ==} or {@code !=} at the end, or empty. */
  private static String comparedName(String before) {
    String rest = before.stripTrailing();
    if (!rest.endsWith("==") && !rest.endsWith("!=")) {
      return "";
    }
    rest = rest.substring(0, rest.length() - 2).stripTrailing();
    int from = rest.length();
    while (from > 0 && Character.isLetter(rest.charAt(from - 1))) {
      from--;
    }
    return rest.substring(from);
  }
}
