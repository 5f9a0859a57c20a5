package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.beam.DiverseBeam.Group;
import dev.espalier.search.algorithm.beam.DiverseBeam.Hypothesis;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Diverse beam search: beams in groups that choose one after the other, each penalised for what the
 * groups before it have chosen.
 *
 * <pre>{@code
 * run_g <- {prompt}; fin_g <- {} for each of G groups  ▷ Rooted
 * for t = 1, 2, ...  ▷ Iterated: t = iteration
 *   for g = 0 .. G - 1, unless it is over  ▷ Scored.Diverse: g = group
 *     S(y v) <- Theta(y) + log p(v | y) - lambda * sum over h < g of likeness(Y_h, y v)
 *       ▷ Masked: y = node, allowed, mass
 *       ▷ Scored.Diverse: sum, lambda = strength, likeness, S = score
 *     C <- the K = max(2, 1 + #ends) B' best extensions of run_g by S
 *       ▷ Grown: y = parent, v = text, log p = logProb; Pruned.NoChildren: y = node
 *     next <- {}
 *     for rank r, candidate c in C  ▷ Scored.Diverse: r = rank, without penalties = plainRank, c = node
 *       if c ends: if r < B' then add c to fin_g with S / t^lp
 *         ▷ Ended: c = node, ending; Finished: c = node, S / t^lp = score
 *         ▷ Pruned.EndBeyondBeam: c = node, r = rank, B' = width
 *       else if |next| < B' and (backfill or r < B'): add c to next
 *         ▷ Kept: c = node, rank; Pruned.BelowCut: c = node, r = rank, B' = width, S = score, cut
 *     fin_g <- the B' best of fin_g  ▷ Pruned.Displaced: c = node, score, worst = worstKept
 *     Y_g <- next, and what ended just now if ends are counted
 *     run_g <- next, Theta(c) <- S(c), or the sum without penalties if they do not persist
 *     g is over if run_g is empty, or fin_g is full and cannot be improved
 *       ▷ Pruned.StoppedEarly: c = node, bound, worst
 * return all fin_g, best first  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>B, G, B'</td><td>{@code width}, {@code groups}, width / groups</td></tr>
 *   <tr><td>λ</td><td>{@code diversity}</td></tr>
 *   <tr><td>Δ</td><td>{@link Dissimilarity}, here a likeness of at least 0 that is subtracted</td></tr>
 *   <tr><td>Θ, Y_g</td><td>{@link Hypothesis#kept()}, {@link Group#seen()}</td></tr>
 *   <tr><td>lp</td><td>{@link StopRule#lengthPenalty()}</td></tr>
 * </table>
 *
 * <p>Complexity: at most B rows a time step, in one call; the groups wait for each other's choices,
 * not for the model.
 *
 * <p>Departures: published versions differ, so what differs is a parameter. The preset {@code hf}
 * follows the group beam search that Hugging Face transformers had until version 4: ends are not
 * counted, and candidates of lower rank fill the places of hypotheses that ended. The preset {@code
 * paper} counts ends, and a hypothesis that ends uses its place up until the next step. Penalties
 * persist in the scores unless told otherwise: the paper's equation leaves them out of Θ, its
 * algorithm and both programs keep them. {@code timing=staggered} lets group g run g − 1 steps
 * behind, as the authors' program does, so that it sees what became of the tokens it is to avoid.
 * {@code counted=candidates} counts all K candidates of a group, as fairseq does. A group stops by
 * the rule of {@link BeamSearch}, so that without diversity each group is that search with B'
 * beams; the library's group search used an older rule. The paper's Δ is of either sign as printed;
 * all are penalties here. A group that is over counts for nothing, where the library counted
 * padding.
 *
 * <p>Vijayakumar et al., "Diverse Beam Search: Decoding Diverse Solutions from Neural Sequence
 * Models", arXiv 1610.02424 (2016).
 */
public final class DiverseBeamSearch implements SearchAlgorithm<DiverseBeam> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole(
                  "width",
                  "How many hypotheses there are in all groups together (B).",
                  4,
                  1,
                  1_000),
              new Parameter.Whole(
                  "groups", "How many groups share them (G); divides the width.", 2, 1, 1_000),
              new Parameter.Real(
                  "diversity",
                  "Strength λ of the penalty for being like earlier groups; 0 is no penalty.",
                  0.5,
                  0,
                  1_000_000),
              new Parameter.Choice(
                  "dissimilarity",
                  "What counts as alike: the token at the same place, all tokens so far, n-grams"
                      + " anywhere, or one of these softly by the cosine of token embeddings.",
                  "hamming",
                  Dissimilarity.NAMES),
              new Parameter.Choice(
                  "preset",
                  "Whose version: Hugging Face's (hf) or the paper's; they treat ends differently.",
                  "hf",
                  Lists.immutable.with("hf", "paper")),
              new Parameter.Choice(
                  "count-ends",
                  "Whether an end of text counts as a choice to be unlike; hf: false, paper: true.",
                  GroupRules.BY_PRESET,
                  Lists.immutable.with(GroupRules.BY_PRESET, "true", "false")),
              new Parameter.Choice(
                  "backfill",
                  "Whether lower ranks fill the places of what ended; hf: true, paper: false.",
                  GroupRules.BY_PRESET,
                  Lists.immutable.with(GroupRules.BY_PRESET, "true", "false")),
              new Parameter.Choice(
                  "timing",
                  "All groups at the same length (lock-step), or each a step behind the one"
                      + " before.",
                  "lock-step",
                  Lists.immutable.with("lock-step", "staggered")),
              new Parameter.Choice(
                  "counted",
                  "What of an earlier group counts: what it kept, or all its candidates.",
                  "kept",
                  Lists.immutable.with("kept", "candidates")),
              new Parameter.Switch(
                  "persist", "Whether a penalty stays in the score of what follows.", true),
              new Parameter.Choice(
                  "rank",
                  "Order of the results: by scores with penalties, or without.",
                  "penalised",
                  Lists.immutable.with("penalised", "raw")),
              new Parameter.Real(
                  "gamma",
                  "Γ of the cumulative likeness: how slowly it fades with tokens that differ.",
                  1,
                  0.001,
                  1_000_000),
              new Parameter.Whole("ngram-size", "Length of the n-grams compared.", 2, 1, 100))
          .newWithAll(StopRule.PARAMETERS)
          .newWith(
              new Parameter.Whole("max-tokens", "Stop after this many tokens.", 400, 1, 1_000_000));

  private final int groups;
  private final GroupRules rules;
  private final boolean staggered;
  private final boolean rankRaw;
  private final int maxTokens;

  private DiverseBeamSearch(Settings settings) {
    groups = settings.whole("groups");
    rules = GroupRules.of(settings);
    staggered = settings.text("timing").equals("staggered");
    rankRaw = settings.text("rank").equals("raw");
    maxTokens = settings.whole("max-tokens");
  }

  public static DiverseBeamSearch of(Settings settings) {
    return new DiverseBeamSearch(settings);
  }

  @Override
  public String name() {
    return "diverse-beam";
  }

  @Override
  public Transition<DiverseBeam> init(Problem problem) {
    Hypothesis root = new Hypothesis(0, TokenSequence.of(problem.prompt()), 0, 0, 0);
    Group group =
        new Group(
            Lists.immutable.with(root), Lists.immutable.empty(), Lists.immutable.empty(), 0, false);
    return new Transition<>(
        new DiverseBeam(
            Lists.immutable.fromStream(Stream.generate(() -> group).limit(groups)),
            problem.prompt().size(),
            0,
            1,
            false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<DiverseBeam> step(DiverseBeam beam, Models models) {
    int contextLength = models.language().description().contextLength();
    MutableList<SearchEvent> events = Lists.mutable.empty();
    if (beam.promptLength() > contextLength) {
      events.add(new SearchEvent.Ended(0, Ending.CONTEXT));
      return end(beam, models, events, Outcome.EXHAUSTED, "the prompt fills the whole context");
    }
    int time = beam.time() + 1;
    events.add(new SearchEvent.Iterated(time));
    int most = Math.max(2, 1 + models.tokenizer().endTokens().size()) * rules.width();
    // The tokens of a row that earlier groups chose, beside as many that they did not.
    int reach = most * (groups + 1);
    ImmutableList<Hypothesis> asked =
        beam.groups()
            .zipWithIndex()
            .select(each -> acts(each.getOne(), each.getTwo(), time))
            .flatCollect(each -> each.getOne().running());
    ImmutableList<NextTokens> rows =
        models
            .language()
            .evaluate(
                asked.collect(Hypothesis::sequence),
                rules.dissimilarity().touchesFew() ? Wanted.top(reach) : Wanted.ALL_TOKENS)
            .rows();
    events.add(new SearchEvent.Charged(Cost.modelCall(rows.size())));
    Decoding.noteMasks(
        rows, asked.collectInt(Hypothesis::node, IntLists.mutable.empty()).toImmutable(), events);

    int longest = Math.min(maxTokens, Math.max(1, contextLength - beam.promptLength()));
    MutableList<Group> after = Lists.mutable.empty();
    int node = beam.nextNode();
    int row = 0;
    for (int g = 0; g < groups; g++) {
      Group group = beam.groups().get(g);
      if (acts(group, g, time)) {
        int until = row + group.running().size();
        GroupTurn turn =
            new GroupTurn(
                rules,
                group,
                g,
                after.toImmutable(),
                beam.promptLength(),
                longest,
                longest == maxTokens ? Ending.LENGTH : Ending.CONTEXT,
                most,
                reach);
        GroupTurn.Taken taken = turn.take(rows.subList(row, until), node, models, events);
        after.add(taken.group());
        node = taken.nextNode();
        row = until;
      } else {
        after.add(group.silent());
      }
    }
    DiverseBeam next = new DiverseBeam(after.toImmutable(), beam.promptLength(), time, node, false);
    if (next.groups().anySatisfy(group -> !group.over())) {
      return new Transition<>(next, events.toImmutable());
    }
    return next.groups().allSatisfy(group -> group.done().isEmpty())
        ? end(next, models, events, Outcome.EXHAUSTED, "no token has any probability")
        : end(next, models, events, Outcome.SOLVED, "every group has its texts");
  }

  /** Whether a group takes a turn in a step; staggered, each starts a step after the one before. */
  private boolean acts(Group group, int index, int time) {
    return !group.over() && (!staggered || time > index);
  }

  @Override
  public Transition<DiverseBeam> conclude(
      DiverseBeam beam, Models models, Outcome why, String explanation) {
    return end(beam, models, Lists.mutable.empty(), why, explanation);
  }

  /** Finished hypotheses of all groups are the results; where there are none, the running ones. */
  private Transition<DiverseBeam> end(
      DiverseBeam beam,
      Models models,
      MutableList<SearchEvent> events,
      Outcome outcome,
      String explanation) {
    ImmutableList<Hypothesis> done = beam.groups().flatCollect(Group::done);
    ImmutableList<Hypothesis> texts =
        done.isEmpty()
            ? beam.groups().flatCollect(Group::running).reject(h -> h.node() == 0)
            : done;
    events.add(
        new SearchEvent.Concluded(
            outcome,
            explanation,
            texts
                .collect(h -> {
                  var tokens = h.sequence().suffix(beam.promptLength());
                  return new Result(
                      h.node(),
                      tokens,
                      models.tokenizer().decode(tokens),
                      h.sum(),
                      rankRaw && done.notEmpty()
                          ? rules.stop().value(h.sum(), tokens.size())
                          : h.value(),
                      null);
                })
                .toSortedList((a, b) -> Double.compare(rank(b), rank(a)))
                .toImmutable()));
    return new Transition<>(
        new DiverseBeam(beam.groups(), beam.promptLength(), beam.time(), beam.nextNode(), true),
        events.toImmutable());
  }

  private static double rank(Result result) {
    Double score = result.score();
    return score == null ? Double.NEGATIVE_INFINITY : score;
  }
}
