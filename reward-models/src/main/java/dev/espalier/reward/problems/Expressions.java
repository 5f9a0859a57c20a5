package dev.espalier.reward.problems;

import dev.espalier.reward.problems.TrainingText.Kind;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Descriptions of small expressions in words, and the expressions: arithmetic, boolean, queries.
 */
final class Expressions {

  private static final ImmutableList<String> VARIABLES = Lists.immutable.with("x", "y", "z", "a");
  private static final ImmutableList<String> FIELDS =
      Lists.immutable.with("name", "age", "city", "price", "count");

  private Expressions() {}

  /** What a user would write, before the words. */
  static final String PROMPT = "Write as an expression: %s";

  /** The languages expressions are written in. */
  enum Language {
    ARITHMETIC(
        """
        root ::= sum
        sum ::= "(" part (" + " | " - " | " * ") part ")"
        part ::= sum | [xyza] | [1-9] [0-9]?
        """),
    LOGIC(
        """
        root ::= clause
        clause ::= "(" clause (" and " | " or ") clause ")" | "not (" clause ")" | comparison
        comparison ::= [xyza] (" > " | " < " | " == ") [1-9] [0-9]?
        """),
    QUERY(
        """
        root ::= "SELECT " field " FROM " [a-z]+ " WHERE " field (" > " | " < ") [1-9] [0-9]? ";"
        field ::= "name" | "age" | "city" | "price" | "count"
        """);

    private final String grammar;

    Language(String grammar) {
      this.grammar = grammar;
    }

    /** In GBNF. */
    String grammar() {
      return grammar;
    }
  }

  /** An expression in words and in symbols. */
  record Pair(String words, String symbols) {}

  /** An expression and the language it is of. */
  record Description(Pair pair, Language language) {}

  static TrainingText write(SplittableRandom random) {
    Pair pair = describe(random).pair();
    return new TrainingText(Kind.EXPRESSION, PROMPT.formatted(pair.words()), pair.symbols());
  }

  static Description describe(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Description(arithmetic(random, 2), Language.ARITHMETIC);
      case 1 -> new Description(logic(random, 2), Language.LOGIC);
      default -> new Description(query(random), Language.QUERY);
    };
  }

  private static Pair arithmetic(SplittableRandom random, int depth) {
    if (depth == 0 || (depth == 1 && random.nextInt(4) == 0)) {
      String leaf =
          random.nextBoolean() ? any(random, VARIABLES) : String.valueOf(random.nextInt(1, 50));
      return new Pair(leaf, leaf);
    }
    Pair left = arithmetic(random, depth - 1);
    Pair right = arithmetic(random, depth - 1);
    return switch (random.nextInt(3)) {
      case 0 -> binary("the sum of %s and %s", "(%s + %s)", left, right);
      case 1 -> binary("the difference of %s and %s", "(%s - %s)", left, right);
      default -> binary("the product of %s and %s", "(%s * %s)", left, right);
    };
  }

  private static Pair logic(SplittableRandom random, int depth) {
    if (depth == 0) {
      String variable = any(random, VARIABLES);
      int number = random.nextInt(1, 50);
      return switch (random.nextInt(3)) {
        case 0 -> new Pair(variable + " is above " + number, variable + " > " + number);
        case 1 -> new Pair(variable + " is below " + number, variable + " < " + number);
        default -> new Pair(variable + " equals " + number, variable + " == " + number);
      };
    }
    return switch (random.nextInt(3)) {
      case 0 ->
          binary("%s and %s", "(%s and %s)", logic(random, depth - 1), logic(random, depth - 1));
      case 1 ->
          binary(
              "either %s or %s", "(%s or %s)", logic(random, depth - 1), logic(random, depth - 1));
      default -> {
        Pair inner = logic(random, depth - 1);
        yield new Pair("not that " + inner.words(), "not (" + inner.symbols() + ")");
      }
    };
  }

  private static Pair query(SplittableRandom random) {
    String table = any(random, StoryTemplates.THINGS);
    String field = any(random, FIELDS);
    String filter = any(random, FIELDS);
    int number = random.nextInt(1, 100);
    boolean above = random.nextBoolean();
    return new Pair(
        "the %s of all %s whose %s is %s %d"
            .formatted(field, table, filter, above ? "above" : "below", number),
        "SELECT %s FROM %s WHERE %s %s %d;"
            .formatted(field, table, filter, above ? ">" : "<", number));
  }

  private static Pair binary(String words, String symbols, Pair left, Pair right) {
    return new Pair(
        words.formatted(left.words(), right.words()),
        symbols.formatted(left.symbols(), right.symbols()));
  }

  private static String any(SplittableRandom random, ImmutableList<String> items) {
    return items.get(random.nextInt(items.size()));
  }
}
