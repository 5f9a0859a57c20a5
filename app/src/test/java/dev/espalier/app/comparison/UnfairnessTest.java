package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Telemetry;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.sessions.SessionHeader;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnfairnessTest {

  private static final ConstraintSource DIGITS =
      new ConstraintSource(ConstraintSource.Kind.REGEX, "[0-9]+");

  private static SearchOrder order(
      String prompt, long seed, Budget budget, @Nullable ConstraintSource constraint) {
    return new SearchOrder(
        prompt, "beam", Maps.immutable.of("width", "4"), seed, budget, "", constraint);
  }

  private static Entrant of(SearchOrder order, String hash, @Nullable String judge) {
    ModelDescription model =
        new ModelDescription("small", hash, "llama", 10, 8, 64, 4, "cpu", "fp32");
    RewardDescription reward = judge == null ? null : new RewardDescription("judge", judge, "cpu");
    SessionHeader header =
        new SessionHeader(
            "title",
            Instant.EPOCH,
            model,
            reward,
            order.prompt(),
            null,
            order.prompt(),
            IntLists.immutable.with(1),
            order.algorithm(),
            order.settings(),
            order.seed(),
            order.budget(),
            order.constraint(),
            null);
    EventLog none = EventLog.of(Lists.immutable.empty());
    return new Entrant("run", order, none, "small", header, new StepTimes());
  }

  private static final SearchOrder PLAIN =
      order("How many?", 1, Budget.of(CostUnit.TOKENS, 100), null);

  private static ImmutableList<String> among(Entrant... runs) {
    ImmutableList<@Nullable ScoreKind> kinds =
        Lists.immutable.with(runs).collect(_ -> ScoreKind.REWARD);
    return Unfairness.among(Lists.immutable.with(runs), kinds)
        .collect(one -> one.kind() + ": " + one.words());
  }

  @Test
  void runsThatDifferInAlgorithmAndSettingsAloneAreFair() {
    SearchOrder other =
        new SearchOrder(
            PLAIN.prompt(), "greedy", Maps.immutable.empty(), 1, PLAIN.budget(), "", null);
    assertThat(among(of(PLAIN, "aa", null), of(other, "aa", null))).isEmpty();
  }

  @Test
  void eachDifferenceSaysWhoHasWhat() {
    Entrant a = of(PLAIN, "aa11bb22cc33", null);
    Entrant b = of(order("How few?", 7, Budget.UNLIMITED, DIGITS), "dd44ee55ff66", null);
    assertThat(among(a, b))
        .containsExactly(
            "MODEL: A small aa11bb22 · B small dd44ee55",
            "PROMPT: A “How many?” · B “How few?”",
            "SEED: A 1 · B 7",
            "BUDGET: A tokens=100 · B no limit",
            "CONSTRAINT: A none · B regular expression [0-9]+");
  }

  @Test
  void runsThatAgreeAreNamedTogether() {
    SearchOrder seven = order("How many?", 7, PLAIN.budget(), null);
    assertThat(among(of(PLAIN, "aa", null), of(seven, "aa", null), of(PLAIN, "aa", null)))
        .containsExactly("SEED: A, C 1 · B 7");
  }

  @Test
  void onlyTwoJudgesDifferNotAJudgeAndNone() {
    assertThat(among(of(PLAIN, "aa", "j1"), of(PLAIN, "aa", null))).isEmpty();
    assertThat(among(of(PLAIN, "aa", "j1"), of(PLAIN, "aa", "j2")))
        .containsExactly("REWARD: A judge j1 · B judge j2");
  }

  @Test
  void scoresThatMeasureDifferentThingsAreSaid() {
    ImmutableList<@Nullable ScoreKind> kinds =
        Lists.immutable.of(ScoreKind.REWARD, ScoreKind.LOG_PROBABILITY);
    assertThat(
            Unfairness.among(
                    Lists.immutable.of(of(PLAIN, "aa", null), of(PLAIN, "aa", null)), kinds)
                .collect(Unfairness::sentence))
        .containsExactly(
            "Score differs (A reward · B log-probability): the scores measure different things.");
  }

  @Test
  void anotherDeviceMattersOnlyWhereTimeWasMeasured() {
    ModelDescription gpu = new ModelDescription("small", "aa", "llama", 10, 8, 64, 4, "cuda:0", "");
    Entrant a = of(PLAIN, "aa", null);
    SessionHeader header = Objects.requireNonNull(a.header());
    SessionHeader there =
        new SessionHeader(
            header.title(),
            header.created(),
            gpu,
            null,
            header.question(),
            null,
            header.promptText(),
            header.prompt(),
            header.algorithm(),
            header.settings(),
            header.seed(),
            header.budget(),
            null,
            null);
    StepTimes measured = StepTimes.of(List.of(new Telemetry(0, 5, 0)));
    Entrant timed = new Entrant("a", a.order(), a.events(), "", header, measured);
    Entrant timedThere = new Entrant("b", a.order(), a.events(), "", there, measured);
    Entrant untimed = new Entrant("b", a.order(), a.events(), "", there, new StepTimes());
    assertThat(among(timed, untimed)).isEmpty();
    assertThat(among(timed, timedThere)).containsExactly("DEVICE: A cpu · B cuda:0");
  }
}
