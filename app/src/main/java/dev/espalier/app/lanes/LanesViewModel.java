package dev.espalier.app.lanes;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** The lanes of the search on show; the selection is the tree's. */
public final class LanesViewModel {

  private static final int SNIPPET = 60;

  private final TreeViewModel tree;
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version", 0);
  private LaneChart chart = new LaneChart();
  private boolean[][] lineage = {};

  public LanesViewModel(TreeViewModel tree) {
    this.tree = tree;
    tree.treeProperty()
        .subscribe(_ -> {
          chart = new LaneChart();
          changed();
        });
    tree.sizeProperty().subscribe(_ -> grow());
    tree.cursorProperty().subscribe(_ -> changed());
    tree.selectedProperty().subscribe(_ -> relight());
    tree.hoveredProperty().subscribe(_ -> relight());
  }

  private void grow() {
    EventSource source = tree.source();
    if (source != null && chart.append(source, tree.tree())) {
      relight();
    }
  }

  private void relight() {
    int node = tree.hovered() >= 0 ? tree.hovered() : tree.selected();
    lineage = node < 0 || node >= tree.tree().nodes() ? new boolean[0][] : lit(node);
    changed();
  }

  private boolean[][] lit(int node) {
    return chart.lineage(tree.tree(), node);
  }

  private void changed() {
    version.set(version.get() + 1);
  }

  /** Changes with everything there is to see. */
  ReadOnlyIntegerProperty versionProperty() {
    return version.getReadOnlyProperty();
  }

  LaneChart chart() {
    return chart;
  }

  /** Whether a particle belongs to the node chosen or pointed at. */
  boolean lit(int round, int particle) {
    return round < lineage.length && lineage[round][particle];
  }

  /** Whether any does. */
  boolean anyLit() {
    for (boolean[] round : lineage) {
      for (boolean particle : round) {
        if (particle) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the search has particles at all. */
  public boolean hasParticles() {
    return !chart.rounds().isEmpty();
  }

  public TreeViewModel tree() {
    return tree;
  }

  /** One particle in words. */
  String words(int round, int particle) {
    LaneChart.Round at = chart.rounds().get(round);
    int node = at.nodes().get(particle);
    int offspring = chart.offspring(round, particle);
    String future =
        offspring < 0
            ? ""
            : chart.rounds().get(round + 1).resampledBy() < 0
                ? ""
                : offspring == 0 ? ", not drawn" : ", drawn " + times(offspring);
    return "Round %d, particle %d of %d: weight %s%s%nNode %d: %s"
        .formatted(
            round + 1,
            particle + 1,
            at.particles(),
            Numbers.percent(at.weights().get(particle)),
            future,
            node,
            Texts.snippet(tree.tree().textAt(node, tree.size()), SNIPPET));
  }

  private static String times(int n) {
    return n == 1 ? "once" : n == 2 ? "twice" : n + " times";
  }

  /** The place in time in words: the round and how many particles still count. */
  String summary() {
    int rounds = chart.roundsAt(tree.cursor());
    if (chart.rounds().isEmpty()) {
      return "This search has no particles; particle filters and sequential Monte Carlo do.";
    }
    if (rounds == 0) {
      return "No particle has been weighed yet.";
    }
    LaneChart.Round at = chart.rounds().get(rounds - 1);
    return "Round %d of %d: effective size %s of %s"
        .formatted(
            rounds,
            chart.rounds().size(),
            Numbers.score(at.effectiveSize()),
            Numbers.counted(at.particles(), "particle"));
  }

  /** Chooses a particle's node, and goes to the moment it was weighed if that is to come. */
  void choose(int round, int particle) {
    LaneChart.Round at = chart.rounds().get(round);
    if (at.event() >= tree.cursor()) {
      tree.jump(at.event() + 1);
    }
    tree.select(at.nodes().get(particle));
  }
}
