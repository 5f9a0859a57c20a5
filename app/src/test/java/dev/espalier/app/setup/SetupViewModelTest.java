package dev.espalier.app.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.budget.CostUnit;
import java.util.Objects;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
