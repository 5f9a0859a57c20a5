package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import java.util.function.BiFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The stages a distribution passes before a token is drawn, in their order. Each works on what the
 * one before left, renormalised; those whose setting changes nothing are left out.
 *
 * <p>Algorithms that write steps use the four best known, in this order: temperature, top-k, top-p,
 * min-p. Plain sampling has them all, in any order.
 */
public final class SamplingChain {

  /** The model's own distribution. */
  public static final SamplingChain PLAIN = new SamplingChain(Lists.immutable.empty());

  private final ImmutableList<Stage> stages;

  SamplingChain(ImmutableList<Stage> stages) {
    this.stages = stages.reject(Stage::neutral);
  }

  /**
   * The four stages that need nothing but the distribution to work on.
   *
   * @param temperature divides the log-probabilities; 0 keeps the most probable token alone
   * @param topK keeps the k most probable tokens, ties with the last of them too; 0 keeps all
   * @param topP keeps the least set of most probable tokens whose mass reaches p; 1 keeps all
   * @param minP keeps tokens of at least this share of the greatest probability; 0 keeps all
   */
  public SamplingChain(double temperature, int topK, double topP, double minP) {
    this(
        Lists.immutable.with(
            new Temperature(temperature), new TopK(topK), new TopP(topP), new MinP(minP)));
  }

  /** The parameters of the four stages with this default of the temperature, for forms. */
  public static ImmutableList<Parameter> parameters(double temperature) {
    return Lists.immutable.with(
        Temperature.parameter(temperature), TopK.PARAMETER, TopP.PARAMETER, MinP.PARAMETER);
  }

  /** The four stages by these settings. */
  public static SamplingChain of(Settings settings) {
    return new SamplingChain(
        settings.real("temperature"),
        settings.whole("top-k"),
        settings.real("top-p"),
        settings.real("min-p"));
  }

  /**
   * A token drawn.
   *
   * @param adaptation how the draw moved the bound on surprise, null without such a stage
   */
  public record Draw(
      int token,
      double probability,
      ImmutableList<FilterStage> stages,
      @Nullable Adaptation adaptation) {}

  /**
   * A step of {@link Mirostat}'s bound.
   *
   * @param surprise of the token drawn, in bits
   * @param bound by which it was drawn
   * @param next for the next token
   */
  public record Adaptation(double surprise, double bound, double next) {}

  /**
   * Draws a token by inverting the distribution function, tokens in the order of their ids.
   *
   * @param uniform in (0, 1)
   * @throws ModelFailure if no token has any probability
   * @throws IllegalStateException if a stage looks at more than the distribution
   */
  public Draw draw(NextTokens row, double uniform) {
    return draw(
        row,
        uniform,
        Double.NaN,
        (stage, before) ->
            switch (stage) {
              case Stage.Filter filter -> filter.apply(before);
              case Stage.Contextual contextual ->
                  throw new IllegalStateException(
                      "the stage " + contextual.name() + " looks at the text, and none is given");
            });
  }

  /**
   * The same, in a place that the stages may look at.
   *
   * @throws ModelFailure if no token has any probability
   */
  Draw draw(NextTokens row, double uniform, Situation situation) {
    return draw(row, uniform, situation.bound(), (stage, before) -> stage.apply(before, situation));
  }

  private Draw draw(
      NextTokens row,
      double uniform,
      double bound,
      BiFunction<Stage, Distribution, Distribution> apply) {
    row.requirePossible();
    MutableList<FilterStage> lines = Lists.mutable.empty();
    Distribution now = Distribution.of(row);
    Distribution beforeMirostat = now;
    for (Stage stage : stages) {
      if (stage instanceof Mirostat) {
        beforeMirostat = now;
      }
      now = apply.apply(stage, now);
      lines.add(now.after(stage.name()));
    }
    int drawn = now.draw(uniform);
    Mirostat mirostat = mirostat();
    return new Draw(
        now.token(drawn),
        now.probability(drawn),
        withConstraint(row.masking(), lines.toImmutable()),
        mirostat == null ? null : mirostat.adapt(beforeMirostat, now.token(drawn), bound));
  }

  private @Nullable Mirostat mirostat() {
    return stages.selectInstancesOf(Mirostat.class).getFirstOptional().orElse(null);
  }

  /** The names of the stages that change something, in their order. */
  ImmutableList<String> stageNames() {
    return stages.collect(Stage::name);
  }

  /** The stages after a constraint's, their masses as shares of the model's whole distribution. */
  private static ImmutableList<FilterStage> withConstraint(
      NextTokens.@Nullable Masking masking, ImmutableList<FilterStage> lines) {
    return masking == null
        ? lines
        : Lists.immutable
            .with(new FilterStage("constraint", masking.allowed(), masking.mass()))
            .newWithAll(
                lines.collect(s -> new FilterStage(s.name(), s.kept(), s.mass() * masking.mass())));
  }
}
