package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.ordinal;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Texts;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.Score.Contrastive;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Why contrastive search chose one of the candidates for a place. */
record ContrastiveChoice(SearchTree tree, int node, int cursor, Contrastive own) {

  private record Rival(int node, Contrastive score) {}

  String sentence(NodeStatus status) {
    String before =
        "Ranked %s by the model (%s)"
            .formatted(ordinal(own.rankBefore() + 1), score(own.confidence()));
    String like =
        "the %s token “%s” (cosine %s)"
            .formatted(
                ordinal(own.position() + 1), Texts.visible(own.likeText()), score(own.penalty()));
    String total =
        "score %s, %s of its place.".formatted(score(own.value()), ordinal(own.rankAfter() + 1));
    if (own.rankAfter() == 0) {
      String word = status == NodeStatus.SOLUTION ? "Ends the chosen text. " : "Chosen. ";
      return word + before + " and like " + like + " at most: " + total;
    }
    return status == NodeStatus.PRUNED && own.rankAfter() > own.rankBefore()
        ? "Not chosen. " + before + ", but too like " + like + ": " + total
        : "Not chosen. " + before + " and like " + like + ": " + total;
  }

  void terms(int event, MutableList<Term> terms) {
    terms.add(new Term("p", score(own.confidence()), "the model's confidence", event, false));
    terms.add(
        new Term(
            "max cos",
            score(own.penalty()),
            "with the %s token, “%s”%s"
                .formatted(
                    ordinal(own.position() + 1),
                    Texts.visible(own.likeText()),
                    own.likeNode() == 0 ? " of the prompt" : " (node " + own.likeNode() + ")"),
            event,
            false));
    terms.add(
        new Term(
            "score",
            score(own.value()),
            "(1 − α)·p − α·max cos = %s·%s − %s·%s"
                .formatted(
                    score(1 - own.alpha()),
                    score(own.confidence()),
                    score(own.alpha()),
                    score(own.penalty())),
            event,
            true));
    terms.add(
        new Term(
            "rank",
            ordinal(own.rankBefore() + 1) + " → " + ordinal(own.rankAfter() + 1),
            "by the model alone → by the score",
            event,
            false));
  }

  /** The α nearest to the one in use at which this candidate and its rival change places. */
  String whatIf() {
    return own.rankAfter() == 0 ? howItWouldLose() : howItWouldWin();
  }

  private String howItWouldWin() {
    Rival chosen = rivals().detect(r -> r.score().rankAfter() == 0);
    if (chosen == null) {
      return "";
    }
    double even = evenAlpha(own, chosen.score());
    return Double.isNaN(even)
        ? "No α puts it before node %d, which is no less probable and no more like earlier tokens."
            .formatted(chosen.node())
        : "With α %s %s it would go before node %d."
            .formatted(even < own.alpha() ? "below" : "above", score(even), chosen.node());
  }

  private String howItWouldLose() {
    Rival nearest = null;
    double nearestAlpha = Double.NaN;
    for (Rival rival : rivals()) {
      double even = evenAlpha(own, rival.score());
      if (!Double.isNaN(even)
          && !(Math.abs(even - own.alpha()) >= Math.abs(nearestAlpha - own.alpha()))) {
        nearest = rival;
        nearestAlpha = even;
      }
    }
    return nearest == null
        ? ""
        : "With α %s %s node %d would have been chosen."
            .formatted(
                nearestAlpha < own.alpha() ? "below" : "above",
                score(nearestAlpha),
                nearest.node());
  }

  /** The α in [0, 1] at which two candidates score the same, NaN if one is ahead at every α. */
  private static double evenAlpha(Contrastive a, Contrastive b) {
    double confidence = a.confidence() - b.confidence();
    double penalty = a.penalty() - b.penalty();
    // (1 − α)·confidence = α·penalty has a solution in between only where both favour different
    // candidates.
    return confidence * penalty > 0 ? confidence / (confidence + penalty) : Double.NaN;
  }

  private MutableList<Rival> rivals() {
    MutableList<Rival> rivals = Lists.mutable.empty();
    tree.children(tree.parent(node))
        .forEach(child -> {
          if (child != node
              && tree.bornAt(child, cursor)
              && tree.scoreAt(child, cursor) instanceof Contrastive score) {
            rivals.add(new Rival(child, score));
          }
        });
    return rivals;
  }
}
