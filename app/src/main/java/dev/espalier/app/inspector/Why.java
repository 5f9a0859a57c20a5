package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.ordinal;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.algorithm.steps.Aggregation;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Explains a node at one moment from the tree and the events. */
public final class Why {

  /** The least there is in the fixed point of A*-decoding. */
  private static final double LEAST_REWARD = 0x1p-20;

  private final SearchTree tree;
  private final EventSource events;
  private final int node;
  private final int cursor;

  private Why(SearchTree tree, EventSource events, int node, int cursor) {
    this.tree = tree;
    this.events = events;
    this.node = node;
    this.cursor = cursor;
  }

  /** Why {@code node} is where it is once the first {@code cursor} events have happened. */
  public static Explanation explain(SearchTree tree, EventSource events, int node, int cursor) {
    return new Why(tree, events, node, cursor).explanation();
  }

  private Explanation explanation() {
    NodeStatus status = tree.statusAt(node, cursor);
    if (status == null) {
      return new Explanation(
          "Not there yet: event %s brings it.".formatted(Numbers.count(tree.bornBy(node) + 1L)),
          Lists.immutable.of(term("born", tree.bornBy(node) + 1, "click to go there")),
          "");
    }
    if (node == 0) {
      return new Explanation(
          "The prompt: everything grows from here.",
          Lists.immutable
              .of(
                  new Term(
                      "tokens", Numbers.count(tree.tokens(0).size()), "of the prompt", 0, false))
              .newWithAll(constraint().terms()),
          "");
    }
    Reason reason = tree.reasonAt(node, cursor);
    Score score = tree.scoreAt(node, cursor);
    String fate =
        reason != null
            ? sentence(reason, score)
            : status == NodeStatus.WRITING
                ? "The model is still writing this node."
                : fate(status, score);
    String ending = endingNote();
    return new Explanation(
        ending.isEmpty() ? fate : fate + " " + ending,
        terms(score)
            .newWithAll(constraint().terms())
            .newWithAll(new ParticleHistory(tree, events, node, cursor).terms())
            .newWithAll(terms(reason)),
        reason != null
            ? new WhatIf(tree, events, node, cursor).of(reason, score)
            : counterfactual(status, score));
  }

  private UnderConstraint constraint() {
    return new UnderConstraint(tree, events, node, cursor);
  }

  private ContrastiveChoice choice(Score.Contrastive score) {
    return new ContrastiveChoice(tree, node, cursor, score);
  }

  private DiverseChoice choice(Score.Diverse score) {
    return new DiverseChoice(tree, events, node, cursor, score);
  }

  // What happened, in a sentence.

  private String fate(NodeStatus status, @Nullable Score score) {
    return switch (score) {
      case null -> unscored(status);
      case Score.AStar star -> aStarFate(status, star);
      case Score.Beam beam -> beamFate(status, beam);
      case Score.Solution solution -> solutionFate(status, solution);
      case Score.Particle particle -> particleFate(status, particle);
      case Score.Share share -> shareFate(status, share);
      case Score.LogProbability logProbability ->
          logProbabilityFate(status, logProbability.value());
      case Score.Contrastive contrastive -> choice(contrastive).sentence(status);
      case Score.Perturbed perturbed -> StochasticDraw.sentence(status, perturbed);
      case Score.Included included -> StochasticDraw.sentence(included);
      case Score.Sampled sampled -> sampledFate(status, sampled);
      case Score.Diverse diverse -> choice(diverse).sentence(status);
    };
  }

  private String unscored(NodeStatus status) {
    return switch (status) {
      case WRITING -> "The model is still writing this node.";
      case OPEN -> "Waiting in the frontier; it was not scored.";
      case EXPANDED -> "Part of the text that was drawn; the search went on below it.";
      case KEPT -> "Kept in the search; it was not scored.";
      case PRUNED -> "Out of the search.";
      case FINISHED -> "Completes a text" + finishedScore() + ".";
      case SOLUTION -> "Ends the text that was chosen" + finishedScore() + ".";
    };
  }

