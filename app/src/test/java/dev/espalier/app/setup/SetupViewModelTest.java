package dev.espalier.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.setup.ConstraintCheck.Verdict;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupViewModelTest {

  private static final Example EXAMPLE = new Example("Apples", "2 apples and 3 apples?", "5");

  private final SetupViewModel setup =
      new SetupViewModel(ScriptedEngine.algorithms(), Lists.immutable.of(EXAMPLE));

  @BeforeEach
  void writeAPrompt() {
    setup.promptProperty().set("How many?");
  }

  private FieldViewModel field(String name) {
    return Objects.requireNonNull(
        setup.fields().detect(field -> field.parameter().name().equals(name)));
  }

  @Test
  void aStarIsChosenFirst() {
    assertThat(setup.algorithm().name()).isEqualTo("a-star");
  }

  @Test
  void anEmptyPromptKeepsTheSearchFromRunning() {
    setup.promptProperty().set("  ");
    assertThat(setup.problem()).isEqualTo("Write a prompt first.");
    assertThatIllegalStateException().isThrownBy(setup::order);
  }

  @Test
  void aValueOutOfRangeIsSaidWithItsRange() {
    field("k").textProperty().set("65");
    assertThat(field("k").problem()).isEqualTo("Must be a whole number from 1 to 64.");
    assertThat(setup.problem()).startsWith("k: ");
  }

  @Test
  void textThatIsNoNumberIsSaidWithTheRange() {
    field("temperature").textProperty().set("warm");
    assertThat(field("temperature").problem()).isEqualTo("Must be a number from 0 to 5.");
  }

  @Test
  void theOrderHoldsEverySettingChangedOrNot() {
    field("k").textProperty().set("8");
    SearchOrder order = setup.order();
    assertThat(order.settings().get("k")).isEqualTo("8");
    assertThat(order.settings().get("w")).isEqualTo("1");
    assertThat(order.settings().size()).isEqualTo(5);
  }

  @Test
  void onlyChangedParametersAreSummedUp() {
    assertThat(setup.settingsSummaryProperty().get()).isEqualTo("defaults");
    field("k").textProperty().set("8");
    field("goal-h-zero").textProperty().set("true");
    assertThat(setup.settingsSummaryProperty().get()).isEqualTo("k 8, goal-h-zero true");
  }

  @Test
  void whatWasTypedForAnAlgorithmIsThereOnComingBack() {
    field("k").textProperty().set("8");
    setup.algorithmProperty().set(setup.algorithms().getFirst());
    assertThat(setup.fields()).isEmpty();
    setup.algorithmProperty().set(setup.algorithms().getLast());
    assertThat(field("k").text()).isEqualTo("8");
  }

  @Test
  void nudgingStaysInRange() {
    field("k").nudge(1);
    assertThat(field("k").text()).isEqualTo("5");
    field("k").nudge(-100);
    assertThat(field("k").text()).isEqualTo("1");
    field("temperature").nudge(2);
    assertThat(field("temperature").text()).isEqualTo("1");
  }

  @Test
  void anEmptyBudgetFieldIsNoLimit() {
    setup.budget().each(field -> field.textProperty().set(""));
    assertThat(setup.order().budget().limits()).isEmpty();
    assertThat(setup.budgetSummaryProperty().get()).isEqualTo("no limit");
  }

  @Test
  void aBudgetMayBeWrittenInGroups() {
    setup.budget().getFirst().textProperty().set("12 000");
    assertThat(setup.order().budget().limits().get(CostUnit.TOKENS)).isEqualTo(12_000L);
  }

  @Test
  void aBudgetThatIsNoNumberIsAProblem() {
    setup.budget().getFirst().textProperty().set("many");
    assertThat(setup.problem()).startsWith("Budget of generated tokens");
  }

  @Test
  void aSeedThatIsNoNumberIsAProblem() {
    setup.seedProperty().set("x");
    assertThat(setup.problem()).isEqualTo("Seed: must be a whole number.");
  }

  @Test
  void anExampleBringsItsAnswerAndAnEditLosesIt() {
    setup.use(EXAMPLE);
    assertThat(setup.order().knownAnswer()).isEqualTo("5");
    setup.promptProperty().set("2 apples and 4 apples?");
    assertThat(setup.order().knownAnswer()).isEmpty();
  }

  @Test
  void anOrderPutBackIntoTheFormGivesTheSameOrder() {
    field("k").textProperty().set("6");
    field("w").textProperty().set("inf");
    setup.seedProperty().set("-3");
    SearchOrder order = setup.order();
    SetupViewModel other = new SetupViewModel(ScriptedEngine.algorithms(), Lists.immutable.empty());
    other.use(order);
    assertThat(other.order()).isEqualTo(order);
  }

  private final SetupViewModel bound =
      new SetupViewModel(
          Lists.immutable.of(
              new AlgorithmDescription(
                  "asap",
                  "ASAp",
                  "Needs one.",
                  Lists.immutable.empty(),
                  false,
                  true,
                  _ -> {
                    throw new UnsupportedOperationException("it is only chosen");
                  })),
          Lists.immutable.empty(),
          Runnable::run);

  private ConstraintViewModel constraint(Kind kind, String text, String trial) {
    bound.promptProperty().set("Say");
    bound.constraint().kindProperty().set(kind);
    bound.constraint().textProperty().set(text);
    bound.constraint().trialProperty().set(trial);
    return bound.constraint();
  }

  @Test
  void anAlgorithmThatNeedsAConstraintSaysSoBeforeItIsRun() {
    bound.promptProperty().set("Say");
    assertThat(bound.problem()).isEqualTo("ASAp needs a constraint: say what the text must be.");
    constraint(Kind.REGEX, "a+", "");
    assertThat(bound.problem()).isEmpty();
    assertThat(Objects.requireNonNull(bound.order().constraint()).text()).isEqualTo("a+");
  }

  @Test
  void aWrongGrammarIsSaidWithLineAndColumn() {
    ConstraintViewModel wrong = constraint(Kind.GRAMMAR, "root ::= a\na ::= b c\nc ::= \"x\"", "");
    assertThat(wrong.check().line()).isEqualTo(2);
    assertThat(wrong.check().column()).isEqualTo(7);
    assertThat(bound.problem()).startsWith("Constraint: Line 2, column 7");
    assertThatIllegalStateException().isThrownBy(bound::order);
  }

  @Test
  void aTextIsFollowedAsFarAsItIsAccepted() {
    assertThat(constraint(Kind.REGEX, "ab+c", "a").check().verdict()).isEqualTo(Verdict.SO_FAR);
    assertThat(constraint(Kind.REGEX, "ab+c", "abbc").check().verdict()).isEqualTo(Verdict.WHOLE);
    ConstraintCheck refused = constraint(Kind.REGEX, "ab+c", "abx").check();
    assertThat(refused.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(refused.words()).isEqualTo("Refused from character 3 on: “x” cannot come here.");
  }

  @Test
  void everySampleIsARightConstraint() {
    for (Kind kind : Kind.values()) {
      assertThat(constraint(kind, ConstraintViewModel.sample(kind), "").problem()).isEmpty();
    }
  }

  @Test
  void aConstraintIsReadFromAFileAndItsNameTellsTheKind(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("sum.gbnf"), "root ::= \"1\"");
    bound.constraint().open(file);
    assertThat(bound.constraint().kindProperty().get()).isEqualTo(Kind.GRAMMAR);
    assertThat(bound.constraint().textProperty().get()).isEqualTo("root ::= \"1\"");
    bound.constraint().open(folder.resolve("none.gbnf"));
    assertThat(bound.constraint().problem()).startsWith("none.gbnf cannot be read");
  }
}
