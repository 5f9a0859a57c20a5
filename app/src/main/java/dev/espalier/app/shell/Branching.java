package dev.espalier.app.shell;

import dev.espalier.app.run.ForkOrder;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.budget.Budget;
import dev.espalier.sessions.Edit;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Sets;

/** From what the user points at to the fork that is asked for. */
final class Branching {

  /** A fork cannot be made of what the user points at; the message says why. */
  static final class Impossible extends Exception {

    private static final long serialVersionUID = 1L;

    Impossible(String message) {
      super(message);
    }
  }

  /** Parameters that limit how long a text may become. */
  private static final ImmutableSet<String> LIMITS =
      Sets.immutable.of("max-tokens", "max-depth", "rounds");

  private Branching() {}

  /** The fork whose last shared step is the last one complete at {@code cursor}. */
  static ForkOrder at(Shown shown, SearchTree tree, int cursor, SearchOrder order, Edit edit)
      throws Impossible {
    // A search of one subtree begins anew: what has grown elsewhere by now would go on competing.
    boolean anew = edit instanceof Edit.Restricted || edit instanceof Edit.Deepened;
    int step = anew ? 0 : tree.stepsAt(cursor) - 1;
    if (step < 0) {
      throw new Impossible("There is no finished step before this moment to go on from.");
    }
    return new ForkOrder(shown.events(), shown.name(), shown.order(), step, order, edit);
  }

  /**
   * The fork that searches one subtree with its limits doubled: those on the length of a text, and
   * the budget.
   *
   * @param algorithms that are known
   */
  static ForkOrder deeper(
      Shown shown,
      SearchTree tree,
      Edit.Restricted below,
      ImmutableList<AlgorithmDescription> algorithms)
      throws Impossible {
    SearchOrder order = shown.order();
    MutableMap<String, String> settings = order.settings().toMap();
    MutableList<Edit.Change> changes = Lists.mutable.empty();
    AlgorithmDescription algorithm =
        algorithms.detect(known -> known.name().equals(order.algorithm()));
    if (algorithm != null) {
      for (Parameter parameter : algorithm.parameters()) {
        if (LIMITS.contains(parameter.name()) && parameter instanceof Parameter.Whole limit) {
          String now = settings.getOrDefault(limit.name(), limit.byDefault());
          String raised = Long.toString(Math.min(limit.max(), 2 * Long.parseLong(now)));
          if (!raised.equals(now)) {
            settings.put(limit.name(), raised);
            changes.add(new Edit.Change(limit.name(), now, raised));
          }
        }
      }
    }
    Budget budget = new Budget(order.budget().limits().collectValues((_, limit) -> 2 * limit));
    SearchOrder other =
        new SearchOrder(
            order.prompt(),
            order.algorithm(),
            settings.toImmutable(),
            order.seed(),
            budget,
            order.knownAnswer(),
            order.constraint());
    if (!budget.equals(order.budget())) {
      changes.add(new Edit.Change("budget", words(order), words(other)));
    }
    if (changes.isEmpty()) {
      throw new Impossible(
          "Nothing limits this search that could be raised. Search only below here instead.");
    }
    return at(
        shown,
        tree,
        0,
        other,
        new Edit.Deepened(below.before(), below.tokens(), below.text(), changes.toImmutable()));
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