  private String finishedScore() {
    double finished = tree.finishedScore(node);
    return Double.isNaN(finished) ? "" : ", with the score " + score(finished);
  }

  private String aStarFate(NodeStatus status, Score.AStar star) {
    Expansions expansions = new Expansions(tree, cursor);
    @Nullable String taken = expansions.taken(node, star);
    return switch (status) {
      case WRITING -> "The model is still writing this step.";
      case OPEN, KEPT -> expansions.waiting(node, star);
      case EXPANDED ->
          taken == null ? "Expanded: its children were drawn from the model." : taken + ".";
      case PRUNED -> "Out of the search.";
      case FINISHED ->
          "Finishes a solution"
              + (taken == null ? "; it has not been taken from the frontier." : ". " + taken + ".");
      case SOLUTION ->
          "The answer the search chose. "
              + (taken == null
                  ? "No other finished solution had a lower f than " + score(star.value()) + "."
                  : taken + ".");
    };
  }

  private String beamFate(NodeStatus status, Score.Beam beam) {
    String place = ordinal(beam.rank() + 1);
    return switch (status) {
      case WRITING -> "Being scored.";
      case OPEN, KEPT, EXPANDED -> {
        @Nullable CutSeen cut = cutOfItsStep();
        String kept = "Kept: " + place + " of the candidates of its time step";
        yield cut == null
            ? kept + "; none was cut."
            : kept
                + ", %s above the best that was cut (%s)."
                    .formatted(score(beam.value() - cut.best()), score(cut.best()));
      }
      case PRUNED -> "Out of the beam.";
      case FINISHED ->
          "A finished hypothesis with %s = %s ÷ length penalty; ranked %s when it ended."
              .formatted(score(beam.value()), score(beam.sum()), place);
      case SOLUTION ->
          "The best finished hypothesis, with a score of %s.".formatted(score(beam.value()));
    };
  }

  private String solutionFate(NodeStatus status, Score.Solution solution) {
    Standing standing = Standing.among(tree, node, cursor, solution.value());
    String place =
        standing.count() == 1
            ? "the only one judged so far"
            : ordinal(standing.rank()) + " of " + standing.count() + " judged so far";
    String scored =
        "The reward model gives it %s (%s of %s), %s."
            .formatted(
                score(solution.value()),
                solution.aggregation(),
                Numbers.counted(solution.steps().size(), "step score"),
                place);
    return status == NodeStatus.SOLUTION ? "Chosen. " + scored : scored;
  }

  private static String particleFate(NodeStatus status, Score.Particle particle) {
    String scored =
        "The reward model gives it %s in round %d."
            .formatted(score(particle.value()), particle.round());
    return switch (status) {
      case SOLUTION -> "Chosen. " + scored;
      case FINISHED -> "Completes a solution. " + scored;
      case KEPT -> "Drawn to go on. " + scored;
      case WRITING, OPEN, EXPANDED, PRUNED -> scored;
    };
  }

  private static String shareFate(NodeStatus status, Score.Share share) {
    String held =
        "Particle %d came here with %s of the weight."
            .formatted(share.particle() + 1, Numbers.percent(share.value()));
    return switch (status) {
      case SOLUTION -> "The text that carries the most weight. " + held;
      case FINISHED -> "Completes a text. " + held;
      case KEPT -> "Drawn to go on. " + held;
      case WRITING, OPEN, EXPANDED, PRUNED -> held;
    };
  }

  private String logProbabilityFate(NodeStatus status, double value) {
    String scored = "The model itself gives it a log-probability of " + score(value) + ".";
    return switch (status) {
      case SOLUTION -> "Ends the chosen text. " + scored;
      case FINISHED -> "Completes a text. " + scored;
      case WRITING, OPEN, EXPANDED, KEPT, PRUNED -> scored;
    };
  }

