package dev.espalier.app.comparison;

import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Score;
import org.jspecify.annotations.Nullable;

/** What the scores of a run measure; scores of different kinds are not comparable. */
enum ScoreKind {
  REWARD("reward"),
  LOG_PROBABILITY("log-probability"),
  NORMALISED("log-probability by length"),
  DIVERSE("diversity-penalised log-probability"),
  CONTRASTIVE("contrastive score"),
  PERTURBED("perturbed log-probability"),
  WEIGHT("log weight"),
  SHARE("share of the vote");

  private final String label;

  ScoreKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** What the first score of a run below the prompt is; null for a run without scores. */
  static @Nullable ScoreKind of(SearchTree tree) {
    for (int node = 1; node < tree.nodes(); node++) {
      Score score = tree.scoreAt(node, Integer.MAX_VALUE);
      if (score != null) {
        return of(score);
      }
    }
    return null;
  }

  private static ScoreKind of(Score score) {
    return switch (score) {
      case Score.AStar _, Score.Solution _, Score.Particle _ -> REWARD;
      case Score.LogProbability _ -> LOG_PROBABILITY;
      case Score.Beam _ -> NORMALISED;
      case Score.Diverse _ -> DIVERSE;
      case Score.Contrastive _ -> CONTRASTIVE;
      case Score.Perturbed _, Score.Included _ -> PERTURBED;
      case Score.Sampled _ -> WEIGHT;
      case Score.Share _ -> SHARE;
    };
  }
}
