package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of a parameter that would have kept a node that left the search; where none
 * would have, what it lacked.
 */
final class WhatIf {

  /** What becomes of steps that were scored one by one. */
  private static final ImmutableList<Aggregation> ADDED_UP =
      Lists.immutable.with(Aggregation.values()).reject(one -> one == Aggregation.MODEL);

  private final SearchTree tree;
  private final EventSource events;
  private final int node;
  private final int cursor;

  WhatIf(SearchTree tree, EventSource events, int node, int cursor) {
    this.tree = tree;
    this.events = events;
    this.node = node;
    this.cursor = cursor;
  }

  /** In a sentence; empty where nothing was lost or nothing is known. */
  String of(Reason reason, @Nullable Score score) {
    return switch (reason) {
      // One path more than texts are drawn is followed.
      case Reason.BelowCut cut when score instanceof Score.Perturbed ->
          "Drawing " + Numbers.counted(cut.rank(), "text") + " would have kept it.";
      case Reason.BelowCut _ when score instanceof Score.Diverse diverse ->
          new DiverseChoice(tree, events, node, cursor, diverse).whatIf();
      case Reason.BelowCut cut when score instanceof Score.Solution solution ->
          ofSteps(cut, solution);
      case Reason.BelowCut cut -> "A beam of " + (cut.rank() + 1) + " would have kept it.";
      case Reason.Threshold threshold ->
          "Drawing "
              + Numbers.counted(threshold.drawn() + 1L, "text")
              + " would have taken it too.";
      case Reason.EndBeyondBeam end -> "A beam of " + (end.rank() + 1) + " would have stored it.";
      case Reason.Displaced displaced ->
          "A beam of %d would have kept it among the finished texts."
              .formatted(finishedAbove(displaced.score()) + 1);
      case Reason.StoppedEarly stopped -> stopped(stopped);
      case Reason.TooDeep deep ->
          "A depth limit of " + (deep.limit() + 1) + " would have let it be expanded.";
      case Reason.NoStepEnd end ->
          "More than " + end.limit() + " tokens a step might have let it end.";
      case Reason.NoChildren _ -> deadEnd();
      case Reason.FrontierFull full ->
          "A frontier of " + (full.capacity() + 1) + " would have kept it.";
      case Reason.NotBestSibling _ -> "The global frontier would have kept it.";
      case Reason.NotChosen _ ->
          score instanceof Score.Contrastive contrastive
              ? new ContrastiveChoice(tree, node, cursor, contrastive).whatIf()
              : "";
      case Reason.Outscored outscored -> outscored(outscored, score);
      case Reason.Outvoted outvoted -> outvoted(outvoted);
      case Reason.NotDrawn drawn -> notDrawn(drawn);
      case Reason.ZeroWeight(String term) -> zeroWeight(term);
      case Reason.Duplicate(int of) ->
          "Nothing was lost: node %d goes on with the same text.".formatted(of);
      case Reason.Lookahead _ -> "";
      case Reason.Forbidden _ -> new UnderConstraint(tree, events, node, cursor).whatIf();
    };
  }

  /** Of a step that a reward model judged: more places, or another way to add steps up. */
  private String ofSteps(Reason.BelowCut cut, Score.Solution own) {
    if (cut.width() > 1) {
      return "Keeping %d of them, samples ÷ width, would have kept it.".formatted(cut.rank() + 1);
    }
    ImmutableList<Score.Solution> rivals = solutions(tree.children(tree.parent(node)));
    return otherAggregation(own, rivals, "followed", cut.cut() - own.value());
  }

  private String outscored(Reason.Outscored outscored, @Nullable Score score) {
    return score instanceof Score.Solution own
        ? otherAggregation(
            own, solutions(tree.finishedAt(cursor)), "chosen", outscored.best() - outscored.score())
        : lacked(outscored.best() - outscored.score());
  }

  private ImmutableList<Score.Solution> solutions(IntList nodes) {
    return Lists.immutable
        .fromStream(nodes.primitiveStream().boxed())
        .select(other -> other != node)
        .collect(other -> tree.scoreAt(other, cursor))
        .selectInstancesOf(Score.Solution.class);
  }

