package dev.espalier.sessions;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.random.RandomKey;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * The program's own algorithms on models that are computed: whole searches of some dozens of steps,
 * quick enough to be made hundreds of times.
 */
record ToySearch(String algorithm, Map<String, String> settings, boolean bound) {

  static final ImmutableList<ToySearch> ALL =
      Lists.immutable.of(
          free("sample", Map.of("max-tokens", "60")),
          free("beam", Map.of("max-tokens", "30", "width", "4")),
          free("a-star", Map.of("branching", "3", "step-tokens", "8", "max-depth", "6")),
          free("diverse-beam", Map.of("max-tokens", "20", "width", "4", "groups", "2")),
          free("particle-filter", Map.of("particles", "4", "rounds", "6", "step-tokens", "8")),
          free("stochastic-beam", Map.of("max-tokens", "30", "k", "4")),
          free("dvts", Map.of("samples", "4", "width", "2", "rounds", "6", "step-tokens", "8")),
          bound("asap", Map.of("max-tokens", "12", "samples", "5")),
          free("self-consistency", Map.of("samples", "4", "max-tokens", "30")),
          bound("smc-awrs", Map.of("max-tokens", "12", "particles", "4")));

  private static ToySearch free(String algorithm, Map<String, String> settings) {
    return new ToySearch(algorithm, settings, false);
  }

  private static ToySearch bound(String algorithm, Map<String, String> settings) {
    return new ToySearch(algorithm, settings, true);
  }

  SessionHeader header() {
    return Samples.header(
        algorithm,
        settings,
        bound ? new ConstraintSource(ConstraintSource.Kind.REGEX, "(a|é| b)+(\\n b)?1") : null);
  }

  SearchRun<?> begin(StepSink sink) throws IOException {
    return begin(header(), sink);
  }

  static SearchRun<?> begin(SessionHeader header, StepSink sink) throws IOException {
    return SearchRun.start(
        Samples.algorithm(header.algorithm(), header.settings().castToMap()),
        new Problem(header.question(), header.promptText(), header.prompt(), header.seed()),
        models(header.constraint()),
        header.budget(),
        sink);
  }

  private static Models models(@Nullable ConstraintSource constraint) {
    try {
      Models plain =
          constraint == null
              ? Samples.models(Samples.model(1))
              : Samples.models(Samples.model(1), constraint);
      return new Models(plain.language(), plain.tokenizer(), new ToyReward(), plain.constraint());
    } catch (GrammarException e) {
      throw new AssertionError(e);
    }
  }

  /** The events of the whole search. */
  List<SearchEvent> events() throws IOException {
    SearchRun<?> run = begin(StepSink.NONE);
    run.runToEnd();
    return SessionFileTest.events(run.events());
  }

  /** Scores each step by its text and the texts before it. */
  private static final class ToyReward implements RewardModel {
    @Override
    public RewardDescription description() {
      return new RewardDescription("toy", "", "computed");
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      return solutions.collect(solution -> {
        int steps = solution.steps().size();
        double[] scores = new double[steps];
        int[] tokens = new int[steps];
        RandomKey key = RandomKey.ofSeed(3);
        for (int i = 0; i < steps; i++) {
          key = key.child(solution.steps().get(i).hashCode());
          scores[i] = key.uniform();
        }
        Arrays.fill(tokens, 1);
        return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(tokens));
      });
    }

    @Override
    public void close() {}
  }
}
