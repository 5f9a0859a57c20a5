package dev.espalier.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.junit.jupiter.api.Test;

class LikelihoodRewardModelTest {

  private static final int BYTES = 256;

  /** After an odd byte the letter x is rare, after an even one it is common. */
  private static final double RARE = 0.001;

  private static final double COMMON = 0.4;

  private final AtomicInteger rows = new AtomicInteger();

  private RewardModel judge(int contextLength) {
    LanguageModel model =
        new TableLanguageModel(
            "bytes",
            BYTES,
            contextLength,
            prefix -> {
              rows.incrementAndGet();
              double x = prefix.last() % 2 == 1 ? RARE : COMMON;
              float[] row = new float[BYTES];
              Arrays.fill(row, (float) Math.log((1 - x) / (BYTES - 1)));
              row['x'] = (float) Math.log(x);
              return row;
            });
    return new LikelihoodRewardModel(model, new Bytes(), Lists.immutable.empty(), () -> {});
  }

  private static double score(double p) {
    return p / (p + LikelihoodRewardModel.SLIP);
  }

  private static StepScores only(RewardModel judge, String... steps) {
    return judge
        .score(Lists.immutable.with(new Solution("b", Lists.immutable.with(steps))))
        .getFirst();
  }

  @Test
  void aStepIsAsGoodAsItsLeastLikelyTokenAndNoBetterThanTheStepBefore() {
    // The problem ends in b, which is even; x itself is even too, so xx is likely throughout.
    StepScores scores = only(judge(1_000), "xx", "x", "x");
    // The blank line before the second step is the only unlikely text.
    double blank = (1 - COMMON) / (BYTES - 1);
    assertThat(scores.scores().get(0)).isCloseTo(score(COMMON), within(1e-6));
    assertThat(scores.scores().get(1)).isCloseTo(score(blank), within(1e-6));
    assertThat(scores.scores().get(2)).isEqualTo(scores.scores().get(1));
    assertThat(scores.tokens()).isEqualTo(IntLists.immutable.with(3, 3, 3));
  }

  @Test
  void severalAtOnceAreJudgedAsOneByOneAndWhateverFollows() {
    Solution one = new Solution("b", Lists.immutable.with("xx", "ax"));
    Solution other = new Solution("b", Lists.immutable.with("xx", "bx", "x"));
    ImmutableList<StepScores> together = judge(1_000).score(Lists.immutable.with(one, other));
    assertThat(together.get(0)).isEqualTo(judge(1_000).score(Lists.immutable.with(one)).getFirst());
    assertThat(together.get(1))
        .isEqualTo(judge(1_000).score(Lists.immutable.with(other)).getFirst());
    assertThat(together.get(0).scores().get(1)).isCloseTo(score(RARE), within(1e-6));
  }

  @Test
  void whatWasJudgedIsNotReadAgain() {
    RewardModel judge = judge(1_000);
    StepScores first = only(judge, "xx", "ax");
    int read = rows.get();
    assertThat(only(judge, "xx", "ax")).isEqualTo(first);
    assertThat(rows.get()).isEqualTo(read);
    only(judge, "xx", "ax", "x");
    assertThat(rows.get()).isEqualTo(read + 3);
  }

  @Test
  void beyondTheContextThereIsNoJudgement() {
    StepScores scores = only(judge(4), "xx", "x", "x");
    assertThat(scores.scores().get(0)).isCloseTo(score(COMMON), within(1e-6));
    assertThat(scores.scores().get(1)).isNaN();
    assertThat(scores.scores().get(2)).isNaN();
  }

  @Test
  void aSolutionWithoutStepsIsRefused() {
    assertThatThrownBy(() -> only(judge(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a step");
  }

  /** A token a byte; a chat is the question alone. */
  private static final class Bytes implements Tokenizer {
    @Override
    public int vocabularySize() {
      return BYTES;
    }

    @Override
    public ImmutableIntList encode(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      int[] tokens = new int[bytes.length];
      Arrays.setAll(tokens, i -> Byte.toUnsignedInt(bytes[i]));
      return IntLists.immutable.with(tokens);
    }

    @Override
    public byte[] bytes(int token) {
      return new byte[] {(byte) token};
    }

    @Override
    public String label(int token) {
      return text(token);
    }

    @Override
    public ImmutableIntSet endTokens() {
      return IntSets.immutable.empty();
    }

    @Override
    public boolean hasChatTemplate() {
      return true;
    }

    @Override
    public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
      return messages.getLast().content();
    }
  }
}
