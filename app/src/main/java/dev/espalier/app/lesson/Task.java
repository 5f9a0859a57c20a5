package dev.espalier.app.lesson;

import dev.espalier.app.condition.Claim;
import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.Evidence;
import dev.espalier.app.condition.Search;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.sessions.SessionHeader;
import java.util.Locale;
import java.util.Objects;
import org.commonmark.node.Node;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Something the reader does, graded by what the events of a search say. */
public sealed interface Task {

  /** What all tasks have. */
  Common common();

  /**
   * What all tasks have.
   *
   * @param number in the lesson, from 1
   * @param session name of the recording it is about
   * @param hint or null
   * @param right said to a right answer, or null
   * @param wrong said to a wrong one, or null
   */
  record Common(
      int number,
      int line,
      String session,
      Node question,
      @Nullable Node hint,
      @Nullable Node right,
      @Nullable Node wrong) {

    Verdict right(String words) {
      return new Verdict(true, words, right);
    }

    Verdict wrong(String words) {
      return new Verdict(false, words, wrong);
    }
  }

  /** Say what will happen before it does. */
  sealed interface Prediction extends Task {
    /** Place in time at which the reader has to say it. */
    int hold();

    /** Place in time that shows it. */
    int reveal();
  }

  /** One of a few answers. */
  record Choose(Common common, int hold, int reveal, ImmutableList<Choice> choices)
      implements Prediction {

    public Verdict grade(int choice) {
      Choice chosen = choices.get(choice);
      return new Verdict(
          chosen.right(),
          chosen.right() ? "Right." : "No.",
          chosen.because() != null
              ? chosen.because()
              : chosen.right() ? common.right() : common.wrong());
    }

    /** The one that is right. */
    public int rightChoice() {
      return choices.detectIndex(Choice::right);
    }
  }

  /**
   * An answer to choose.
   *
   * @param right whether the recorded events make it so
   * @param because said when it is chosen, or null
   */
  record Choice(Node label, boolean right, @Nullable Node because) {}

  /**
   * A number.
   *
   * @param within how far from {@code expected} is right
   */
  record Estimate(Common common, int hold, int reveal, double expected, double within)
      implements Prediction {

    public Verdict grade(String answer) {
      double number;
      try {
        number = number(answer);
      } catch (NumberFormatException _) {
        return new Verdict(false, "Write a number, such as 0.25 or 25 %.", null);
      }
      return Math.abs(number - expected) <= within
          ? common.right("Right: it is %s.".formatted(Prompter.written(expected)))
          : common.wrong(
              number < expected ? "No, it is more than that." : "No, it is less than that.");
    }

    private static double number(String answer) {
      String text = answer.strip().replace('\u2212', '-').replace(',', '.');
      return text.endsWith("%")
          ? Double.parseDouble(text.substring(0, text.length() - 1).strip()) / 100
          : Double.parseDouble(text);
    }
  }

  /**
   * Find a moment or a node.
   *
   * @param ofNode whether a node is to be selected, rather than an event gone to
   */
  record Find(Common common, Condition condition, boolean ofNode) implements Task {

    /**
     * @param cursor place in time on show
     * @param selected node selected, −1 for none
     */
    public Verdict grade(Search search, int cursor, int selected) {
      return ofNode ? ofNode(search, selected) : ofEvent(search, cursor);
    }

    private Verdict ofEvent(Search search, int cursor) {
      if (cursor < 1) {
        return new Verdict(false, "Go to an event first: nothing has happened yet.", null);
      }
      return condition.holds(search.moment(cursor - 1))
          ? common.right("Found: event %s.".formatted(Numbers.count(cursor)))
          : common.wrong(
              "Not that one. Event %s is “%s”."
                  .formatted(Numbers.count(cursor), kind(search, cursor)));
    }

    private Verdict ofNode(Search search, int selected) {
      if (selected < 0) {
        return new Verdict(false, "Select a node first: click it in the tree.", null);
      }
      return fulfils(search, selected) ? common.right("Found.") : common.wrong("Not that one.");
    }

    /**
     * A place in time and a node that were to be found.
     *
     * @param node −1 where an event was
     */
    public record Spot(int cursor, int node) {}

    /** The first that fits. */
    public Spot first(Search search) {
      if (ofNode) {
        for (int node = 0; node < search.tree().nodes(); node++) {
          if (fulfils(search, node)) {
            return new Spot(search.size(), node);
          }
        }
      } else {
        for (int i = 0; i < search.size(); i++) {
          if (condition.holds(search.moment(i))) {
            return new Spot(i + 1, -1);
          }
        }
      }
      throw new IllegalStateException("nothing fits “" + condition + "”");
    }

    /** Whether some event of the node fulfils the condition. */
    boolean fulfils(Search search, int node) {
      return search.tree().events(node).anySatisfy(e -> condition.holds(search.moment(e)));
    }

    private static String kind(Search search, int cursor) {
      return search.events().event(cursor - 1).getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Change one parameter of a search until something is so.
   *
   * @param solution a value that does it
   */
  record Change(Common common, String parameter, Claim until, String solution) implements Task {

    /**
     * @param recorded what the search was to begin with
     * @param order what the reader ran
     * @param evidence what came of it, and the recordings
     */
    public Verdict grade(SessionHeader recorded, SearchOrder order, Evidence evidence) {
      ImmutableList<String> others = differences(recorded, order).newWithout(parameter);
      if (others.notEmpty()) {
        return new Verdict(
            false,
            "Change %s alone; %s is different too.".formatted(parameter, others.getFirst()),
            null);
      }
      String value = Objects.requireNonNullElse(order.settings().get(parameter), "");
      return until.holds(evidence)
          ? common.right("Done, with %s %s.".formatted(parameter, value))
          : common.wrong("Not yet, with %s %s.".formatted(parameter, value));
    }

    private static ImmutableList<String> differences(SessionHeader recorded, SearchOrder order) {
      MutableList<String> found = Lists.mutable.empty();
      if (!recorded.algorithm().equals(order.algorithm())) {
        return found.with("the algorithm").toImmutable();
      }
      if (!recorded.question().strip().equals(order.prompt().strip())) {
        found.add("the prompt");
      }
      if (recorded.seed() != order.seed()) {
        found.add("the seed");
      }
      if (!Objects.equals(recorded.constraint(), order.constraint())) {
        found.add("the constraint");
      }
      if (!recorded.budget().equals(order.budget())) {
        found.add("the budget");
      }
      order
          .settings()
          .forEachKeyValue((name, value) -> {
            // A record may leave out what was at its default.
            String before = recorded.settings().get(name);
            if (before != null && !before.equals(value)) {
              found.add(name);
            }
          });
      return found.toSortedList().toImmutable();
    }
  }
}
