package dev.espalier.search.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

  @Test
  void aLoopRepeatsAllButItsFirstRound() {
    // a b a b a b: of 5 bigrams 2 differ, of 4 trigrams 2, of 3 four-grams 2.
    Repetition loop = Repetition.ofText("a b a b a b");
    assertThat(loop.rep(2)).isCloseTo(3 / 5.0, within(1e-12));
    assertThat(loop.rep(3)).isCloseTo(2 / 4.0, within(1e-12));
    assertThat(loop.rep(4)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(loop.diversity()).isCloseTo(2 / 5.0 * 2 / 4.0 * 2 / 3.0, within(1e-12));
  }

  @Test
  void aTextOfDifferentWordsIsAllDiversity() {
    assertThat(Repetition.ofText("one two\n three four  five").diversity()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "word"})
  void aTextWithoutNGramsRepeatsNothing(String text) {
    Repetition none = Repetition.ofText(text);
    assertThat(none).isEqualTo(Repetition.NONE);
    assertThat(none.rep(4)).isZero();
    assertThat(none.diversity()).isEqualTo(1);
  }

  @Test
  void textsOfACorpusCountByTheirLengthAndDoNotRepeatEachOther() {
    Repetition twice = Repetition.ofText("a a a").plus(Repetition.ofText("a a a b c"));
    // Bigrams: aa aa | aa aa ab bc, so 1 of 2 and 3 of 4 differ.
    assertThat(twice.rep(2)).isCloseTo(1 - 4 / 6.0, within(1e-12));
    assertThat(Repetition.ofText("a b c").plus(Repetition.ofText("a b c")).rep(2)).isZero();
  }

  @Test
  void tokensAndWordsAreCountedAlike() {
    int[] tokens = new java.util.SplittableRandom(7).ints(500, 0, 6).toArray();
    Repetition measured = Repetition.ofTokens(IntLists.immutable.with(tokens));
    for (int n = 2; n <= 4; n++) {
      Set<String> seen = new HashSet<>();
      for (int i = 0; i + n <= tokens.length; i++) {
        seen.add(
            IntLists.immutable.with(java.util.Arrays.copyOfRange(tokens, i, i + n)).toString());
      }
      assertThat(measured.rep(n))
          .isCloseTo(1 - (double) seen.size() / (tokens.length - n + 1), within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void otherNGramsAreRefused(int n) {
    assertThatThrownBy(() -> Repetition.NONE.rep(n)).hasMessageContaining("2 to 4");
  }
}
