package dev.espalier.app.frontier;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.FrontierEntry;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.Score;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** The frontier at the cursor, in the order in which its nodes would be taken. */
public final class FrontierViewModel {

  /** More than anyone reads; the heading says how many there are. */
  private static final int SHOWN = 200;

  private static final int SNIPPET = 90;

  /**
   * @param heading what the list is and how long
   * @param empty what to say where there is no row
   */
  public record Listing(String heading, String empty, ImmutableList<FrontierRow> rows) {}

  private final TreeViewModel model;
  private final ReadOnlyObjectWrapper<Listing> listing =
      new ReadOnlyObjectWrapper<>(
          this,
          "listing",
          new Listing("Frontier", "The nodes a search may go on from.", Lists.immutable.empty()));
  private boolean stale = true;

  public FrontierViewModel(TreeViewModel model) {
    this.model = model;
    model.cursorProperty().addListener(_ -> stale = true);
    model.treeProperty().addListener(_ -> stale = true);
  }

  public ReadOnlyObjectProperty<Listing> listingProperty() {
    return listing.getReadOnlyProperty();
  }

  public Listing listing() {
    return Objects.requireNonNull(listing.get());
  }

  /** Brings the list up to date; called once a frame. */
  public void refresh() {
    if (stale) {
      stale = false;
      listing.set(look());
    }
  }

  private Listing look() {
    SearchTree tree = model.tree();
    int cursor = model.cursor();
    if (cursor == 0) {
      return new Listing("Frontier", "The nodes a search may go on from.", Lists.immutable.empty());
    }
    ImmutableList<FrontierEntry> entries = tree.frontierAt(cursor, SHOWN);
    double all = tree.frontierSize().at(cursor);
    if (entries.isEmpty()) {
      ImmutableList<FrontierEntry> drafts = tree.writingAt(cursor, SHOWN);
      if (drafts.notEmpty()) {
        return new Listing(
            "Being written · " + Numbers.count(drafts.size()), "", rows(tree, cursor, drafts));
      }
      return new Listing(
          "Frontier",
          tree.conclusionAt(cursor) == null
              ? "Empty at this moment."
              : "Empty: the search has nothing left to go on from.",
          Lists.immutable.empty());
    }
    return new Listing(
        name(entries) + " · " + Numbers.count(Double.isNaN(all) ? entries.size() : (long) all),
        "",
        rows(tree, cursor, entries));
  }

  /** What the family of the algorithm calls the nodes it may go on from. */
  private static String name(ImmutableList<FrontierEntry> entries) {
    return switch (entries.getFirst().score()) {
      case Score.Beam _ -> "Beam";
      case Score.Particle _ -> "Particles";
      case null, default -> "Frontier";
    };
  }

  private static ImmutableList<FrontierRow> rows(
      SearchTree tree, int cursor, ImmutableList<FrontierEntry> entries) {
    double longest = longest(entries);
    return entries.collectWithIndex((entry, i) -> row(tree, cursor, entry, i + 1, longest));
  }

  private static double longest(ImmutableList<FrontierEntry> entries) {
    double longest = 0;
    for (FrontierEntry entry : entries) {
      if (Double.isFinite(entry.priority())) {
        longest = Math.max(longest, Math.abs(entry.priority()));
      }
    }
    return longest;
  }

  private static FrontierRow row(
      SearchTree tree, int cursor, FrontierEntry entry, int place, double longest) {
    int node = entry.node();
    String text = node == 0 ? "the prompt" : Texts.snippet(tree.textAt(node, cursor), SNIPPET);
    double fraction = longest == 0 ? 0 : Math.min(1, Math.abs(entry.priority()) / longest);
    if (entry.score() instanceof Score.AStar star) {
      double heuristic = Math.max(0, star.value() - star.regression());
      double regression = star.value() - heuristic;
      return new FrontierRow(
          node,
          place,
          text,
          regression,
          heuristic,
          star.value(),
          fraction,
          "f %s = R %s + %s"
              .formatted(
                  Numbers.score(star.value()), Numbers.score(regression), Numbers.score(heuristic)),
          true);
    }
    double value = entry.score() == null ? -entry.priority() : entry.score().value();
    return new FrontierRow(
        node,
        place,
        text.isEmpty() ? Texts.visible(tree.textAt(node, cursor)) : text,
        0,
        0,
        entry.priority(),
        fraction,
        (entry.score() == null ? "log p " : "score ") + Numbers.score(value),
        false);
  }
}
