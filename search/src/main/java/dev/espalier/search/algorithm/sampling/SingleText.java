package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** What greedy search and sampling share: a text grown by one token a step. */
final class SingleText {

  private SingleText() {}

  static Transition<Trail> begin(Problem problem) {
    return new Transition<>(
        new Trail(
            TokenSequence.of(problem.prompt()),
            problem.prompt().size(),
            0,
            0,
            problem.key(),
            Double.NaN,
            false),
        Lists.immutable.with(
            new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()),
            new SearchEvent.Charged(Cost.prompt(problem.prompt().size()))));
  }

  /** The next-token distribution, charged for; null where the prompt fills the context already. */
  static @Nullable NextTokens row(
      Trail trail, Models models, Wanted wanted, MutableList<SearchEvent> events) {
    if (trail.sequence().length() > models.language().description().contextLength()) {
      return null;
    }
    ImmutableList<NextTokens> rows =
        models.language().evaluate(Lists.immutable.with(trail.sequence()), wanted).rows();
    events.add(new SearchEvent.Charged(Cost.modelCall(1).plus(Cost.generated(1))));
    Decoding.noteMasks(rows, IntLists.immutable.with(trail.node()), events);
    return rows.getFirst();
  }

  /** Ends a search whose prompt leaves no room for a text. */
  static Transition<Trail> noRoom(Trail trail) {
    return new Transition<>(
        trail.done(),
        Lists.immutable.with(
            new SearchEvent.Ended(trail.node(), Ending.CONTEXT),
            new SearchEvent.Concluded(
                Outcome.EXHAUSTED, "the prompt fills the whole context", Lists.immutable.empty())));
  }

  /** The state with {@code token} appended; ends the search where the text ends. */
  static Transition<Trail> grown(
      Trail trail,
      Models models,
      int token,
      double logProb,
      int maxTokens,
      MutableList<SearchEvent> events) {
    int node = trail.node() + 1;
    Trail next =
        new Trail(
            trail.sequence().append(token),
            trail.promptLength(),
            node,
            trail.logProb() + logProb,
            trail.key().child(0),
            trail.bound(),
            false);
    events.add(
        new SearchEvent.Grown(
            node,
            trail.node(),
            IntLists.immutable.with(token),
            models.tokenizer().text(token),
            logProb));
    Ending ending =
        Decoding.ending(models, token, next.generated(), maxTokens, next.sequence().length());
    if (ending == null) {
      return new Transition<>(next, events.toImmutable());
    }
    return ended(next, models.tokenizer(), ending, events);
  }

  private static Transition<Trail> ended(
      Trail trail, Tokenizer tokenizer, Ending ending, MutableList<SearchEvent> events) {
    events.add(new SearchEvent.Ended(trail.node(), ending));
    boolean whole = ending == Ending.END_OF_TEXT || ending == Ending.EMPTY;
    if (whole) {
      events.add(new SearchEvent.Finished(trail.node(), trail.logProb()));
    }
    events.add(
        new SearchEvent.Concluded(
            Outcome.SOLVED,
            whole ? "the text came to its end" : "the text reached its greatest length",
            Lists.immutable.with(result(trail, tokenizer))));
    return new Transition<>(trail.done(), events.toImmutable());
  }

  /** Ends the search from outside; the text so far is its result. */
  static Transition<Trail> stopped(
      Trail trail, Tokenizer tokenizer, Outcome why, String explanation) {
    return new Transition<>(
        trail.done(),
        Lists.immutable.with(
            new SearchEvent.Concluded(
                why,
                explanation,
                trail.generated() == 0
                    ? Lists.immutable.empty()
                    : Lists.immutable.with(result(trail, tokenizer)))));
  }

  private static Result result(Trail trail, Tokenizer tokenizer) {
    var tokens = trail.sequence().suffix(trail.promptLength());
    return new Result(trail.node(), tokens, tokenizer.decode(tokens), trail.logProb(), null, null);
  }
}
