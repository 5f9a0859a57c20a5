package dev.espalier.search.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PotentialTest {

  /** Tokens 1 to 4 are a, b, a paragraph's end and ba; token 0 is the prompt, 5 the end. */
  private static final ToyText VOCABULARY =
      ToyText.independent(new double[] {.2, .2, .2, .2, .2}, "a", "b", "\n\n", "ba");

  private static Potential noDoubleB() {
    try {
      return new GrammarPotential(Grammar.ofRegex("(b?a)+"));
    } catch (GrammarException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ImmutableIntList bytes(String text) {
    return IntLists.immutable.with(text.chars().toArray());
  }

  @Nested
  class OfAGrammar implements PotentialContract {
    @Override
    public Potential potential() {
      return noDoubleB();
    }

    @Override
    public int[] alphabet() {
      return new int[] {'a', 'b', 'c'};
    }

    @Test
    void aBeginningIsRuledOutIfNoTextBeginsSo() {
      assertThat(potential().prefix(bytes("ab"))).isZero();
      assertThat(potential().complete(bytes("ab"))).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(potential().prefix(bytes("abb"))).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(potential().complete(bytes("aba"))).isZero();
    }
  }

  @Nested
  class OfAStopList implements PotentialContract {
    @Override
    public Potential potential() {
      return new StopList(Lists.immutable.with("bb", "aca"));
    }

    @Override
    public int[] alphabet() {
      return new int[] {'a', 'b', 'c'};
    }

    @Test
    void itLooksForItsWordsAnywhere() {
      assertThat(potential().complete(bytes("abaca"))).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(potential().complete(bytes("acbac"))).isZero();
    }

    @Test
    void anEmptyWordIsRefused() {
      assertThatThrownBy(() -> new StopList(Lists.immutable.with("")))
          .hasMessageContaining("empty");
    }
  }

  @Nested
  class OfTokensOverBytes implements PotentialContract {
    @Override
    public Potential potential() {
      return noDoubleB().overTokens(VOCABULARY);
    }

    @Override
    public int[] alphabet() {
      return new int[] {1, 2, 4, 5};
    }

    @Test
    void aTokenIsItsBytes() {
      assertThat(potential().prefix(IntLists.immutable.with(4, 2))).isZero();
      assertThat(potential().prefix(IntLists.immutable.with(2, 4)))
          .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void onlyOverBytesCanItBeAskedAboutTokens() {
      assertThatThrownBy(() -> potential().overTokens(VOCABULARY))
          .hasMessageContaining("256 bytes");
    }
  }

  @Nested
  class OfAProduct implements PotentialContract {
    @Override
    public Potential potential() {
      return noDoubleB().overTokens(VOCABULARY).times(new HalvingProvider().create(VOCABULARY));
    }

    @Override
    public int[] alphabet() {
      return new int[] {1, 2, 4};
    }

    @Test
    void theWeightsMultiply() {
      assertThat(potential().complete(IntLists.immutable.with(1, 4, 4)))
          .isCloseTo(Math.log(.25), within(1e-12));
    }

    @Test
    void differentItemsAreRefused() {
      assertThatThrownBy(() -> noDoubleB().times(potential()))
          .hasMessageContaining("256 items times one over 6");
    }
  }

  @Nested
  class OfARewardModel implements PotentialContract {
    @Override
    public Potential potential() {
      return new RewardPotential(new LengthReward(), VOCABULARY, "question", "\n\n", true);
    }

    @Override
    public int[] alphabet() {
      return new int[] {1, 2, 3};
    }

    @Test
    void aStepIsJudgedWhereItEnds() {
      Potential potential = potential();
      assertThat(potential.decidesAt(IntLists.immutable.with(1, 3))).isTrue();
      assertThat(potential.decidesAt(IntLists.immutable.with(1, 3, 3))).isFalse();
      assertThat(potential.decidesAt(IntLists.immutable.with(1, 3, 2))).isFalse();
      // One letter has the score 1/2, two have 2/3.
      assertThat(potential.prefix(IntLists.immutable.with(1, 2, 3, 1)))
          .isCloseTo(Math.log(2), within(1e-12));
      assertThat(potential.complete(IntLists.immutable.with(1, 2, 3, 1)))
          .isCloseTo(0, within(1e-12));
    }

    @Test
    void aPassIsChargedForEachTextThatIsJudged() {
      Potential.Weights weights =
          potential()
              .weigh(
                  Lists.immutable.with(
                      new Potential.Question(IntLists.immutable.with(1), false),
                      new Potential.Question(IntLists.immutable.with(1, 3), false),
                      new Potential.Question(IntLists.immutable.with(1, 3, 2, 2), true)));
      assertThat(weights.cost()).isEqualTo(Cost.judged(2, 1 + 2));
    }
  }

  /** A step of n letters has the score n/(n + 1) and n tokens. */
  private static final class LengthReward implements RewardModel {
    @Override
    public RewardDescription description() {
      return new RewardDescription("length", "", "table");
    }

    @Override
    public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
      return solutions.collect(solution -> {
        int[] lengths = solution.steps().stream().mapToInt(String::length).toArray();
        double[] scores = Arrays.stream(lengths).mapToDouble(n -> n / (n + 1.0)).toArray();
        return new StepScores(DoubleLists.immutable.with(scores), IntLists.immutable.with(lengths));
      });
    }

    @Override
    public void close() {}
  }

  @Test
  void potentialsOnTheClassPathAreFoundByName() {
    Potentials brought = Potentials.onClassPath();
    assertThat(brought.names()).contains("halving", "mistaken", "no-double-b");
    assertThat(brought.faults()).isEmpty();
    assertThat(brought.create("halving", VOCABULARY).prefix(IntLists.immutable.with(2, 4)))
        .isCloseTo(Math.log(.25), within(1e-12));
    assertThatThrownBy(() -> brought.create("thirding", VOCABULARY))
        .hasMessageContaining("there are halving, mistaken, no-double-b");
  }

  @Test
  void coercionAsksAboutTheSequenceThatIsWritten() {
    Potential upper =
        noDoubleB()
            .coerced(
                256,
                items ->
                    IntLists.immutable.with(
                        Arrays.stream(items.toArray()).map(Character::toLowerCase).toArray()));
    assertThat(upper.complete(bytes("ABA"))).isZero();
    assertThat(upper.prefix(bytes("BB"))).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