  private String sentence(Reason reason, @Nullable Score score) {
    return switch (reason) {
      case Reason.BelowCut cut when score instanceof Score.Perturbed perturbed ->
          StochasticDraw.cut(perturbed, cut);
      case Reason.BelowCut cut when score instanceof Score.Diverse diverse ->
          choice(diverse).cut(cut);
      case Reason.BelowCut(int rank, int width, double value, double cut) ->
          "Pruned: ranked %s for %s; it missed the last place by %s."
              .formatted(ordinal(rank + 1), Numbers.counted(width, "place"), score(cut - value));
      case Reason.EndBeyondBeam(int rank, int width) ->
          "Pruned: its end of text ranked %s, and beyond the %s of the beam finished texts are not stored."
              .formatted(ordinal(rank + 1), Numbers.counted(width, "place"));
      case Reason.Displaced(double value, double worst) ->
          "It finished with %s, then a better one pushed it out of the full list, whose worst is now %s."
              .formatted(score(value), score(worst));
      case Reason.StoppedEarly(double bound, double worst) ->
          "The search ended while this was running: at best it could reach %s, and the worst finished text already has %s."
              .formatted(score(bound), score(worst));
      case Reason.Duplicate(int of) ->
          "The same tokens as node %d; drawn twice, counted once.".formatted(of);
      case Reason.TooDeep(int depth, int limit) ->
          "Not expanded: its depth of %d is the limit of %d.".formatted(depth, limit);
      case Reason.NoStepEnd(int tokens, int limit) ->
          "Dropped: no end of step within %d tokens (the limit is %d), drawn twice."
              .formatted(tokens, limit);
      case Reason.NoChildren() -> "A dead end: none of its continuations could be used.";
      case Reason.FrontierFull(int capacity, double priority, double worst) ->
          "Dropped: the frontier holds %s, and its f of %s was above the worst kept, %s."
              .formatted(Numbers.counted(capacity, "node"), score(priority), score(worst));
      case Reason.NotBestSibling(double priority, double best) ->
          "Not followed: only the best child goes on, and its f of %s lost to %s."
              .formatted(score(priority), score(best));
      case Reason.Outscored(double value, double best) ->
          "A complete solution with %s, but another has %s.".formatted(score(value), score(best));
      case Reason.Outvoted(double share, double best) ->
          "Its answer got a share of %s of the vote; the answer that won got %s."
              .formatted(score(share), score(best));
      case Reason.NotDrawn(double weight) ->
          "Its weight was %s, and resampling drew no copy of it.".formatted(score(weight));
      case Reason.ZeroWeight(String term) ->
          switch (term) {
            case "sampler" -> "Dead: the constraint allows no token that was drawn here.";
            case "end" -> "Dead: the text had to end here, and the constraint does not allow it.";
            case "critic" -> "Dead: the critic rules this text out.";
            default -> "Dead: its weight became 0 by the factor " + term + ".";
          };
      case Reason.Lookahead(int of) -> "Written only to judge where node %d leads.".formatted(of);
      case Reason.Forbidden(double probability) ->
          "Rejected: the constraint forbids this token, to which the model gave %s."
              .formatted(Numbers.percent(probability));
      case Reason.NotChosen(int chosen, double value, double best) ->
          score instanceof Score.Contrastive contrastive
              ? choice(contrastive).sentence(NodeStatus.PRUNED)
              : "Not chosen: %s, and node %d has %s.".formatted(score(value), chosen, score(best));
      case Reason.Threshold(double value, int drawn) ->
          "Not drawn: it came next after the %s, and its G of %s is the threshold κ by which they are weighed."
              .formatted(Numbers.counted(drawn, "text"), score(value));
    };
  }

