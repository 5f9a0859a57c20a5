package dev.espalier.search.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.primitive.ImmutableByteList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random grammars (ambiguous, empty, cyclic, left-recursive) against their enumerated languages.
 */
class GrammarEnumerationTest {

  private static final int MAX_LENGTH = 6;
  private static final String[] RULES = {"root", "a", "b", "c"};

  static LongStream seeds() {
    return new SplittableRandom(Long.getLong("tests.seed", 42L)).longs(400);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTextIsAcceptedExactlyIfItIsInTheLanguage(long seed) {
    Map<String, Expression> rules = randomRules(new SplittableRandom(seed));
    Set<String> language = language(rules);
    ParserState start = startOf(rules, language);
    if (start == null) {
      return;
    }
    for (String text : allTexts(MAX_LENGTH)) {
      ParserState state = start.advance(text.getBytes(StandardCharsets.UTF_8));
      assertThat(state != null && state.accepting())
          .as("text \"%s\" under %s", text, rules)
          .isEqualTo(language.contains(text));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTokenIsAllowedExactlyIfItsBytesLeadOn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Expression> rules = randomRules(random);
    ParserState start = startOf(rules, language(rules));
    if (start == null) {
      return;
    }
    ByteVocabulary vocabulary =
        ByteVocabulary.of(
            "x", "y", "z", "xx", "xy", "yx", "zy", "xyz", "xxyx", "yyyy", "x", "zzxy");
    TokenMask masks = new TokenMask(vocabulary);
    ParserState state = start;
    for (int step = 0; step < 8; step++) {
      long[] mask = masks.allowed(state);
      List<ParserState> successors = new ArrayList<>();
      for (int token = 0; token < vocabulary.end(); token++) {
        ParserState next = state.advance(vocabulary.bytes(token));
        assertThat(TokenMask.allows(mask, token))
            .as("token \"%s\" at step %d under %s", vocabulary.text(token), step, rules)
            .isEqualTo(next != null);
        assertThat(masks.advance(state, token)).isSameAs(next);
        if (next != null) {
          successors.add(next);
        }
      }
      assertThat(TokenMask.allows(mask, vocabulary.end())).isEqualTo(state.accepting());
      if (successors.isEmpty()) {
        return;
      }
      state = successors.get(random.nextInt(successors.size()));
    }
  }

  /** Every accepted prefix must lead to a text: none of these grammars has a dead end. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noPrefixIsAcceptedThatCannotBeCompleted(long seed) {
    Map<String, Expression> rules = randomRules(new SplittableRandom(seed));
    ParserState start = startOf(rules, language(rules));
    if (start == null) {
      return;
    }
    for (String text : allTexts(3)) {
      ParserState state = start.advance(text.getBytes(StandardCharsets.UTF_8));
      if (state != null) {
        assertThat(canEnd(state)).as("\"%s\" under %s", text, rules).isTrue();
      }
    }
  }

  /** Breadth-first: the shortest completion is short even where the grammar has no end. */
  private static boolean canEnd(ParserState from) {
    Set<ParserState> seen = new LinkedHashSet<>(Set.of(from));
    Deque<ParserState> open = new ArrayDeque<>(seen);
    while (!open.isEmpty() && seen.size() < 5_000) {
      ParserState state = open.remove();
      if (state.accepting()) {
        return true;
      }
      for (byte b : new byte[] {'x', 'y', 'z'}) {
        ParserState next = state.advance(b);
        if (next != null && seen.add(next)) {
          open.add(next);
        }
      }
    }
    // Deeply nested repetitions have no short completion; only a search that ran dry proves a trap.
    return !open.isEmpty();
  }

  private static @Nullable ParserState startOf(
      Map<String, Expression> rules, Set<String> language) {
    try {
      return new Recogniser(Grammar.of(rules, "root")).start();
    } catch (GrammarException e) {
      assertThat(language).as("refused with: %s", e.getMessage()).isEmpty();
      return null;
    }
  }

  private static Map<String, Expression> randomRules(SplittableRandom random) {
    Map<String, Expression> rules = new LinkedHashMap<>();
    for (String rule : RULES) {
      List<Expression> options = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        options.add(randomExpression(random, 2));
      }
      rules.put(rule, new Expression.Either(Lists.immutable.withAll(options)));
    }
    return rules;
  }

  private static Expression randomExpression(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 8)) {
      case 0, 1 -> Expression.text(String.valueOf("xyz".charAt(random.nextInt(3))));
      case 2 -> random.nextInt(4) == 0 ? Expression.empty() : Expression.text("xy");
      case 3 -> new Expression.Call(RULES[random.nextInt(RULES.length)]);
      case 4, 5 ->
          Expression.sequence(
              randomExpression(random, depth - 1), randomExpression(random, depth - 1));
      case 6 ->
          Expression.either(
              randomExpression(random, depth - 1), randomExpression(random, depth - 1));
      default -> {
        int min = random.nextInt(3);
        int max = random.nextBoolean() ? Regex.Repeat.UNBOUNDED : min + random.nextInt(3);
        yield new Expression.Repeat(randomExpression(random, depth - 1), min, max);
      }
    };
  }

  private static List<String> allTexts(int maxLength) {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).length() < maxLength) {
        for (char c : new char[] {'x', 'y', 'z'}) {
          texts.add(texts.get(i) + c);
        }
      }
    }
    return texts;
  }

  /** All texts of the root rule up to the maximal length, by iterating to the least fixed point. */
  private static Set<String> language(Map<String, Expression> rules) {
    Map<String, Set<String>> languages = new HashMap<>();
    rules.keySet().forEach(rule -> languages.put(rule, new HashSet<>()));
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Map.Entry<String, Expression> rule : rules.entrySet()) {
        grew |=
            languages
                .getOrDefault(rule.getKey(), new HashSet<>())
                .addAll(texts(rule.getValue(), languages));
      }
    }
    return languages.getOrDefault("root", Set.of());
  }

  private static Set<String> texts(Expression expression, Map<String, Set<String>> languages) {
    return switch (expression) {
      case Expression.Terminal(Regex.Text(ImmutableByteList bytes)) ->
          Set.of(new String(bytes.toArray(), StandardCharsets.UTF_8));
      case Expression.Terminal _,
          Expression.Lexeme _,
          Expression.Quoted _,
          Expression.SpecialToken _ ->
          throw new AssertionError("not generated here");
      case Expression.Call(String rule) -> Set.copyOf(languages.getOrDefault(rule, Set.of()));
      case Expression.Sequence(var parts) -> {
        Set<String> texts = Set.of("");
        for (Expression part : parts) {
          texts = joined(texts, texts(part, languages));
        }
        yield texts;
      }
      case Expression.Either(var options) -> {
        Set<String> texts = new HashSet<>();
        options.forEach(option -> texts.addAll(texts(option, languages)));
        yield texts;
      }
      case Expression.Repeat(Expression body, int min, int max) -> {
        Set<String> one = texts(body, languages);
        Set<String> all = new HashSet<>();
        Set<String> power = Set.of("");
        // A body of at least one character cannot repeat more often than texts are long.
        int last = max == Regex.Repeat.UNBOUNDED ? min + MAX_LENGTH : max;
        for (int i = 0; i <= last; i++) {
          if (i >= min) {
            all.addAll(power);
          }
          power = joined(power, one);
        }
        yield all;
      }
    };
  }

  private static Set<String> joined(Set<String> left, Set<String> right) {
    Set<String> texts = new HashSet<>();
    for (String l : left) {
      for (String r : right) {
        if (l.length() + r.length() <= MAX_LENGTH) {
          texts.add(l + r);
        }
      }
    }
    return texts;
  }
}
