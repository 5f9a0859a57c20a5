package dev.espalier.search.algorithm.smc.constrained;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.smc.Particle;
import dev.espalier.search.algorithm.smc.Population;
import dev.espalier.search.algorithm.smc.Resampling;
import dev.espalier.search.algorithm.smc.SequentialMonteCarlo;
import dev.espalier.search.algorithm.smc.rejection.Distribution;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.WeightTerm;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.potential.Potential;
import dev.espalier.search.token.TokenSequence;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/**
 * Sequential Monte Carlo under a constraint: particles grow token by token, each token drawn among
 * the allowed ones with a proper weight, so that together they stand for the model's distribution
 * of texts given that the constraint holds.
 *
 * <pre>{@code
 * N particles: the empty text, lw <- 0, tw <- 0  ▷ Rooted
 * while any goes on  ▷ Iterated: t = iteration
 *   one call of the model for all that go on
 *   for each that goes on
 *     lw -= tw;  tw <- 0
 *     if this is token T: x <- end of text;  lw += log p(x) if the constraint allows it, else -inf
 *     else (x, w) <- tokenSampler(p, allowed);  lw += log w
 *       ▷ Tried: particle, draw, x = text, log p(x) = logProb, allowed; Masked: node, allowed, mass
 *     append x  ▷ Grown: x = text, log p(x) = logProb, node
 *     if x ends the text: lw += log critic.complete(text)  ▷ Ended: node, ending
 *     else if tau > 0: tw <- log critic.prefix(text);  lw += tw
 *   W <- exp(lw) / sum of exp(lw);  ESS <- 1 / sum of W^2
 *     ▷ Reweighed: particle, terms, lw = logWeight; Scored: particle, lw = logWeight, W = value
 *     ▷ Pruned.ZeroWeight: node, by = term; Finished: node, W = score
 *     ▷ Weighed: W = weights, ESS = effectiveSize, log Z = logEvidence
 *   resample if ESS < tau N
 *     ▷ Pruned.NotDrawn: node, W = weight; Resampled: ancestors; Kept: particle = rank, node
 * return the texts by their weights  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>N, tau</td><td>{@code particles}, {@code ess-threshold}</td></tr>
 *   <tr><td>T</td><td>{@code max-tokens}, the end of text included</td></tr>
 *   <tr><td>lw</td><td>{@link Particle#logWeight}</td></tr>
 *   <tr><td>tw</td><td>{@link Particle#twist}</td></tr>
 *   <tr><td>tokenSampler</td><td>{@code sampler}, a {@link
 *       dev.espalier.search.algorithm.smc.rejection.TokenSampler}</td></tr>
 * </table>
 *
 * <p>The target is p(text)·critic(text) over the texts of at most T tokens, the end included, that
 * the constraint allows. A critic's judgement of beginnings changes the variance and not the
 * target, for it is taken back by the next. Log Ẑ estimates the probability that the model's own
 * text is of this kind, times the critic.
 *
 * <p>Complexity: T calls of the model with up to N rows each; particles of the same text share a
 * row. The constraint is asked about each distinct token that is drawn, a number that does not grow
 * with the vocabulary; with {@code sampler mask} about every token. A {@code condition} of the
 * user's own, a list of words to {@code stop} and an expression to {@code match} are asked about
 * the same tokens, after the constraint has allowed them. Any of them, or a critic, can stand in
 * its place; then every token that has a text is allowed where they do not forbid it.
 *
 * <p>Departures: the end tokens of a model count as one. {@code ars} keeps the weights of locally
 * constrained decoding, which are not proper, to be compared with.
 *
 * <p>Lipkin et al., "Fast Controlled Generation from Language Models with Adaptive Weighted
 * Rejection Sampling", arXiv 2504.05410 (2025); Loula et al., "Syntactic and Semantic Control of
 * Large Language Models via Sequential Monte Carlo", arXiv 2504.13139 (2025); Lew et al., arXiv
 * 2306.03081 (2023).
 */