  private static String sampledFate(NodeStatus status, Score.Sampled sampled) {
    String drawn =
        "A text drawn under the constraint: the model gives it %s, it was drawn with %s."
            .formatted(
                Numbers.percent(Math.exp(sampled.logProb())),
                Numbers.percent(Math.exp(sampled.logProposal())));
    return switch (status) {
      case SOLUTION -> "Named first. " + drawn;
      case WRITING, OPEN, EXPANDED, KEPT, PRUNED, FINISHED -> drawn;
    };
  }

  private String endingNote() {
    Ending ending = tree.endingAt(node, cursor);
    return switch (ending) {
      case null -> "";
      case SEPARATOR, END_OF_TEXT -> "";
      case ANSWER -> "It states a final answer.";
      case LENGTH -> "Its text was cut at the limit of tokens.";
      case CONTEXT -> "Its text was cut where the model's context ends.";
      case EMPTY -> "The model ended the text at once, so it adds nothing.";
    };
  }

  // The arithmetic.

  private ImmutableList<Term> terms(@Nullable Score score) {
    MutableList<Term> terms = Lists.mutable.empty();
    int by = tree.scoreEventAt(node, cursor);
    switch (score) {
      case null -> adaptation(terms);
      case Score.AStar star -> aStarTerms(star, by, terms);
      case Score.Beam beam -> {
        terms.add(new Term("Σ log p", score(beam.sum()), "of its tokens so far", by, false));
        terms.add(
            new Term("length", Integer.toString(beam.length()), "generated tokens", by, false));
        terms.add(new Term("score", score(beam.value()), "decides; higher goes first", by, true));
        terms.add(new Term("rank", ordinal(beam.rank() + 1), "of its time step", by, false));
        @Nullable CutSeen cut = tree.reasonAt(node, cursor) == null ? cutOfItsStep() : null;
        if (cut != null) {
          terms.add(
              new Term("cut", score(cut.best()), "the best that was cut", cut.event(), false));
          terms.add(new Term("margin", score(beam.value() - cut.best()), "score − cut", -1, true));
        }
      }
      case Score.Solution solution -> {
        boolean whole = solution.aggregation().equals(Aggregation.MODEL.label());
        for (int i = 0; i < solution.steps().size() && !whole; i++) {
          terms.add(
              new Term(
                  "step " + (i + 1),
                  score(solution.steps().get(i)),
                  stepNote(i, solution),
                  by,
                  false));
        }
        terms.add(
            new Term(
                solution.aggregation(),
                score(solution.value()),
                whole
                    ? "of the whole text, read as one step; the highest wins"
                    : "decides; the highest wins",
                by,
                true));
      }
      case Score.Share _ -> {
        // Told with the particle's history.
      }
      case Score.Particle particle -> {
        terms.add(
            new Term("r", score(particle.value()), "reward of the text up to here", by, false));
        terms.add(
            new Term(
                "logit",
                score(particle.logit()),
                "log(r / (1 − r)) ÷ τ; its weight goes with e to this",
                by,
                true));
      }
      case Score.LogProbability(double value) ->
          terms.add(new Term("log p", score(value), "under the model", by, true));
      case Score.Contrastive contrastive -> choice(contrastive).terms(by, terms);
      case Score.Perturbed perturbed -> StochasticDraw.terms(perturbed, by, terms);
      case Score.Included included -> StochasticDraw.terms(included, by, terms);
      case Score.Sampled sampled -> {
        terms.add(new Term("log P", score(sampled.logProb()), "under the model", by, false));
        terms.add(new Term("log q", score(sampled.logProposal()), "as it was drawn", by, false));
        terms.add(
            new Term(
                "log w",
                score(sampled.value()),
                "log P − log q; the same for all texts of an exact sampler",
                by,
                true));
      }
      case Score.Diverse diverse -> choice(diverse).terms(by, terms);
    }
    terms.add(
        new Term(
            "log p path",
            score(tree.pathLogProbAt(node, cursor)),
            "of the whole text down to here",
            -1,
            false));
    return terms.toImmutable();
  }

