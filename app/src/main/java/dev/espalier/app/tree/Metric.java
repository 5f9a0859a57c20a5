package dev.espalier.app.tree;

import dev.espalier.search.event.Score;
import org.jspecify.annotations.Nullable;

/** The number shown as the lightness of a node. */
public enum Metric {
  /** What the algorithm or its reward model thinks of the node; higher is better. */
  SCORE("score"),
  /** Mean log-probability of the node's own tokens. */
  LOG_PROB("log-prob per token"),
  /** The key of the frontier, turned so that more is better. */
  PRIORITY("priority"),
  /** Lightness says nothing. */
  NONE("none");

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** The metric of a node at a cursor, NaN where it has none. */
  public double of(SearchTree tree, int node, int cursor) {
    @Nullable Score score = tree.scoreAt(node, cursor);
    return switch (this) {
      case SCORE -> score == null ? Double.NaN : quality(score);
      case PRIORITY -> score == null ? Double.NaN : -priority(score);
      case LOG_PROB -> {
        int tokens = tree.tokensAt(node, cursor);
        yield tokens == 0 || node == 0 ? Double.NaN : tree.logProbAt(node, cursor) / tokens;
      }
      case NONE -> Double.NaN;
    };
  }

  /** How good a score says the node is, higher is better: for A*, the reward itself. */
  public static double quality(Score score) {
    return switch (score) {
      case Score.AStar star -> star.reward();
      case Score.Beam beam -> beam.value();
      case Score.Solution solution -> solution.value();
      case Score.Particle particle -> particle.value();
      case Score.Sampled sampled -> sampled.value();
      case Score.Share share -> share.value();
      case Score.LogProbability logProbability -> logProbability.value();
      case Score.Contrastive contrastive -> contrastive.value();
      case Score.Perturbed perturbed -> perturbed.value();
      case Score.Included included -> included.value();
      case Score.Diverse diverse -> diverse.value();
    };
  }

  /** The frontier's key, lower goes first. */
  public static double priority(Score score) {
    return score instanceof Score.AStar star ? star.value() : -score.value();
  }
}