  /**
   * The first of the other aggregations by which it is above all rivals. Of a whole text that was
   * read as one step it is not known what its steps would have got.
   */
  private static String otherAggregation(
      Score.Solution own, ImmutableList<Score.Solution> rivals, String what, double gap) {
    if (own.aggregation().equals(Aggregation.MODEL.label())) {
      return lacked(gap);
    }
    for (Aggregation aggregation : ADDED_UP) {
      double value = aggregation.of(own.steps());
      if (!aggregation.label().equals(own.aggregation())
          && rivals.notEmpty()
          && rivals.allSatisfy(rival -> aggregation.of(rival.steps()) < value)) {
        return "By the %s of its steps, %s, it would have been %s (aggregation %s)."
            .formatted(name(aggregation), score(value), what, aggregation.label());
      }
    }
    return lacked(gap) + " No other way to add up its steps puts it first.";
  }

  private static String name(Aggregation aggregation) {
    return switch (aggregation) {
      case LAST -> "last";
      case MIN -> "least";
      case PROD -> "product";
      case MEAN -> "mean";
      case MODEL -> "model's view";
    };
  }

  private static String lacked(double gap) {
    return gap > 0
        ? "It lacked %s.".formatted(score(gap))
        : "As good as the chosen one, which came first.";
  }

  /** How many texts had finished with a better score by the time it was pushed out. */
  private int finishedAbove(double own) {
    int left = tree.statusEventAt(node, cursor);
    return tree.finishedAt(left + 1)
        .count(other -> other != node && tree.finishedScore(other) >= own);
  }

  private String stopped(Reason.StoppedEarly stopped) {
    int full =
        tree.finishedAt(cursor)
            .count(other -> !(tree.reasonAt(other, cursor) instanceof Reason.Displaced));
    String wider =
        "A beam of %d, whose list was not full yet, would have gone on with it."
            .formatted(full + 1);
    return stopped.bound() > stopped.worst()
        ? "With early-stopping never it would have gone on: it could still reach %s. "
                .formatted(score(stopped.bound()))
            + wider
        : wider;
  }

  private String deadEnd() {
    int longest = 0;
    IntList children = tree.children(node);
    for (int i = 0; i < children.size(); i++) {
      if (tree.reasonAt(children.get(i), cursor) instanceof Reason.NoStepEnd end) {
        longest = Math.max(longest, end.limit());
      }
    }
    return longest == 0
        ? ""
        : "More than %d tokens a step might have let a child of it end.".formatted(longest);
  }

  /** Votes that were missing, by the last count. */
  private String outvoted(Reason.Outvoted outvoted) {
    SearchEvent.Voted voted = lastBefore(tree.statusEventAt(node, cursor), SearchEvent.Voted.class);
    if (voted == null) {
      return lacked(outvoted.best() - outvoted.share());
    }
    Ballot winner = voted.ballots().getFirst();
    Ballot own = voted.ballots().detect(ballot -> ballot.nodes().contains(node));
    if (own == null || own.equals(winner)) {
      return lacked(outvoted.best() - outvoted.share());
    }
    if (voted.rule().equals("majority")) {
      int missing = winner.nodes().size() - own.nodes().size() + 1;
      return "%s more with its answer would have won.".formatted(Numbers.counted(missing, "vote"));
    }
    return own.best() > winner.best()
        ? "By its best single score, %s against %s, it would have been chosen (selection best)."
            .formatted(score(own.best()), score(winner.best()))
        : "Its answer lacked %s of weight.".formatted(score(winner.sum() - own.sum()));
  }

  /** Drawing less often, or by a scheme that leaves less to chance. */
  private String notDrawn(Reason.NotDrawn drawn) {
    SearchEvent.Weighed weighed =
        lastBefore(tree.statusEventAt(node, cursor), SearchEvent.Weighed.class);
    if (weighed == null || weighed.weights().isEmpty()) {
      return "";
    }
    int particles = weighed.weights().size();
    double share = weighed.effectiveSize() / particles;
    String rarer =
        "An ess-threshold of at most %s, the effective share here, would have drawn nobody anew."
            .formatted(score(Math.floor(share * 1000) / 1000));
    return drawn.weight() >= 1.0 / particles
        ? "Systematic resampling always keeps a weight of at least 1/%d. ".formatted(particles)
            + rarer
        : rarer;
  }

  private String zeroWeight(String term) {
    return switch (term) {
      case "end" -> "A limit of %d tokens would have let it go on.".formatted(tree.depth(node) + 1);
      case "critic" -> "Without the critic it would have lived.";
      default -> new UnderConstraint(tree, events, node, cursor).whatIf();
    };
  }

  private <E extends SearchEvent> @Nullable E lastBefore(int event, Class<E> kind) {
    for (int i = Math.min(event, events.size() - 1); i >= 0; i--) {
      if (kind.isInstance(events.event(i))) {
        return kind.cast(events.event(i));
      }
    }
    return null;
  }
}
