package dev.espalier.search.algorithm.contrastive;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.contrastive.ContrastiveState.Read;
import dev.espalier.search.algorithm.contrastive.Memory.Likeness;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.Evaluation;
import dev.espalier.search.lm.HiddenState;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import java.util.Comparator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Contrastive search: of the k most probable tokens the one that is probable and unlike every token
 * before it.
 *
 * <pre>{@code
 * H <- hidden states of the prompt; p <- p(. | prompt)  ▷ Rooted
 * repeat  ▷ Iterated: t = iteration
 *   V <- the k most probable tokens under p
 *     ▷ Masked: allowed, mass; Grown: v = text, log p(v) = logProb
 *   h_v, p_v <- hidden state at v, and next distribution after it, for all v in V at once
 *   s_v <- (1 - alpha) p(v) - alpha max over j of cos(h_v, H_j)
 *     ▷ Scored: v = node, p(v) = confidence, max cos = penalty, j = position, s_v = value
 *   v <- argmax s_v, the more probable of equals
 *     ▷ Kept: v = node; Pruned.NotChosen: node, s_v = score, best
 *   x <- x v; H <- H h_v; p <- p_v  ▷ Kept: x = node
 * until v ends the text or x is long enough  ▷ Ended: ending; Finished: log p(x) = score
 * return x  ▷ Concluded: outcome
 * }</pre>
 *
 * <table>
 *   <caption>Symbols</caption>
 *   <tr><td>k, alpha</td><td>{@code k}, {@code alpha}</td></tr>
 *   <tr><td>V, p</td><td>{@link Read#candidates()}</td></tr>
 *   <tr><td>H</td><td>{@link Memory}: every token, those of the prompt too</td></tr>
 *   <tr><td>p(v)</td><td>{@link Score.Contrastive#confidence()}</td></tr>
 *   <tr><td>max cos(h_v, H_j), j</td><td>{@link Score.Contrastive#penalty()}, {@link
 *       Score.Contrastive#position()}</td></tr>
 * </table>
 *
 * <p>Complexity: one call over the prompt, which asks a row for each of its tokens, then k rows a
 * token in one call: the pass that judges the candidates also gives the distribution after the one
 * chosen.
 *
 * <p>Departures: h is the last layer's output after the final norm, as in Hugging Face
 * transformers; the paper leaves it open. Generation stops at an end token, where the authors' code
 * cuts the text there afterwards. Since candidates must be evaluated to be judged, the last token
 * is the one that fills the context. With alpha = 0 or k = 1 it is greedy search.
 *
 * <p>Su, Lan, Wang, Yogatama, Kong and Collier, "A Contrastive Framework for Neural Text
 * Generation", arXiv 2202.06417 (2022).
 */
public final class ContrastiveSearch implements SearchAlgorithm<ContrastiveState> {

  public static final ImmutableList<Parameter> PARAMETERS =
      Lists.immutable.with(
          new Parameter.Real(
              "alpha",
              "How much being unlike earlier tokens counts against being probable (α); 0 is"
                  + " greedy search.",
              0.6,
              0,
              1),
          new Parameter.Whole(
              "k", "How many of the most probable tokens compete at each place.", 4, 1, 1_000),
          new Parameter.Whole("max-tokens", "Stop after this many tokens.", 400, 1, 1_000_000));

  private final double alpha;
  private final int k;
  private final int maxTokens;

  public ContrastiveSearch(double alpha, int k, int maxTokens) {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha " + alpha + " is not in 0 to 1");
    }
    if (k < 1) {
      throw new IllegalArgumentException(k + " candidates; at least 1 is needed");
    }
    this.alpha = alpha;
    this.k = k;
    this.maxTokens = maxTokens;
  }

  public static ContrastiveSearch of(Settings settings) {
    return new ContrastiveSearch(
        settings.real("alpha"), settings.whole("k"), settings.whole("max-tokens"));
  }

  @Override
  public String name() {
    return "contrastive";
  }

  @Override
  public Transition<ContrastiveState> init(Problem problem) {
    return new Transition<>(
        new ContrastiveState(
            TokenSequence.of(problem.prompt()), problem.prompt().size(), 0, 1, 0, null, false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  @Override
  public Transition<ContrastiveState> step(ContrastiveState state, Models models) {
    Read read = state.read();
    return read == null ? readPrompt(state, models) : choose(state, read, models);
  }

  /** Hidden states of all tokens of the prompt, and the distribution after it. */
  private Transition<ContrastiveState> readPrompt(ContrastiveState state, Models models) {
    ModelDescription model = models.language().description();
    if (model.hiddenWidth() == 0) {
      throw new ModelFailure(
          model.id() + " gives no hidden states, and contrastive search compares them");
    }
    TokenSequence prompt = state.sequence();
    if (prompt.length() >= model.contextLength()) {
      MutableList<SearchEvent> events =
          Lists.mutable.with(new SearchEvent.Ended(0, Ending.CONTEXT));
      return end(
          state, models, events, Outcome.EXHAUSTED, "the prompt fills the whole context", false);
    }
    ImmutableList<TokenSequence> prefixes =
        Interval.oneTo(prompt.length()).collect(prompt::prefix).toImmutableList();
    Evaluation evaluation = models.language().evaluate(prefixes, wanted(model));
    ImmutableList<HiddenState> states = evaluation.hiddenStates();
    Memory memory = Memory.first(states.getFirst(), prefixes.getFirst().last());
    for (int i = 1; i < states.size(); i++) {
      memory = memory.then(states.get(i), prefixes.get(i).last(), 0);
    }
    NextTokens row = evaluation.rows().getLast();
    MutableList<SearchEvent> events =
        Lists.mutable.with(new SearchEvent.Charged(Cost.modelCall(prefixes.size())));
    Decoding.noteMasks(Lists.immutable.with(row), IntLists.immutable.with(0), events);
    return new Transition<>(state.reading(new Read(memory, row)), events.toImmutable());
  }

  private Wanted wanted(ModelDescription model) {
    return Wanted.top(Math.min(k, model.vocabularySize())).withHiddenStates();
  }

  /** A token that competes. */
  private record Candidate(
      int index, int token, double logProb, double confidence, Likeness likeness, double score) {

    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingDouble(Candidate::score).reversed().thenComparingInt(Candidate::index);
  }

  private Transition<ContrastiveState> choose(ContrastiveState state, Read read, Models models) {
    ImmutableIntList tokens = possible(read.candidates());
    Evaluation evaluation =
        models
            .language()
            .evaluate(
                tokens.collect(state.sequence()::append), wanted(models.language().description()));
    MutableList<Candidate> candidates = Lists.mutable.empty();
    for (int i = 0; i < tokens.size(); i++) {
      double logProb = read.candidates().logProb(i);
      Likeness likeness = read.memory().mostLike(evaluation.hiddenStates().get(i));
      double confidence = Math.exp(logProb) / allowed(read.candidates());
      double score = (1 - alpha) * confidence - alpha * likeness.cosine();
      candidates.add(new Candidate(i, tokens.get(i), logProb, confidence, likeness, score));
    }
    ImmutableList<Candidate> ranking = candidates.toSortedList(Candidate.BEST_FIRST).toImmutable();
    Candidate best = ranking.getFirst();
    int node = state.nextNode() + best.index();
    ContrastiveState next =
        new ContrastiveState(
            state.sequence().append(best.token()),
            state.promptLength(),
            node,
            state.nextNode() + candidates.size(),
            state.logProb() + best.logProb(),
            read.then(
                evaluation.hiddenStates().get(best.index()),
                best.token(),
                node,
                evaluation.rows().get(best.index())),
            false);
    MutableList<SearchEvent> events = Lists.mutable.empty();
    events.add(new SearchEvent.Iterated(next.generated()));
    events.add(new SearchEvent.Charged(Cost.modelCall(candidates.size()).plus(Cost.generated(1))));
    MutableIntList children = IntLists.mutable.empty();
    for (Candidate candidate : candidates) {
      int child = state.nextNode() + candidate.index();
      events.add(
          new SearchEvent.Grown(
              child,
              state.node(),
              IntLists.immutable.with(candidate.token()),
              models.tokenizer().text(candidate.token()),
              candidate.logProb()));
      events.add(
          new SearchEvent.Scored(
              child, score(candidate, ranking.indexOf(candidate), models.tokenizer())));
      children.add(child);
    }
    Decoding.noteMasks(evaluation.rows(), children.toImmutable(), events);
    events.add(new SearchEvent.Kept(node, 0));
    for (Candidate candidate : candidates) {
      if (candidate.index() != best.index()) {
        events.add(
            new SearchEvent.Pruned(
                state.nextNode() + candidate.index(),
                new Reason.NotChosen(node, candidate.score(), best.score())));
      }
    }
    Ending ending =
        Decoding.ending(
            models, best.token(), next.generated(), maxTokens, next.sequence().length());
    if (ending == null) {
      return new Transition<>(next, events.toImmutable());
    }
    events.add(new SearchEvent.Ended(node, ending));
    boolean whole = ending == Ending.END_OF_TEXT || ending == Ending.EMPTY;
    if (whole) {
      events.add(new SearchEvent.Finished(node, next.logProb()));
    }
    return end(
        next,
        models,
        events,
        Outcome.SOLVED,
        whole ? "the text came to its end" : "the text reached its greatest length",
        true);
  }

  /**
   * The candidates that have any probability, best first.
   *
   * @throws ModelFailure if none has
   */
  private static ImmutableIntList possible(NextTokens candidates) {
    candidates.requirePossible();
    int n = 0;
    while (n < candidates.size() && candidates.logProb(n) > Double.NEGATIVE_INFINITY) {
      n++;
    }
    return Interval.zeroTo(n - 1)
        .collectInt(candidates::token, IntLists.mutable.empty())
        .toImmutable();
  }

  /** The model's probability of the tokens that a constraint allows; without one, 1. */
  private static double allowed(NextTokens row) {
    NextTokens.Masking masking = row.masking();
    return masking == null ? 1 : masking.mass();
  }

  private Score.Contrastive score(Candidate candidate, int rankAfter, Tokenizer tokenizer) {
    Memory like = candidate.likeness().of();
    return new Score.Contrastive(
        alpha,
        candidate.confidence(),
        candidate.likeness().cosine(),
        like.position(),
        like.node(),
        tokenizer.label(like.token()),
        candidate.index(),
        rankAfter,
        candidate.score());
  }

  @Override
  public Transition<ContrastiveState> conclude(
      ContrastiveState state, Models models, Outcome why, String explanation) {
    return end(state, models, Lists.mutable.empty(), why, explanation, state.generated() > 0);
  }

  private static Transition<ContrastiveState> end(
      ContrastiveState state,
      Models models,
      MutableList<SearchEvent> events,
      Outcome outcome,
      String explanation,
      boolean hasText) {
    ImmutableIntList tokens = state.sequence().suffix(state.promptLength());
    events.add(
        new SearchEvent.Concluded(
            outcome,
            explanation,
            hasText
                ? Lists.immutable.with(
                    new Result(
                        state.node(),
                        tokens,
                        models.tokenizer().decode(tokens),
                        state.logProb(),
                        null,
                        null))
                : Lists.immutable.empty()));
    return new Transition<>(state.done(), events.toImmutable());
  }
}
