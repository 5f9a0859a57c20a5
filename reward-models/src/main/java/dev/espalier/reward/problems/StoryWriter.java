package dev.espalier.reward.problems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongSets;
import org.jspecify.annotations.Nullable;

/**
 * Writes one story from the templates with one set of names and numbers.
 *
 * <p>Numbers by letter: a b d ordinary; c e small enough to be taken away; s u counts of groups; t
 * v sizes of groups; k a factor from 2 to 5 (dividing what it divides); h larger than an ordinary
 * one; z a multiple of k; y even; w small; f g compared with the quantity at the end; i of no use.
 */
final class StoryWriter {

  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z=])\\}");
  private static final Pattern STEP =
      Pattern.compile("(?:(\\w) = )?(\\w) ([-+*/]) (\\w) : (.*)", Pattern.DOTALL);

  /** No intermediate value may exceed this. */
  private static final long LIMIT = 2_000;

  private final SplittableRandom random;
  private final boolean large;
  private final Map<Character, String> words = new HashMap<>();
  private final Map<Character, Long> values = new HashMap<>();
  private final Set<Long> numbers = new LinkedHashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private StoryWriter(SplittableRandom random, boolean large) {
    this.random = random;
    this.large = large;
    List<String> names = shuffled(StoryTemplates.NAMES);
    for (int i = 0; i < 4; i++) {
      words.put("ABCD".charAt(i), names.get(i));
    }
    words.put('X', any(StoryTemplates.THINGS));
    words.put('P', any(StoryTemplates.PLACES));
  }

  /** A problem of the mix, or null where the numbers drawn do not work out; draw again. */
  static @Nullable WordProblem write(SplittableRandom random, ProblemMix mix) {
    // The lesser of two draws: short problems are common and long ones rare, as in school books.
    int first = random.nextInt(mix.minSteps(), mix.maxSteps() + 1);
    int second = random.nextInt(mix.minSteps(), mix.maxSteps() + 1);
    int length = Math.min(first, second);
    StoryWriter writer = new StoryWriter(random, random.nextDouble() < mix.largeNumbers());
    boolean distract = random.nextDouble() < mix.distractors();
    return writer.story(length, distract) ? writer.problem() : null;
  }

  private boolean story(int length, boolean distract) {
    StoryTemplates.Opening opening = any(StoryTemplates.OPENINGS);
    StoryTemplates.Question question = any(StoryTemplates.QUESTIONS);
    int turns = length - opening.steps().size() - question.steps().size();
    if (turns < 0 || !write(opening.text(), opening.steps())) {
      return false;
    }
    if (distract) {
      values.put('i', random.nextLong(2, 30));
      append(filled(any(StoryTemplates.DISTRACTORS), ""));
    }
    int last = -1;
    for (int i = 0; i < turns; i++) {
      int index = random.nextInt(StoryTemplates.TURNS.size());
      StoryTemplates.Turn turn = StoryTemplates.TURNS.get(index);
      // A story that says the same twice running reads like a mistake.
      if (index == last || !write(turn.text(), Lists.immutable.with("q = " + turn.step()))) {
        return false;
      }
      last = index;
    }
    return write(question.text(), question.steps());
  }

  /** Draws the numbers of a passage, takes its steps, and writes it down. */
  private boolean write(String passage, ImmutableList<String> stepTexts) {
    for (char letter : "abcdefghikstuvwyz".toCharArray()) {
      if (letter != 'i') {
        values.remove(letter);
      }
    }
    // Larger numbers first: what is taken from them, or divides them, depends on them.
    String all = passage + stepTexts.makeString();
    for (char letter : "abdhkstuvwyzcefg".toCharArray()) {
      if (all.contains("{" + letter + "}") && !draw(letter, all)) {
        return false;
      }
    }
    append(filled(passage, ""));
    for (String step : stepTexts) {
      if (!take(step)) {
        return false;
      }
    }
    return true;
  }

  private boolean draw(char letter, String passage) {
    long top = large ? 240 : 60;
    long q = values.getOrDefault('q', 0L);
    boolean dividesQuantity = letter == 'k' && passage.contains("q / k");
    if (dividesQuantity) {
      List<Long> divisors = new ArrayList<>();
      for (long k = 2; k <= 6; k++) {
        if (q % k == 0) {
          divisors.add(k);
        }
      }
      if (divisors.isEmpty()) {
        return false;
      }
      values.put('k', divisors.get(random.nextInt(divisors.size())));
      return true;
    }
    long value =
        switch (letter) {
          case 'a', 'b', 'd' -> random.nextLong(3, top + 1);
          case 'h' -> random.nextLong(top, 2 * top + 1);
          case 'k' -> random.nextLong(2, 6);
          case 's', 'u' -> random.nextLong(2, large ? 16 : 10);
          case 't', 'v' -> random.nextLong(3, large ? 25 : 13);
          case 'w' -> random.nextLong(1, 10);
          case 'y' -> 2 * random.nextLong(2, top);
          case 'z' -> values.getOrDefault('k', 2L) * random.nextLong(2, large ? 60 : 20);
          case 'c', 'e' -> lesser(letter == 'c' ? 2 : 3, passage, q);
          case 'f' -> passage.contains("q - f") ? under(q) : random.nextLong(3, top + 1);
          case 'g' -> q + random.nextLong(2, top);
          default -> throw new IllegalArgumentException("number letter " + letter);
        };
    values.put(letter, value);
    return value > 0;
  }

  /** A number that can be taken from what it is taken from. */
  private long lesser(int part, String passage, long q) {
    long from =
        passage.contains("q - c") || passage.contains("q - e")
            ? q
            : Math.min(
                values.getOrDefault('a', Long.MAX_VALUE), values.getOrDefault('h', Long.MAX_VALUE));
    long bound =
        from == Long.MAX_VALUE ? values.getOrDefault('s', 4L) * values.getOrDefault('t', 4L) : from;
    return bound / part < 2 ? 0 : random.nextLong(1, bound / part + 1);
  }

  private long under(long q) {
    return q < 3 ? 0 : random.nextLong(1, q);
  }

  private boolean take(String stepText) {
    Matcher parts = STEP.matcher(stepText);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a step: " + stepText);
    }
    long left = operand(parts.group(2));
    char operation = parts.group(3).charAt(0);
    long right = operand(parts.group(4));
    if (right == 0
        || (operation == '-' && right >= left)
        || (operation == '/' && (left % right != 0 || left == right))) {
      return false;
    }
    long result = Step.apply(left, operation, right);
    if (result > LIMIT || result < 1) {
      return false;
    }
    String name = parts.group(1) == null ? "q" : parts.group(1);
    String equation = left + " " + operation + " " + right + " = " + result;
    values.put(name.charAt(0), result);
    steps.add(new Step(left, operation, right, result, filled(parts.group(5), equation)));
    return true;
  }

  private long operand(String name) {
    return Character.isDigit(name.charAt(0))
        ? Long.parseLong(name)
        : values.getOrDefault(name.charAt(0), 0L);
  }

  private void append(String sentence) {
    text.append(text.isEmpty() ? "" : " ").append(sentence);
    Matcher digits = Pattern.compile("\\d+").matcher(sentence);
    while (digits.find()) {
      numbers.add(Long.parseLong(digits.group()));
    }
  }

  private String filled(String template, String equation) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> {
          char letter = place.group(1).charAt(0);
          return letter == '='
              ? equation
              : words.containsKey(letter)
                  ? words.getOrDefault(letter, "")
                  : values.getOrDefault(letter, 0L).toString();
        });
  }

  private WordProblem problem() {
    String written = text.toString();
    return new WordProblem(
        "wp-" + Split.fingerprint(written),
        written,
        steps.getLast().result(),
        LongSets.immutable.withAll(numbers),
        Lists.immutable.withAll(steps));
  }

  private <T> T any(ImmutableList<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private List<String> shuffled(ImmutableList<String> items) {
    List<String> list = new ArrayList<>(items.castToList());
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String swap = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swap);
    }
    return list;
  }
}
