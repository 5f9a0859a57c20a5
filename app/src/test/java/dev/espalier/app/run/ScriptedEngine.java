package dev.espalier.app.run;

import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.SearchState;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.aligned.AllowedMassSearch;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.run.SearchRun;
import dev.espalier.search.run.StepSink;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose searches give out events written down beforehand, a step at a time, so that a
 * test decides when a step may end.
 */
public final class ScriptedEngine implements Engine {

  private final EventSource script;
  private final @Nullable String refusal;
  private @Nullable Semaphore steps;
  private volatile boolean closed;
  private String model = "scripted model";

  private ScriptedEngine(EventSource script, @Nullable String refusal) {
    this.script = script;
    this.refusal = refusal;
  }

  public static ScriptedEngine of(EventSource script) {
    return new ScriptedEngine(script, null);
  }

  /** One that has no model, for this reason. */
  public static ScriptedEngine without(String refusal) {
    return new ScriptedEngine(EventLog.of(Lists.immutable.empty()), refusal);
  }

  /** Lets only as many steps be done as {@link #allow} says. */
  public ScriptedEngine held() {
    steps = new Semaphore(0);
    return this;
  }

  public void allow(int count) {
    if (steps == null) {
      throw new IllegalStateException("the engine is not held");
    }
    steps.release(count);
  }

  public boolean closed() {
    return closed;
  }

  /** Algorithms with every kind of parameter. */
  public static ImmutableList<AlgorithmDescription> algorithms() {
    return Lists.immutable.of(
        describe("greedy", "Greedy", "Takes the most probable token, every time."),
        describe(
            "a-star",
            "A*-decoding",
            "Grows a tree of steps and always goes on from the one of the lowest f = R + w·h.",
            new Parameter.Whole("k", "Continuations drawn for each expansion.", 4, 1, 64),
            new Parameter.Real(
                "temperature", "Below 1 the model is bolder, above 1 it varies more.", 0.8, 0, 5),
            new Parameter.Real(
                "w",
                "Weight of what may still be lost; 0 is the consistent reading, inf goes by h"
                    + " alone.",
                1,
                0,
                Double.POSITIVE_INFINITY),
            new Parameter.Choice(
                "frontier",
                "Whether the search may go back to any open node or only to the newest children.",
                "global",
                Lists.immutable.of("global", "local")),
            new Parameter.Switch("goal-h-zero", "Whether finished answers get h = 0.", false)));
  }

  private static AlgorithmDescription describe(
      String name, String title, String summary, Parameter... parameters) {
    return new AlgorithmDescription(
        name,
        title,
        summary,
        Lists.immutable.of(parameters),
        false,
        _ -> {
          throw new UnsupportedOperationException("the script is run, not the algorithm");
        });
  }

  /** Knows every model but those whose name begins with "no". */
  @Override
  public void choose(ModelChoice choice) throws RunRefused {
    if (choice.language().startsWith("no")) {
      throw new RunRefused("There is no model \"%s\".".formatted(choice.language()));
    }
    model = choice.language();
  }

  @Override
  public String load(Consumer<String> doing) throws RunRefused {
    if (refusal != null) {
      throw new RunRefused(refusal);
    }
    doing.accept("Unrolling the script…");
    return model;
  }

  @Override
  public SearchRun<?> start(SearchOrder order) throws RunRefused {
    try {
      return SearchRun.start(
          new Script(groups(script), steps),
          new Problem(order.prompt(), order.prompt(), IntLists.immutable.of(1), order.seed()),
          new Models(
              new TableLanguageModel("table", 2, 8, _ -> new float[] {-0.7f, -0.7f}),
              new NoTokenizer(),
              null),
          order.budget(),
          StepSink.NONE);
    } catch (IOException e) {
      throw new RunRefused("the sink that keeps nothing failed", e);
    }
  }

  /** The script knows one future only. */
  @Override
  public SearchRun<?> fork(ForkOrder order) throws RunRefused {
    SearchRun<?> run = start(order.parentOrder());
    try {
      while (run.steps() <= order.step() && run.advance()) {
        // all in the condition
      }
      return run.forkAt(order.step(), null, order.order().budget(), StepSink.NONE);
    } catch (IOException e) {
      throw new RunRefused("the sink that keeps nothing failed", e);
    }
  }

  /** Of whatever file, the script from its beginning. */
  @Override
  public SearchRun<?> resume(Path file) throws RunRefused {
    return start(
        new SearchOrder("script", "script", Maps.immutable.empty(), 1, Budget.UNLIMITED, ""));
  }

  @Override
  public Peek peek(ImmutableIntList prefix, int count) {
    return new Peek(
        prefix,
        Lists.immutable.of(
            new Peek.Option(101, " the", Math.log(0.5)),
            new Peek.Option(102, " buns", Math.log(0.25)),
            new Peek.Option(103, "\n", Math.log(0.125))),
        "");
  }

  @Override
  public Verdict verify(Path file, Consumer<SearchRun<?>> begun) {
    return new Verdict(true, "All events are the same.");
  }

  @Override
  public @Nullable AllowedMassSearch weigh(SearchOrder order) {
    return null;
  }

  @Override
  public void close() {
    closed = true;
  }

  private static ImmutableList<ImmutableList<SearchEvent>> groups(EventSource script) {
    List<ImmutableList<SearchEvent>> groups = new ArrayList<>();
    List<SearchEvent> group = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (script.event(i) instanceof SearchEvent.Stepped) {
        groups.add(Lists.immutable.withAll(group));
        group.clear();
      } else {
        group.add(script.event(i));
      }
    }
    return Lists.immutable.withAll(groups);
  }

  private record At(int group, boolean finished) implements SearchState {}

  private record Script(ImmutableList<ImmutableList<SearchEvent>> groups, @Nullable Semaphore steps)
      implements SearchAlgorithm<At> {

    @Override
    public String name() {
      return "script";
    }

    @Override
    public Transition<At> init(Problem problem) {
      return new Transition<>(new At(1, false), groups.getFirst());
    }

    @Override
    public Transition<At> step(At state, Models models) {
      if (steps != null) {
        steps.acquireUninterruptibly();
      }
      return new Transition<>(
          new At(state.group() + 1, state.group() + 1 == groups.size()), groups.get(state.group()));
    }

    @Override
    public Transition<At> conclude(At state, Models models, Outcome why, String explanation) {
      return new Transition<>(
          new At(state.group(), true),
          Lists.immutable.of(new SearchEvent.Concluded(why, explanation, Lists.immutable.empty())));
    }
  }

  private static final class NoTokenizer implements Tokenizer {

    @Override
    public int vocabularySize() {
      return 2;
    }

    @Override
    public ImmutableIntList encode(String text) {
      return IntLists.immutable.of(1);
    }

    @Override
    public byte[] bytes(int token) {
      return new byte[0];
    }

    @Override
    public String label(int token) {
      return "";
    }

    @Override
    public ImmutableIntSet endTokens() {
      return IntSets.immutable.empty();
    }

    @Override
    public boolean hasChatTemplate() {
      return false;
    }

    @Override
    public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
      throw new IllegalStateException("no chat template");
    }
  }
}
