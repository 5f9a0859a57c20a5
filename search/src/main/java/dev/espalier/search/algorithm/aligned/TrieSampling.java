package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.aligned.AlignedState.Terms;
import dev.espalier.search.algorithm.aligned.Draw.Fate;
import dev.espalier.search.algorithm.aligned.Draw.Visit;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * What the samplers under a constraint share: texts drawn side by side, one token a step, through a
 * trie of what was drawn before.
 *
 * <p>The draws of a batch see the trie as it was when the batch began; it learns when the last of
 * them has ended. A prefix in the trie needs no model: its distribution is kept there.
 *
 * @param terms under which tries are made
 * @param rule how the next token is weighed
 * @param aim what its texts are
 * @param batch how many texts are drawn side by side
 * @param wanted how many whole texts are enough, where {@code mostDraws} is not reached before
 * @param mostDraws how many draws are begun at most
 */
record TrieSampling(Terms terms, Rule rule, Aim aim, int batch, int wanted, int mostDraws) {

  /** What the texts of a sampler are. */
  enum Aim {
    /** Drawn by the mask alone: every c̃ stays 1. */
    MASKED,
    /** Nearer to the distribution sought with each draw. */
    APPROACHING,
    /** Of the distribution sought. */
    EXACT
  }

  /** How the next token is weighed. */
  @FunctionalInterface
  interface Rule {

    /**
     * Logarithms of weights, one a token, up to a common constant.
     *
     * @param known the prefix in the trie, or null if it was not drawn before
     */
    double[] logWeights(Outlook outlook, @Nullable Prefix known, boolean isRoot);
  }

  /** Whether estimates are kept. */
  boolean learns() {
    return aim != Aim.MASKED;
  }

