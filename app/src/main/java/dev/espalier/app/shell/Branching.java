package dev.espalier.app.shell;

import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.sessions.Edit;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** From what the user points at to the fork that is asked for. */
final class Branching {

  /** A fork cannot be made of what the user points at; the message says why. */
  static final class Impossible extends Exception {

    private static final long serialVersionUID = 1L;

    Impossible(String message) {
      super(message);
    }
  }

  private Branching() {}

  /** The fork whose last shared step is the last one complete at {@code cursor}. */
  static ForkOrder at(Shown shown, SearchTree tree, int cursor, SearchOrder order, Edit edit)
      throws Impossible {
    int step = tree.stepsAt(cursor) - 1;
    if (step < 0) {
      throw new Impossible("There is no finished step before this moment to go on from.");
    }
    return new ForkOrder(shown.events(), shown.name(), shown.order(), step, order, edit);
  }

  /** The fork that goes on from {@code cursor} with what the form says now. */
  static ForkOrder withSettings(Shown shown, SearchTree tree, int cursor, SearchOrder form)
      throws Impossible {
    SearchOrder order = shown.order();
    String kept =
        !form.algorithm().equals(order.algorithm())
            ? "algorithm"
            : !form.prompt().strip().equals(order.prompt().strip())
                ? "prompt"
                : form.seed() != order.seed()
                    ? "seed"
                    : !Objects.equals(form.constraint(), order.constraint()) ? "constraint" : "";
    if (!kept.isEmpty()) {
      throw new Impossible(
          "A fork keeps the %s of the search it branches off; only parameters and budget may differ."
              .formatted(kept));
    }
    SearchOrder other =
        new SearchOrder(
            order.prompt(),
            order.algorithm(),
            form.settings(),
            order.seed(),
            form.budget(),
            order.knownAnswer(),
            order.constraint());
    ImmutableList<Edit.Change> changes = difference(order, other);
    if (changes.isEmpty()) {
      throw new Impossible(
          "Nothing would be different. Change a parameter or the budget above first.");
    }
    return at(shown, tree, cursor, other, new Edit.Parameters(changes));
  }

  private static ImmutableList<Edit.Change> difference(SearchOrder before, SearchOrder after) {
    MutableList<Edit.Change> changes = Lists.mutable.empty();
    after
        .settings()
        .forEachKeyValue((name, value) -> {
          String old = before.settings().get(name);
          // A record may leave out what was at its default.
          if (old != null && !old.equals(value)) {
            changes.add(new Edit.Change(name, old, value));
          }
        });
    if (!before.budget().equals(after.budget())) {
      changes.add(new Edit.Change("budget", words(before), words(after)));
    }
    return changes.sortThisBy(Edit.Change::name).toImmutable();
  }

  private static String words(SearchOrder order) {
    String budget = order.budget().toString();
    return budget.isEmpty() ? "no limit" : budget;
  }
}
