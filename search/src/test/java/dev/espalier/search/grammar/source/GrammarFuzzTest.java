package dev.espalier.search.grammar.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.source.GrammarSource.Notation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Damaged grammars: each is compiled or refused, quickly, with words and without a crash. */
class GrammarFuzzTest {

  private static final int TEXTS = 110_000;

  private static final List<Notation> QUICK = List.of(Notation.GBNF, Notation.LARK, Notation.REGEX);

  private static final Map<Notation, List<String>> SEEDS =
      Map.of(
          Notation.GBNF,
          List.of(
              "root ::= (a | \"b\"){2,5} [^x-z]* # c\na ::= \"\\u00e9\" root? | .",
              "root ::= \"x\" <|end|> !<[5]> b+\nb ::= [a-c\\]]{3} | root"),
          Notation.LARK,
          List.of(
              "start: A (\"b\"i | C)~2..3 [start]\nA: /a[b-d]+/ & ~\"ac\"\nC: \"x\"..\"z\"",
              "%import common.INT\n%ignore \" \"\nstart: INT | %json {\"type\":\"null\"} <[1-3]>"),
          Notation.REGEX,
          List.of("^(?:a|b{2,4}|[^c-e\\d])*\\p{Lu}?$", "(?i)x+\\u0041(?:y|)z{0,3}."),
          Notation.JSON_SCHEMA,
          List.of(
              "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}",
              "{\"anyOf\":[{\"enum\":[1,\"x\"]},{\"minLength\":2,\"pattern\":\"^a+$\"}],\"not\":{}}",
              "{\"items\":{\"multipleOf\":2.5,\"maximum\":9},\"maxItems\":3,\"oneOf\":[true,{}]}"));

  private static final String[] PIECES = {
    "(", ")", "[", "]", "{", "}", "|", "*", "+", "?", "\"", "\\", "::=", ":", "root", "start", "~",
    "9999", "{1,", "^", "$", "-", "<", ">", "!", "#", "/", "\n", "é", "\uD83D", "\u0000", "&", ".."
  };

  @Test
  void aDamagedGrammarIsCompiledOrRefused() {
    SplittableRandom random = new SplittableRandom(Long.getLong("tests.seed", 11L));
    int[] compiled = {0};
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> {
          for (int i = 0; i < TEXTS; i++) {
            Notation notation = i % 20 == 0 ? Notation.JSON_SCHEMA : QUICK.get(i % QUICK.size());
            List<String> seeds = SEEDS.getOrDefault(notation, List.of());
            String text = damaged(seeds.get(random.nextInt(seeds.size())), random);
            try {
              new GrammarSource(notation, text).compile();
              compiled[0]++;
            } catch (GrammarException e) {
              assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
              throw new AssertionError(notation + " " + text, e);
            }
          }
        });
    // Damage that nothing survives would leave the compilers untested.
    assertThat(compiled[0]).isGreaterThan(TEXTS / 100);
  }

  private static String damaged(String seed, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seed);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
        case 2 -> {
          if (at < text.length()) {
            text.setCharAt(at, (char) random.nextInt(32, 127));
          }
        }
        default -> {
          int from = random.nextInt(text.length() + 1);
          text.insert(at, text.substring(from, Math.min(text.length(), from + 6)));
        }
      }
    }
    return text.toString();
  }
}
