package dev.espalier.search.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.token.PublicVocabulary;
import dev.espalier.search.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMaskTest {

  private static final Regex CHARACTER =
      Regex.either(
          Regex.chars(CodePoints.of("\"\\").or(CodePoints.range(0, 31)).complement()),
          Regex.text("\\n"),
          Regex.text("\\\""));

  private static Grammar grammar(Expression... root) throws GrammarException {
    return Grammar.of(Map.of("root", new Expression.Sequence(Lists.immutable.with(root))), "root");
  }

  /** Strings, strings of bounded length, names that are excluded: what masks have shortcuts for. */
  private static List<Grammar> grammars() throws GrammarException {
    List<Grammar> grammars = new ArrayList<>();
    Expression comma = Expression.text(", ");
    for (int[] bounds : new int[][] {{0, -1}, {3, -1}, {0, 5}, {2, 9}, {40, 60}, {0, 0}}) {
      Expression string = new Expression.Quoted(CHARACTER, bounds[0], bounds[1]);
      grammars.add(grammar(Expression.text("["), string, comma, string, Expression.text("]")));
    }
    Regex quoted = Regex.sequence(Regex.text("\""), CHARACTER.star(), Regex.text("\""));
    Regex some = Regex.matching("\"(?:name|names|the|type|é)\"");
    Expression other =
        Expression.lexeme(new Regex.Compiled(quoted.automaton().minus(some.automaton())));
    grammars.add(grammar(Expression.text("{"), other, Expression.text(": 1}")));
    grammars.add(grammar(Expression.either(Expression.lexeme(some), other), Expression.text(":")));
    grammars.add(Grammar.ofRegex("(?:[a-z]+ )*[A-Z][^x]{2,4}"));
    return grammars;
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 3_000})
  void aMaskHoldsExactlyTheTokensThatLeadOn(int size) throws GrammarException {
    Tokenizer vocabulary = PublicVocabulary.ofSize(size);
    TokenMask masks = new TokenMask(vocabulary);
    SplittableRandom random = new SplittableRandom(Long.getLong("tests.seed", 5L));
    for (Grammar grammar : grammars()) {
      for (int walk = 0; walk < 3; walk++) {
        ParserState state = new Recogniser(grammar).start();
        for (int step = 0; step < 25; step++) {
          long[] mask = masks.allowed(state);
          List<Integer> allowed = new ArrayList<>();
          for (int token = 0; token < size - 1; token++) {
            boolean leadsOn = state.advance(vocabulary.bytes(token)) != null;
            assertThat(TokenMask.allows(mask, token))
                .as("token \"%s\" at step %d of %s", vocabulary.label(token), step, grammar)
                .isEqualTo(leadsOn);
            if (leadsOn) {
              allowed.add(token);
            }
          }
          assertThat(TokenMask.allows(mask, size - 1)).isEqualTo(state.accepting());
          if (allowed.isEmpty()) {
            break;
          }
          ParserState next = masks.advance(state, allowed.get(random.nextInt(allowed.size())));
          assertThat(next).isNotNull();
          state = Objects.requireNonNull(next);
        }
      }
    }
  }

  @Test
  void aTokenMaySplitACharacter() throws GrammarException {
    byte[] smile = "😀".getBytes(StandardCharsets.UTF_8);
    ByteVocabulary vocabulary =
        ByteVocabulary.ofBytes(
            new byte[] {smile[0]},
            new byte[] {smile[1], smile[2]},
            new byte[] {smile[3]},
            new byte[] {smile[3], '!'},
            new byte[] {(byte) 0xC0});
    TokenMask masks = new TokenMask(vocabulary);
    ParserState state = new Recogniser(Grammar.ofRegex("[^a]!")).start();
    int[][] allowed = {{0}, {1}, {2, 3}};
    for (int[] step : allowed) {
      for (int token = 0; token < vocabulary.end(); token++) {
        int wanted = token;
        assertThat(TokenMask.allows(masks.allowed(state), token))
            .isEqualTo(Arrays.stream(step).anyMatch(t -> t == wanted));
      }
      state = Objects.requireNonNull(masks.advance(state, step[step.length - 1]));
    }
    assertThat(state.accepting()).isTrue();
    assertThat(TokenMask.allows(masks.allowed(state), vocabulary.end())).isTrue();
  }

  @Test
  void theOnlyWayOnIsForced() throws GrammarException {
    ParserState state = new Recogniser(Grammar.ofRegex("\\{\"name\": \"(?:Ada|Alan)\"\\}")).start();
    assertThat(new String(state.forced(), StandardCharsets.UTF_8)).isEqualTo("{\"name\": \"A");
    ParserState ada = state.advance("{\"name\": \"Ad".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(Objects.requireNonNull(ada).forced(), StandardCharsets.UTF_8))
        .isEqualTo("a\"}");
  }

  @Test
  void aTextThatMayEndForcesNothing() throws GrammarException {
    assertThat(new Recogniser(Grammar.ofRegex("a?")).start().forced()).isEmpty();
  }

  @Test
  void aNamedTokenIsOneTokenAndNoText() throws GrammarException {
    ByteVocabulary vocabulary = ByteVocabulary.of("a", "<end>");
    TokenMask masks = new TokenMask(vocabulary);
    ParserState start = new Recogniser(Grammar.ofGbnf("root ::= \"a\" <end> | \"aa\"")).start();
    ParserState after = Objects.requireNonNull(masks.advance(start, 0));
    assertThat(TokenMask.allows(masks.allowed(after), vocabulary.end())).isTrue();
    assertThat(TokenMask.allows(masks.allowed(after), 1)).isFalse();
    assertThat(masks.advance(after, vocabulary.end())).isNotNull();
  }
}