  /** How its draw moved the bound on surprise, where there is one. */
  private void adaptation(MutableList<Term> terms) {
    // Told of the parent, just before the draw that is told just before the node appears.
    int at = tree.bornBy(node) - 2;
    if (at >= 0
        && events.event(at)
            instanceof SearchEvent.Adapted(int parent, double surprise, double before, double after)
        && parent == tree.parent(node)) {
      terms.add(new Term("surprise", score(surprise), "−log2 p, in bits", at, false));
      terms.add(new Term("μ", score(before), "the most that was allowed", at, true));
      terms.add(new Term("next μ", score(after), "μ − η·(surprise − τ)", at, false));
    }
  }

  private static String stepNote(int i, Score.Solution solution) {
    if (i == 0) {
      return "reward model's score of it";
    }
    double change = solution.steps().get(i) - solution.steps().get(i - 1);
    return (change >= 0 ? "+" : "") + score(change) + " against the step before";
  }

  private void aStarTerms(Score.AStar star, int by, MutableList<Term> terms) {
    Score above = tree.scoreAt(tree.parent(node), cursor);
    double regressionAbove = star.regression() - star.charged();
    boolean logReward = costsLogReward(star);
    String parent =
        logReward
            ? "−log r, the cost of the step"
            : above instanceof Score.AStar up
                ? "max(0, h − %s), h of the parent".formatted(score(up.h()))
                : "max(0, h − h of the parent)";
    Weight weight = Weight.of(star);
    terms.add(new Term("r", score(star.reward()), "reward of the text up to here", by, false));
    if (!logReward) {
      terms.add(new Term("h", score(star.h()), "1 − r, what may still be lost", by, false));
    }
    terms.add(new Term("charged", score(star.charged()), parent, by, false));
    terms.add(
        new Term(
            "R",
            score(star.regression()),
            "%s above + %s here".formatted(score(regressionAbove), score(star.charged())),
            by,
            false));
    terms.add(
        new Term(
            "f",
            score(star.value()),
            logReward ? "R: the product of the rewards decides" : weight.formula(star),
            by,
            true));
    SearchEvent.@Nullable Popped popped = popped();
    if (popped != null) {
      terms.add(
          new Term(
              "rank",
              "1st of " + (popped.frontierSize() + 1),
              "in the frontier when it was taken",
              tree.popsAt(cursor).detect(p -> p.node() == node).event(),
              false));
    }
  }

  /**
   * Whether a step costs −log r and not the rise of h; where it costs nothing both are the same.
   */
  private static boolean costsLogReward(Score.AStar star) {
    return star.h() == 0
        && star.charged() > 0
        && star.value() == star.regression()
        && Math.abs(star.charged() + Math.log(Math.max(LEAST_REWARD, star.reward()))) < 1e-3;
  }

  private SearchEvent.@Nullable Popped popped() {
    for (int i = 0; i < tree.events(node).size(); i++) {
      int event = tree.events(node).get(i);
      if (event < cursor && events.event(event) instanceof SearchEvent.Popped popped) {
        return popped;
      }
    }
    return null;
  }

