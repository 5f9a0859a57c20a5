package dev.espalier.search.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions against {@code java.util.regex}, which knows nothing of automata. */
class RegexSyntaxTest {

  static LongStream seeds() {
    return new SplittableRandom(Long.getLong("tests.seed", 7L)).longs(300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomPatternsMatchWhatJavaMatches(long seed) throws GrammarException {
    SplittableRandom random = new SplittableRandom(seed);
    String pattern = randomPattern(random, 3);
    ByteAutomaton whole = Automata.of(RegexSyntax.whole(pattern));
    ByteAutomaton anywhere = Automata.of(RegexSyntax.anywhere(pattern));
    Pattern java = Pattern.compile(pattern);
    for (String text : texts(random)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(whole.accepts(bytes))
          .as("%s as a whole on \"%s\"", pattern, text)
          .isEqualTo(java.matcher(text).matches());
      assertThat(anywhere.accepts(bytes))
          .as("%s anywhere in \"%s\"", pattern, text)
          .isEqualTo(java.matcher(text).find());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "^ab$, ab, true",
    "^ab$, xab, false",
    "ab$, xab, true",
    "^a|b$, axx, true",
    "^a|b$, xxb, true",
    "^a|b$, xax, false",
    "(^|-)x, a-x, true",
    "(^|-)x, ax, false",
    "\\p{L}+, é, true",
    "^[^a]$, é, true",
    "^.$, 😀, true",
    "^\\u00e9$, é, true",
    "^\\ud83d\\ude00$, 😀, true",
    "^[\\w.-]+@x$, a.b-c@x, true",
    "^(?i)abc$, aBC, true",
    "'^(?:a|b){2,3}?$', abab, false",
    "^$, '', true"
  })
  void aPatternIsFoundAnywhereUnlessAnchored(String pattern, String text, boolean found)
      throws GrammarException {
    assertThat(
            Automata.of(RegexSyntax.anywhere(pattern))
                .accepts(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?=a)b", "(?<!a)b", "(a)\\1", "a\\b", "a++", "(?>a)", "\\k<n>"})
  void whatIsNotRegularIsRefusedByName(String pattern) {
    assertThatThrownBy(() -> RegexSyntax.whole(pattern))
        .isInstanceOf(GrammarException.class)
        .hasMessageContaining("not supported");
  }

  @Test
  void anErrorPointsAtTheCharacter() {
    assertThatThrownBy(() -> RegexSyntax.whole("ab(c"))
        .isInstanceOf(GrammarException.class)
        .hasMessage("line 1, column 3: a ( without its )%nab(c%n  ^".formatted());
  }

  @Test
  void everyWellFormedCharacterHasItsBytes() throws GrammarException {
    ByteAutomaton any = Automata.of(Regex.anyChar());
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        assertThat(any.accepts(Character.toString(c).getBytes(StandardCharsets.UTF_8))).isTrue();
      }
    }
    assertThat(any.accepts(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})).isFalse();
    assertThat(any.accepts(new byte[] {(byte) 0xC0, (byte) 0x80})).isFalse();
    assertThat(any.accepts(new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0x80})).isFalse();
    assertThat(any.accepts(new byte[] {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80}))
        .isFalse();
  }

  private static String randomPattern(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 11)) {
      case 0, 1 -> String.valueOf("abé".charAt(random.nextInt(3)));
      case 2 -> "[a-b]";
      case 3 -> "[^a]";
      case 4 -> ".";
      case 5, 6 -> randomPattern(random, depth - 1) + randomPattern(random, depth - 1);
      case 7 ->
          "(" + randomPattern(random, depth - 1) + "|" + randomPattern(random, depth - 1) + ")";
      case 8 -> "(?:" + randomPattern(random, depth - 1) + ")*";
      case 9 -> "(?:" + randomPattern(random, depth - 1) + ")?";
      default -> "(?:" + randomPattern(random, depth - 1) + "){1,3}";
    };
  }

  private static List<String> texts(SplittableRandom random) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < 60; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append("abéc".charAt(random.nextInt(4)));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
