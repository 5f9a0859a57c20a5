package dev.espalier.search.algorithm.steps;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.TokenText;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Whole solutions that are written side by side, step by step: the state of the algorithms that
 * choose among finished samples.
 *
 * @param list in the order of their numbers
 * @param nextNode number of the next node
 * @param closing why the search is being wound down, or null while it runs
 */
public record Samples(
    String question,
    int promptLength,
    ImmutableList<Sample> list,
    int nextNode,
    @Nullable Closing closing,
    boolean finished)
    implements SearchState {

  /** Why a search is wound down, in words too. */
  public record Closing(Outcome outcome, String explanation) {}

  /**
   * One solution.
   *
   * @param steps texts of its finished steps
   * @param logProb of the tokens of those steps
   * @param draft the step being written, or the last
   */
  public record Sample(ImmutableList<String> steps, double logProb, Draft draft) {

    /** All its steps, the one being written too; at least one. */
    public ImmutableList<String> allSteps() {
      return draft.after(steps);
    }

    public double totalLogProb() {
      return logProb + draft.logProb();
    }
  }

  /** {@code count} samples of no tokens yet. */
  public static Transition<Samples> begin(Problem problem, int count) {
    MutableList<SearchEvent> events = Lists.mutable.empty();
    events.add(new SearchEvent.Rooted(0, problem.prompt(), problem.promptText()));
    events.add(new SearchEvent.Charged(Cost.prompt(problem.prompt().size())));
    MutableList<Sample> samples = Lists.mutable.empty();
    TokenSequence prompt = TokenSequence.of(problem.prompt());
    for (int i = 0; i < count; i++) {
      // The first sample uses the stream of plain sampling, so that n = 1 is just that.
      Draft draft = Draft.blank(i + 1, prompt, i == 0 ? problem.key() : problem.key().child(i));
      samples.add(new Sample(Lists.immutable.empty(), 0, draft));
      events.add(grown(i + 1, 0));
    }
    return new Transition<>(
        new Samples(
            problem.question(),
            problem.prompt().size(),
            samples.toImmutable(),
            count + 1,
            null,
            false),
        events.toImmutable());
  }

  private static SearchEvent grown(int node, int parent) {
    return new SearchEvent.Grown(node, parent, IntLists.immutable.empty(), "", 0);
  }

  /** Whether a sample is still being written. */
  public boolean anyOpen() {
    return list.anySatisfy(sample -> sample.draft().isOpen());
  }

  /** Appends one token to every open sample, in one call of the model. */
  public Samples advance(StepWriter writer, Models models, MutableList<SearchEvent> events) {
    ImmutableList<Draft> drafts = writer.advance(list.collect(Sample::draft), models, events);
    int node = nextNode;
    MutableList<Sample> next = Lists.mutable.empty();
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      Sample sample = list.get(i);
      if (!draft.leadsOn()) {
        next.add(new Sample(sample.steps(), sample.logProb(), draft));
        continue;
      }
      events.add(grown(node, draft.node()));
      next.add(
          new Sample(
              sample.steps().newWith(TokenText.join(draft.text()).strip()),
              sample.logProb() + draft.logProb(),
              new Draft(node++, draft.sequence(), draft.begin(), "", 0, draft.key(), null)));
    }
    return new Samples(question, promptLength, next.toImmutable(), node, closing, false);
  }

  /** The samples that came to their own end; all of them if none did. */
  public ImmutableList<Sample> eligible() {
    return eligible(list);
  }

  /** Those of {@code samples} that came to their own end; all of them if none did. */
  public static ImmutableList<Sample> eligible(ImmutableList<Sample> samples) {
    ImmutableList<Sample> goals = samples.select(sample -> sample.draft().isGoal());
    return goals.isEmpty() ? samples : goals;
  }

  /** Whether some sample came to its own end, by a full stop and not by a limit. */
  public boolean anyGoal() {
    return list.anySatisfy(sample -> sample.draft().isGoal());
  }

  public Samples closing(Closing why) {
    return new Samples(question, promptLength, list, nextNode, why, false);
  }

  /** Over; the samples are let go. */
  public Samples done() {
    return new Samples(question, promptLength, Lists.immutable.empty(), nextNode, closing, true);
  }

  /** The text of a sample. */
  public String text(Sample sample, Models models) {
    return models.tokenizer().decode(sample.draft().sequence().suffix(promptLength));
  }

  /** A sample as a result. */
  public Result result(
      Sample sample, Models models, @Nullable Double score, @Nullable Double weight) {
    var tokens = sample.draft().sequence().suffix(promptLength);
    return new Result(
        sample.draft().node(),
        tokens,
        models.tokenizer().decode(tokens),
        sample.totalLogProb(),
        score,
        weight);
  }

  /** The end where nothing is to be judged any more: finished samples in their order. */
  public Transition<Samples> ended(Models models, Outcome why, String explanation) {
    return new Transition<>(
        done(),
        Lists.immutable.with(
            new SearchEvent.Concluded(
                why,
                explanation,
                list.select(sample -> sample.draft().isGoal())
                    .collect(sample -> result(sample, models, null, null)))));
  }
}