  Transition<AlignedState> init(Problem problem) {
    return new Transition<>(
        new AlignedState(
            terms,
            TokenSequence.of(problem.prompt()),
            Prefix.unknown(0),
            Lists.immutable.empty(),
            Lists.immutable.empty(),
            0,
            1,
            problem.key(),
            false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  Transition<AlignedState> step(AlignedState given, Models models) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    if (given.prompt().length() > models.language().description().contextLength()) {
      events.add(new SearchEvent.Ended(0, Ending.CONTEXT));
      return ended(given, models, events, Outcome.EXHAUSTED, "the prompt fills the whole context");
    }
    AlignedState state = onTheseTerms(given, events);
    if (state.draws().isEmpty()) {
      state = begun(state, events);
    }
    ImmutableList<Draw> seen = seen(state.draws(), models, events);
    TokenDrawing drawing = new TokenDrawing(this, state, models, events);
    ImmutableList<Draw> draws = seen.collect(draw -> draw.isOpen() ? drawing.longer(draw) : draw);
    events.add(new SearchEvent.Charged(Cost.generated(state.draws().count(Draw::isOpen))));
    AlignedState next = state.drawing(draws, drawing.nextNode());
    return draws.anySatisfy(Draw::isOpen)
        ? new Transition<>(next, events.toImmutable())
        : learned(next, models, events);
  }

  /** A trie that was made on other terms says nothing here. */
  private AlignedState onTheseTerms(AlignedState state, MutableList<SearchEvent> events) {
    if (state.terms().equals(terms)) {
      return state;
    }
    events.add(
        new SearchEvent.Warned(
            0, "what was learned so far belongs to other settings; it is left behind"));
    return new AlignedState(
        terms,
        state.prompt(),
        Prefix.unknown(0),
        Lists.immutable.empty(),
        Lists.immutable.empty(),
        0,
        state.nextNode(),
        state.key(),
        false);
  }

  private AlignedState begun(AlignedState state, MutableList<SearchEvent> events) {
    int count = Math.min(batch, mostDraws - state.begun());
    events.add(new SearchEvent.Iterated(state.begun() / batch + 1));
    MutableList<Draw> draws = Lists.mutable.empty();
    for (int i = state.begun(); i < state.begun() + count; i++) {
      // The first draw uses the stream of plain sampling.
      draws.add(
          Draw.blank(state.prompt(), state.root(), i == 0 ? state.key() : state.key().child(i)));
    }
    return new AlignedState(
        terms,
        state.prompt(),
        state.root(),
        draws.toImmutable(),
        state.texts(),
        state.begun() + count,
        state.nextNode(),
        state.key(),
        false);
  }

  /** The draws with what may follow each; the model is asked where the trie does not know. */
  private ImmutableList<Draw> seen(
      ImmutableList<Draw> draws, Models models, MutableList<SearchEvent> events) {
    Map<TokenSequence, Draw> unknown = new LinkedHashMap<>();
    for (Draw draw : draws) {
      if (draw.isOpen() && draw.visit().outlook() == null) {
        unknown.putIfAbsent(draw.sequence(), draw);
      }
    }
    if (unknown.isEmpty()) {
      return draws;
    }
    ImmutableList<Draw> asked = Lists.immutable.withAll(unknown.values());
    ImmutableList<NextTokens> rows =
        models.language().evaluate(asked.collect(Draw::sequence), Wanted.ALL_TOKENS).rows();
    Map<TokenSequence, Outlook> outlooks = new LinkedHashMap<>();
    asked.forEachWithIndex((draw, i) -> {
      Outlook outlook =
          Outlook.of(
              models.requireConstraint(),
              parserState(draw.visit(), models),
              rows.get(i),
              terms.temperature());
      outlooks.put(draw.sequence(), outlook);
      events.add(
          new SearchEvent.Masked(draw.node(), outlook.allowed(), Math.exp(outlook.logMass())));
    });
    long checks = (long) rows.size() * rows.getFirst().vocabularySize();
    events.add(new SearchEvent.Charged(Cost.modelCall(rows.size()).plus(Cost.checked(checks))));
    return draws.collect(draw -> {
      Outlook outlook = outlooks.get(draw.sequence());
      return outlook == null || !draw.isOpen() || draw.visit().outlook() != null
          ? draw
          : draw.seeing(outlook);
    });
  }

  private static ParserState parserState(Visit visit, Models models) {
    Visit above = visit.above();
    if (above == null) {
      return models.requireConstraint().start();
    }
    ParserState before = Objects.requireNonNull(above.outlook()).state();
    // Only allowed tokens are walked over.
    return Objects.requireNonNull(models.requireConstraint().advance(before, visit.token()));
  }

  /** The trie with what the draws of a batch taught, in their order. */
  private Transition<AlignedState> learned(
      AlignedState state, Models models, MutableList<SearchEvent> events) {
    Prefix root = state.root();
    for (Draw draw : state.draws()) {
      root = with(root, draw, events);
    }
    AlignedState next =
        new AlignedState(
            terms,
            state.prompt(),
            root,
            Lists.immutable.empty(),
            state.texts().newWithAll(state.draws().select(d -> d.fate() == Fate.WHOLE)),
            state.begun(),
            state.nextNode(),
            state.key(),
            false);
    if (root.logFuture() == Double.NEGATIVE_INFINITY) {
      return ended(
          next,
          models,
          events,
          next.texts().isEmpty() ? Outcome.EXHAUSTED : Outcome.SOLVED,
          "no text of at most %d tokens that the constraint allows has any probability"
              .formatted(terms.maxTokens()));
    }
    if (next.texts().size() >= wanted) {
      return ended(next, models, events, Outcome.SOLVED, "as many texts as wanted were drawn");
    }
    if (next.begun() < mostDraws) {
      return new Transition<>(next, events.toImmutable());
    }
    return next.texts().isEmpty()
        ? ended(
            next.drawing(state.draws(), state.nextNode()),
            models,
            events,
            Outcome.EXHAUSTED,
            "none of %d draws gave a whole text that the constraint allows".formatted(next.begun()))
        : ended(
            next,
            models,
            events,
            Outcome.SOLVED,
            "%d of %d draws gave a whole text".formatted(next.texts().size(), next.begun()));
  }

  /** One path of the trie laid anew: O(depth) prefixes, each summed over its known children. */
  private Prefix with(Prefix root, Draw draw, MutableList<SearchEvent> events) {
    MutableList<Visit> visits = Lists.mutable.empty();
    // A forbidden token is no prefix of any text; the mask above it says so already.
    Visit last = draw.fate() == Fate.FORBIDDEN ? draw.visit().above() : draw.visit();
    for (Visit at = last; at != null; at = at.above()) {
      visits.add(at);
    }
    visits.reverseThis();
    MutableList<Prefix> path = Lists.mutable.empty();
    Prefix at = root;
    for (int i = 0; i < visits.size(); i++) {
      Prefix there = i == 0 ? root : at.children().get(visits.get(i).token());
      at =
          (there == null ? Prefix.unknown(visits.get(i).node()) : there)
              .seen(visits.get(i).outlook());
      path.add(at);
    }
    Prefix below = path.getLast();
    if (draw.fate() == Fate.CUT || draw.fate() == Fate.DEAD) {
      below = estimated(below, Double.NEGATIVE_INFINITY, events);
    } else if (below.outlook() != null) {
      below = estimated(below, below.summed(), events);
    }
    for (int i = path.size() - 2; i >= 0; i--) {
      Prefix longer = path.get(i).with(visits.get(i + 1).token(), below);
      below = estimated(longer, learns() ? longer.summed() : 0, events);
    }
    return below;
  }

  private Prefix estimated(Prefix prefix, double logFuture, MutableList<SearchEvent> events) {
    if (!learns() || logFuture == prefix.logFuture()) {
      return prefix;
    }
    events.add(new SearchEvent.Estimated(prefix.node(), prefix.logFuture(), logFuture));
    return prefix.estimated(logFuture);
  }

  /**
   * Ends the search from outside. The batch under way is left out: what of it has ended already are
   * the shorter texts, which are no fair sample. Only where nothing is promised of the texts, and
   * there are none, its draws stand in.
   */
  Transition<AlignedState> conclude(
      AlignedState state, Models models, Outcome why, String explanation) {
    return ended(state, models, Lists.mutable.empty(), why, explanation);
  }

  private Transition<AlignedState> ended(
      AlignedState state,
      Models models,
      MutableList<SearchEvent> events,
      Outcome outcome,
      String explanation) {
    ImmutableList<Draw> texts = state.texts();
    if (aim != Aim.EXACT && texts.isEmpty()) {
      ImmutableList<Draw> whole = state.draws().select(draw -> draw.fate() == Fate.WHOLE);
      texts = whole.isEmpty() ? state.draws().select(draw -> draw.visit().above() != null) : whole;
    }
    events.add(new SearchEvent.Concluded(outcome, explanation, results(state, texts, models)));
    return new Transition<>(
        new AlignedState(
            state.terms(),
            state.prompt(),
            state.root(),
            Lists.immutable.empty(),
            state.texts(),
            state.begun(),
            state.nextNode(),
            state.key(),
            true),
        events.toImmutable());
  }

  private ImmutableList<Result> results(
      AlignedState state, ImmutableList<Draw> texts, Models models) {
    // What approaches the distribution is nearest to it at the end.
    ImmutableList<Draw> best =
        aim == Aim.APPROACHING ? texts.toReversed() : aim == Aim.EXACT ? texts.take(wanted) : texts;
    boolean weighed = aim != Aim.EXACT && terms.temperature() > 0;
    double logTotal =
        LogSum.of(best.collectDouble(Draw::logWeight, DoubleLists.mutable.empty()).toArray());
    return best.collect(draw -> {
      var tokens = draw.sequence().suffix(state.prompt().length());
      return new Result(
          draw.node(),
          tokens,
          models.tokenizer().decode(tokens),
          draw.logProb(),
          null,
          weighed ? Math.exp(draw.logWeight() - logTotal) : null);
    });
  }
}