public final class SmcAwrs implements SearchAlgorithm<SmcState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      SequentialMonteCarlo.parameters(10, 0.5, Resampling.STRATIFIED)
          .newWithAll(Samplers.PARAMETERS)
          .newWithAll(Condition.PARAMETERS)
          .newWith(Critic.PARAMETER)
          .newWith(
              new Parameter.Whole(
                  "max-tokens",
                  "Longest text, in tokens, its end included; one that is still open then has to"
                      + " end.",
                  256,
                  1,
                  100_000));

  /** Parameters that can bind texts without a constraint. */
  public static final ImmutableList<String> BINDING =
      Condition.PARAMETERS.newWith(Critic.PARAMETER).collect(Parameter::name);

  /** Below the key of the prompt, of which the draws at each time are children from 0 up. */
  private static final int RESAMPLING_STREAM = -1;

  private static final SequentialMonteCarlo.View<Strand> VIEW =
      new SequentialMonteCarlo.View<>(Strand::node, Strand::goesOn);

  private final SequentialMonteCarlo smc;
  private final Samplers samplers;
  private final Condition condition;
  private final Critic critic;
  private final int maxTokens;

  private SmcAwrs(Settings settings) {
    smc = SequentialMonteCarlo.of(settings);
    samplers = Samplers.of(settings);
    condition = Condition.of(settings);
    critic = new Critic(settings.text("critic"));
    maxTokens = settings.whole("max-tokens");
  }

  public static SmcAwrs of(Settings settings) {
    return new SmcAwrs(settings);
  }

  @Override
  public String name() {
    return "smc-awrs";
  }

  @Override
  public boolean appliesConstraint() {
    return true;
  }

  @Override
  public Transition<SmcState> init(Problem problem) {
    return new Transition<>(
        SmcState.initial(problem, smc.size()),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<SmcState> step(SmcState state, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    // The end of a text is never read again, so it may lie just beyond the context.
    int room = models.language().description().contextLength() + 1 - state.promptLength();
    if (room <= 0) {
      return end(state, models, Outcome.EXHAUSTED, "the prompt fills the model's context", events);
    }
    events.add(new SearchEvent.Iterated(state.time() + 1));
    ImmutableList<Move> moves = moves(state, Math.min(maxTokens, room), models, events);
    ImmutableList<Move> judged = critic.isNone() ? moves : judged(state, moves, models, events);
    Population<Strand> weighed = weighed(state.population(), judged, events);
    Population<Strand> next =
        smc.resampled(
            weighed,
            false,
            VIEW,
            state.problem().key().child(RESAMPLING_STREAM).child(state.time()),
            events);
    SmcState after = state.moved(next, moves.size());
    return after.anyGoesOn()
        ? new Transition<>(after, events.toImmutable())
        : end(
            after,
            models,
            next.isDead() ? Outcome.EXHAUSTED : Outcome.SOLVED,
            next.isDead()
                ? "every particle is dead: no text of at most %d tokens was found that is allowed"
                    .formatted(maxTokens)
                : String.format(
                    Locale.ROOT,
                    "every particle has ended; log Z is about %.4f",
                    next.logEvidence()),
            events);
  }

  /**
   * A particle that goes on, with its next token.
   *
   * @param particle its place among the particles
   * @param terms of the change of its log-weight so far
   */
  record Move(int particle, Particle<Strand> before, Strand now, ImmutableList<WeightTerm> terms) {

    double logWeight() {
      return before.logWeight() + terms.sumOfDouble(WeightTerm::log);
    }

    boolean isDead() {
      return logWeight() == Double.NEGATIVE_INFINITY;
    }

    Move with(WeightTerm term) {
      return new Move(particle, before, now, terms.newWith(term));
    }
  }

  private ImmutableList<Move> moves(
      SmcState state, int longest, Models models, MutableList<SearchEvent> events) {
    ImmutableList<Particle<Strand>> particles = state.population().particles();
    ImmutableList<TokenSequence> prefixes =
        particles
            .select(SmcState::goesOn)
            .collect(one -> one.state().sequence())
            .distinct()
            .toImmutable();
    ImmutableList<NextTokens> rows = models.language().evaluate(prefixes, Wanted.ALL_TOKENS).rows();
    Map<TokenSequence, Distribution> next = Maps.mutable.empty();
    for (int i = 0; i < prefixes.size(); i++) {
      next.put(prefixes.get(i), Distribution.of(rows.get(i), models.tokenizer().endTokens()));
    }
    if (condition.isNone() && critic.isNone()) {
      models.requireConstraint();
    }
    TokenMove move = new TokenMove(models, samplers, condition, events);
    MutableList<Move> moves = Lists.mutable.empty();
    for (int i = 0; i < particles.size(); i++) {
      Particle<Strand> one = particles.get(i);
      if (SmcState.goesOn(one)) {
        int length = one.state().sequence().length() - state.promptLength();
        Distribution p = Objects.requireNonNull(next.get(one.state().sequence()));
        int node = state.nextNode() + moves.size();
        moves.add(
            length + 1 >= longest
                ? move.end(i, one, p, node)
                : move.draw(i, one, p, node, state.problem().key().child(state.time()).child(i)));
      }
    }
    events.add(
        new SearchEvent.Charged(
            Cost.modelCall(rows.size())
                .plus(Cost.generated(moves.size()))
                .plus(Cost.checked(move.checks()))));
    return moves.toImmutable();
  }

  /** The moves with the critic's terms, asked for in one go. */
  private ImmutableList<Move> judged(
      SmcState state, ImmutableList<Move> moves, Models models, MutableList<SearchEvent> events) {
    boolean stepwise = smc.threshold() > 0;
    Potential potential = critic.potential(state.problem().question(), stepwise, models);
    MutableList<Move> result = Lists.mutable.withAll(moves);
    MutableList<Integer> asked = Lists.mutable.empty();
    MutableList<Potential.Question> questions = Lists.mutable.empty();
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      boolean whole = !move.now().goesOn();
      if (move.isDead() || (!whole && !stepwise)) {
        continue;
      }
      // The end of a text is not part of it.
      TokenSequence sequence = whole ? move.now().sequence().parent() : move.now().sequence();
      ImmutableIntList text = sequence.suffix(state.promptLength());
      if (whole || potential.decidesAt(text)) {
        asked.add(i);
        questions.add(new Potential.Question(text, whole));
      } else {
        result.set(i, move.with(new WeightTerm("critic", move.before().twist())));
      }
    }
    if (questions.notEmpty()) {
      Potential.Weights weights = critic.weigh(potential, questions.toImmutable());
      events.add(new SearchEvent.Charged(weights.cost()));
      for (int k = 0; k < asked.size(); k++) {
        int i = asked.get(k);
        result.set(i, moves.get(i).with(new WeightTerm("critic", weights.logs().get(k))));
      }
    }
    return result.toImmutable();
  }

  private Population<Strand> weighed(
      Population<Strand> before, ImmutableList<Move> moves, MutableList<SearchEvent> events) {
    MutableList<Particle<Strand>> particles = Lists.mutable.withAll(before.particles());
    for (Move move : moves) {
      WeightTerm last = move.terms().getLast();
      boolean twisted = move.now().goesOn() && last.name().equals("critic") && !move.isDead();
      particles.set(
          move.particle(), new Particle<>(move.now(), move.logWeight(), twisted ? last.log() : 0));
    }
    Population<Strand> weighed = new Population<>(particles.toImmutable());
    ImmutableDoubleList shares = weighed.shares();
    for (Move move : moves) {
      int node = move.now().node();
      double share = shares.get(move.particle());
      events.add(new SearchEvent.Reweighed(node, move.particle(), move.terms(), move.logWeight()));
      events.add(
          new SearchEvent.Scored(node, new Score.Share(move.particle(), move.logWeight(), share)));
      if (move.isDead()) {
        events.add(
            new SearchEvent.Pruned(node, new Reason.ZeroWeight(move.terms().getLast().name())));
      } else if (!move.now().goesOn()) {
        events.add(new SearchEvent.Finished(node, share));
      }
    }
    smc.weigh(weighed, VIEW, events);
    return weighed;
  }

  @Override
  public Transition<SmcState> conclude(
      SmcState state, Models models, Outcome why, String explanation) {
    return end(state, models, why, explanation, Lists.mutable.empty());
  }

  private static Transition<SmcState> end(
      SmcState state,
      Models models,
      Outcome outcome,
      String explanation,
      MutableList<SearchEvent> events) {
    events.add(
        new SearchEvent.Concluded(
            outcome,
            explanation,
            Posterior.of(state.population(), state.promptLength(), models.tokenizer())));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