  private ImmutableList<Term> terms(@Nullable Reason reason) {
    int by = tree.statusEventAt(node, cursor);
    return switch (reason) {
      case null -> Lists.immutable.empty();
      case Reason.BelowCut cut ->
          Lists.immutable.of(
              new Term("cut", score(cut.cut()), "score of the last that was kept", by, false),
              new Term(
                  "margin",
                  score(cut.score() - cut.cut()),
                  "score − cut; below 0 is out",
                  by,
                  true));
      case Reason.EndBeyondBeam end ->
          Lists.immutable.of(
              new Term("width", Integer.toString(end.width()), "places in the beam", by, true));
      case Reason.Displaced displaced ->
          Lists.immutable.of(
              new Term("worst kept", score(displaced.worstKept()), "finished texts", by, true));
      case Reason.StoppedEarly stopped ->
          Lists.immutable.of(
              new Term("bound", score(stopped.bound()), "the best it could reach", by, false),
              new Term("worst", score(stopped.worst()), "of the finished texts", by, true));
      case Reason.FrontierFull full ->
          Lists.immutable.of(
              new Term("worst kept", score(full.worstKept()), "f in the full frontier", by, true));
      case Reason.NotBestSibling sibling ->
          Lists.immutable.of(
              new Term("best", score(sibling.best()), "f of the best sibling", by, true));
      case Reason.Outscored outscored ->
          Lists.immutable.of(
              new Term("best", score(outscored.best()), "score of the chosen one", by, true));
      case Reason.Outvoted outvoted ->
          Lists.immutable.of(
              new Term("best", score(outvoted.best()), "share of the answer that won", by, true));
      case Reason.NotChosen rival ->
          Lists.immutable.of(
              new Term("best", score(rival.best()), "node " + rival.chosen(), by, true));
      case Reason.Threshold threshold ->
          Lists.immutable.of(
              new Term("κ", score(threshold.value()), "the threshold, this text's G", by, true));
      case Reason.NotDrawn drawn ->
          Lists.immutable.of(
              new Term("weight", score(drawn.weight()), "share of all particles", by, true));
      case Reason.Duplicate _,
          Reason.TooDeep _,
          Reason.NoStepEnd _,
          Reason.NoChildren _,
          Reason.ZeroWeight _,
          Reason.Lookahead _,
          Reason.Forbidden _ ->
          Lists.immutable.of(
              new Term("dropped", "event " + Numbers.count(by + 1L), "wrote this", by, false));
    };
  }

  private static Term term(String name, int event, String note) {
    return new Term(name, "event " + Numbers.count(event), note, event - 1, false);
  }

  /** The best score that was cut in the step in which this node was scored. */
  private @Nullable CutSeen cutOfItsStep() {
    int from = tree.scoreEventAt(node, cursor);
    if (from < 0) {
      return null;
    }
    CutSeen best = null;
    for (int i = from; i < Math.min(cursor, events.size()); i++) {
      SearchEvent event = events.event(i);
      if (event instanceof SearchEvent.Stepped) {
        break;
      }
      if (event instanceof SearchEvent.Pruned(int _, Reason.BelowCut cut)
          && (best == null || cut.score() > best.best())) {
        best = new CutSeen(i, cut.score());
      }
    }
    return best;
  }

  private record CutSeen(int event, double best) {}

  // What would have decided otherwise.

  private String counterfactual(NodeStatus status, @Nullable Score score) {
    if (score instanceof Score.Contrastive contrastive) {
      return choice(contrastive).whatIf();
    }
    if (score instanceof Score.Diverse diverse && tree.endingAt(node, cursor) == null) {
      return choice(diverse).whatIf();
    }
    return status == NodeStatus.OPEN && score instanceof Score.AStar star
        ? new Expansions(tree, cursor).whatIf(node, star)
        : constraint().whatIf();
  }

  /** Whether the search is over at a cursor, and how. */
  static @Nullable Outcome outcomeAt(SearchTree tree, int cursor) {
    SearchEvent.Concluded concluded = tree.conclusionAt(cursor);
    return concluded == null ? null : concluded.outcome();
  }

  /** A solution's place among all that are judged. */
  private record Standing(int rank, int count) {

    static Standing among(SearchTree tree, int node, int cursor, double value) {
      int better = 0;
      int count = 0;
      ImmutableIntList finished = tree.finishedAt(cursor);
      for (int i = 0; i < finished.size(); i++) {
        int other = finished.get(i);
        if (tree.scoreAt(other, cursor) instanceof Score.Solution solution) {
          count++;
          // On equal scores the first drawn wins, as in choosing.
          if (solution.value() > value || (solution.value() == value && other < node)) {
            better++;
          }
        }
      }
      return new Standing(better + 1, Math.max(count, better + 1));
    }
  }
}
