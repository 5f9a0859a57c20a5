package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Decoding.Candidate;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.beam.Beam.Hypothesis;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Beam search: all extensions of B hypotheses compete, and the B best go on.
 *
 * <pre>{@code
 * run <- {prompt}; fin <- {}  ▷ Rooted
 * for t = 1 .. maxNew  ▷ Iterated: t = iteration
 *   C <- the K = max(2, 1 + #ends) B best of { s_i + log p(v | y_i) } over all i, v
 *     ▷ Masked: y_i = node, allowed, mass; Grown: y_i = parent, v = text, log p = logProb
 *     ▷ Pruned.NoChildren: y_i = node
 *   next <- {}
 *   for rank r, candidate c in C  ▷ Scored: r = rank, c = node, s = sum
 *     if c ends (or t = maxNew): if r < B then add c to fin with s / t^lp
 *       ▷ Ended: c = node, ending; Finished: c = node, s / t^lp = score
 *       ▷ Pruned.EndBeyondBeam: c = node, r = rank, B = width
 *     else if |next| < B: add c to next
 *       ▷ Kept: c = node, rank; Pruned.BelowCut: c = node, r = rank, B = width, s = score, cut
 *   fin <- the B best of fin  ▷ Pruned.Displaced: c = node, score, worst = worstKept
 *   worst <- the least of fin if |fin| = B, else -inf  ▷ Pruned.StoppedEarly: worst
 *   bound <- best of next / L^lp, L = maxNew if early = never and lp > 0, else t
 *     ▷ Pruned.StoppedEarly: bound
 *   run <- next
 *   until next is empty, or bound <= worst, or early = true and |fin| = B
 *     ▷ Pruned.StoppedEarly: c = node, bound, worst
 * return fin  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>B</td><td>{@code width}</td></tr>
 *   <tr><td>lp</td><td>{@link StopRule#lengthPenalty()}</td></tr>
 *   <tr><td>early</td><td>{@link EarlyStopping}</td></tr>
 *   <tr><td>run, fin</td><td>{@link Beam#running()}, {@link Beam#done()}</td></tr>
 *   <tr><td>s_i</td><td>{@link Hypothesis#sum()}</td></tr>
 * </table>
 *
 * <p>Complexity: at most B rows a time step, in one call.
 *
 * <p>Departures: semantics follow Hugging Face transformers 5; textbook search is {@code
 * early-stopping=never} with {@code length-penalty=0}. Ties are broken by parent, then token id,
 * where that library leaves them to the tensor library.
 *
 * <p>Reddy, "Speech Understanding Systems" (1977); Graves, arXiv 1211.3711, for the neural form.
 */
public final class BeamSearch implements SearchAlgorithm<Beam> {

  /** When a beam that has enough finished hypotheses stops. */
  public enum EarlyStopping {
    /** As soon as it has as many as it is wide. */
    TRUE,
    /** When the best running one would not enter the list at its present length. */
    FALSE,
    /** When no running one could enter the list at any length. */
    NEVER
  }

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable
          .<Parameter>with(
              new Parameter.Whole(
                  "width", "How many hypotheses go on at each step (B).", 4, 1, 1_000))
          .newWithAll(StopRule.PARAMETERS)
          .newWith(
              new Parameter.Choice(
                  "preset",
                  "textbook: no length penalty and no early stopping, whatever stands above.",
                  "hf",
                  Lists.immutable.with("hf", "textbook")))
          .newWith(
              new Parameter.Whole("max-tokens", "Stop after this many tokens.", 400, 1, 1_000_000));

  private final int width;
  private final StopRule rule;
  private final int maxTokens;

  public BeamSearch(int width, double lengthPenalty, EarlyStopping earlyStopping, int maxTokens) {
    if (width < 1) {
      throw new IllegalArgumentException("a beam of width " + width + "; at least 1 is needed");
    }
    this.width = width;
    this.rule = new StopRule(lengthPenalty, earlyStopping);
    this.maxTokens = maxTokens;
  }

  public static BeamSearch of(Settings settings) {
    StopRule rule =
        settings.text("preset").equals("textbook")
            ? new StopRule(0, EarlyStopping.NEVER)
            : StopRule.of(settings);
    return new BeamSearch(
        settings.whole("width"), rule.lengthPenalty(), rule.early(), settings.whole("max-tokens"));
  }

  @Override
  public String name() {
    return "beam";
  }

  @Override
  public Transition<Beam> init(Problem problem) {
    Hypothesis root = new Hypothesis(0, TokenSequence.of(problem.prompt()), 0, 0);
    return new Transition<>(
        new Beam(
            Lists.immutable.with(root),
            Lists.immutable.empty(),
            problem.prompt().size(),
            0,
            1,
            false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<Beam> step(Beam beam, Models models) {
    int contextLength = models.language().description().contextLength();
    int length = beam.running().getFirst().sequence().length();
    MutableList<SearchEvent> events = Lists.mutable.empty();
    if (length > contextLength) {
      events.add(new SearchEvent.Ended(0, Ending.CONTEXT));
      return end(beam, models, events, Outcome.EXHAUSTED, "the prompt fills the whole context");
    }
    int time = beam.time() + 1;
    events.add(new SearchEvent.Iterated(time));
    ImmutableList<Candidate> candidates = candidates(beam, models, events);
    if (candidates.isEmpty()) {
      return deadEnd(beam, models, events);
    }
    int longest = longest(beam, contextLength);
    boolean lastStep = time == longest;

    int node = beam.nextNode();
    MutableList<Hypothesis> next = Lists.mutable.empty();
    MutableList<Hypothesis> done = beam.done().toList();
    MutableList<SearchEvent> losses = Lists.mutable.empty();
    for (int rank = 0; rank < candidates.size(); rank++) {
      Candidate c = candidates.get(rank);
      Hypothesis parent = beam.running().get(c.parent());
      boolean ends = models.tokenizer().endTokens().contains(c.token());
      double value = ends || lastStep ? rule.value(c.score(), time) : c.score();
      Hypothesis child =
          new Hypothesis(node++, parent.sequence().append(c.token()), c.score(), value);
      events.add(
          new SearchEvent.Grown(
              child.node(),
              parent.node(),
              IntLists.immutable.with(c.token()),
              models.tokenizer().text(c.token()),
              c.logProb()));
      events.add(
          new SearchEvent.Scored(child.node(), new Score.Beam(c.score(), time, value, rank)));
      if (ends || lastStep) {
        events.add(
            new SearchEvent.Ended(
                child.node(),
                ends
                    ? time == 1 ? Ending.EMPTY : Ending.END_OF_TEXT
                    : time == maxTokens ? Ending.LENGTH : Ending.CONTEXT));
        if (rank < width) {
          done.add(child);
        } else {
          losses.add(new SearchEvent.Pruned(child.node(), new Reason.EndBeyondBeam(rank, width)));
        }
      } else if (next.size() < width) {
        next.add(child);
      } else {
        losses.add(
            new SearchEvent.Pruned(
                child.node(), new Reason.BelowCut(rank, width, c.score(), next.getLast().sum())));
      }
    }
    done.sort((a, b) -> Double.compare(b.value(), a.value()));
    while (done.size() > width) {
      Hypothesis displaced = done.removeLast();
      losses.add(
          new SearchEvent.Pruned(
              displaced.node(), new Reason.Displaced(displaced.value(), done.getLast().value())));
    }
    for (Hypothesis hypothesis : done) {
      if (hypothesis.node() >= beam.nextNode()) {
        events.add(new SearchEvent.Finished(hypothesis.node(), hypothesis.value()));
      }
    }
    next.forEachWithIndex((child, rank) -> events.add(new SearchEvent.Kept(child.node(), rank)));
    events.addAll(losses);
    long kept = (long) next.size() + done.count(h -> h.node() >= beam.nextNode());
    events.add(new SearchEvent.Charged(Cost.generated(kept)));
    Beam after =
        new Beam(next.toImmutable(), done.toImmutable(), beam.promptLength(), time, node, false);
    return stopOrGoOn(after, longest, models, events);
  }

  /** The best extensions, more than the beam is wide so that it stays full when some end. */
  private ImmutableList<Candidate> candidates(
      Beam beam, Models models, MutableList<SearchEvent> events) {
    int most = Math.max(2, 1 + models.tokenizer().endTokens().size()) * width;
    // No more than the best of a single row can be among the best of all.
    ImmutableList<NextTokens> rows =
        models
            .language()
            .evaluate(beam.running().collect(Hypothesis::sequence), Wanted.top(most))
            .rows();
    events.add(new SearchEvent.Charged(Cost.modelCall(rows.size())));
    Decoding.noteMasks(
        rows,
        beam.running().collectInt(Hypothesis::node, IntLists.mutable.empty()).toImmutable(),
        events);
    MutableList<Candidate> all = Lists.mutable.empty();
    rows.forEachWithIndex((row, i) -> {
      for (int k = 0; k < row.size(); k++) {
        double logProb = row.logProb(k);
        if (logProb > Double.NEGATIVE_INFINITY) {
          all.add(new Candidate(i, row.token(k), logProb, beam.running().get(i).sum() + logProb));
        }
      }
    });
    all.sort(Candidate.BEST_FIRST);
    return all.take(most).toImmutable();
  }

  /** The most tokens a hypothesis can have; a full context still predicts one more. */
  private int longest(Beam beam, int contextLength) {
    return Math.min(maxTokens, Math.max(1, contextLength - beam.promptLength()));
  }

  /** No token may follow any running hypothesis: what has finished is all there is. */
  private Transition<Beam> deadEnd(Beam beam, Models models, MutableList<SearchEvent> events) {
    beam.running()
        .forEach(hypothesis ->
            events.add(new SearchEvent.Pruned(hypothesis.node(), new Reason.NoChildren())));
    return beam.done().isEmpty()
        ? end(beam, models, events, Outcome.EXHAUSTED, "no token has any probability")
        : end(beam, models, events, Outcome.SOLVED, "no running hypothesis can go on");
  }

  private Transition<Beam> stopOrGoOn(
      Beam beam, int longest, Models models, MutableList<SearchEvent> events) {
    if (beam.running().isEmpty()) {
      return end(beam, models, events, Outcome.SOLVED, "every hypothesis in the beam has finished");
    }
    boolean full = beam.done().size() == width;
    double bound = rule.bound(beam.running().getFirst().sum(), beam.time(), longest);
    double worst = full ? beam.done().getLast().value() : Double.NEGATIVE_INFINITY;
    if (full && rule.ends(bound, worst)) {
      beam.running()
          .forEach(hypothesis ->
              events.add(
                  new SearchEvent.Pruned(
                      hypothesis.node(), new Reason.StoppedEarly(bound, worst))));
      return end(
          beam,
          models,
          events,
          Outcome.SOLVED,
          rule.early() == EarlyStopping.TRUE
              ? "as many hypotheses have finished as the beam is wide"
              : "no running hypothesis can still enter the list");
    }
    return new Transition<>(beam, events.toImmutable());
  }

  @Override
  public Transition<Beam> conclude(Beam beam, Models models, Outcome why, String explanation) {
    return end(beam, models, Lists.mutable.empty(), why, explanation);
  }

  /** Finished hypotheses are the results; where there are none, the running ones stand in. */
  private Transition<Beam> end(
      Beam beam,
      Models models,
      MutableList<SearchEvent> events,
      Outcome outcome,
      String explanation) {
    ImmutableList<Hypothesis> best =
        beam.done().isEmpty() && beam.time() > 0 ? beam.running() : beam.done();
    events.add(
        new SearchEvent.Concluded(
            outcome,
            explanation,
            best.collect(h -> {
              var tokens = h.sequence().suffix(beam.promptLength());
              return new Result(
                  h.node(), tokens, models.tokenizer().decode(tokens), h.sum(), h.value(), null);
            })));
    return new Transition<>(
        new Beam(
            beam.running(), beam.done(), beam.promptLength(), beam.time(), beam.nextNode(), true),
        events.toImmutable());
  }
}
