package dev.espalier.reward.problems;

import dev.espalier.reward.problems.TrainingText.Kind;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Sentences that describe a record, and the record as a JSON object. */
final class Records {

  private static final ImmutableList<String> JOBS =
      Lists.immutable.with(
          "baker", "farmer", "teacher", "painter", "sailor", "driver", "doctor", "writer");
  private static final ImmutableList<String> COLOURS =
      Lists.immutable.with("red", "blue", "green", "white", "black", "yellow");

  private static final String NAME = oneOf(StoryTemplates.NAMES);
  private static final String PLACE = oneOf(StoryTemplates.PLACES);
  private static final String AGE = whole(18, 79);
  private static final String COUNT = whole(1, 99);

  /** What a user would write, before the sentence. */
  static final String PROMPT = "Write as JSON: %s";

  private Records() {}

  /**
   * A sentence and the record that it describes.
   *
   * @param json the record, as the models learn to write it
   * @param schema JSON Schema of such records, with the range of every value
   */
  record Description(String sentence, String json, String schema) {}

  static TrainingText write(SplittableRandom random) {
    Description description = describe(random);
    return new TrainingText(
        Kind.RECORD, PROMPT.formatted(description.sentence()), description.json());
  }

  static Description describe(SplittableRandom random) {
    String name = any(random, StoryTemplates.NAMES);
    String place = any(random, StoryTemplates.PLACES);
    String thing = any(random, StoryTemplates.THINGS);
    int number = random.nextInt(1, 100);
    int age = random.nextInt(18, 80);
    String job = any(random, JOBS);
    String colour = any(random, COLOURS);
    boolean open = random.nextBoolean();
    return switch (random.nextInt(4)) {
      case 0 ->
          new Description(
              "%s is %d years old and lives in %s.".formatted(name, age, place),
              "{\"name\": \"%s\", \"age\": %d, \"city\": \"%s\"}".formatted(name, age, place),
              object(property("name", NAME), property("age", AGE), property("city", PLACE)));
      case 1 ->
          new Description(
              "%s is a %s from %s who owns %d %s.".formatted(name, job, place, number, thing),
              "{\"name\": \"%s\", \"job\": \"%s\", \"city\": \"%s\", \"%s\": %d}"
                  .formatted(name, job, place, thing, number),
              object(
                  property("name", NAME),
                  property("job", oneOf(JOBS)),
                  property("city", PLACE),
                  property(thing, COUNT)));
      case 2 ->
          new Description(
              "The shop sells %d %s %s and is %s."
                  .formatted(number, colour, thing, open ? "open" : "closed"),
              "{\"item\": \"%s\", \"colour\": \"%s\", \"count\": %d, \"open\": %b}"
                  .formatted(thing, colour, number, open),
              object(
                  property("item", oneOf(StoryTemplates.THINGS)),
                  property("colour", oneOf(COLOURS)),
                  property("count", COUNT),
                  property("open", "{\"type\": \"boolean\"}")));
      default -> {
        String other = any(random, StoryTemplates.NAMES);
        yield new Description(
            "The team of %s has two members, %s aged %d and %s aged %d."
                .formatted(place, name, age, other, number),
            ("{\"city\": \"%s\", \"members\": [{\"name\": \"%s\", \"age\": %d}, {\"name\": \"%s\","
                    + " \"age\": %d}]}")
                .formatted(place, name, age, other, number),
            object(
                property("city", PLACE),
                property(
                    "members",
                    "{\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": %s}"
                        .formatted(object(property("name", NAME), property("age", COUNT))))));
      }
    };
  }

  private static String object(String... properties) {
    ImmutableList<String> all = Lists.immutable.with(properties);
    return "{\"type\": \"object\", \"properties\": {%s}, \"required\": %s, \"additionalProperties\": false}"
        .formatted(
            all.makeString(", "),
            all.collect(one -> one.substring(0, one.indexOf(':'))).makeString("[", ", ", "]"));
  }

  private static String property(String name, String schema) {
    return "\"%s\": %s".formatted(name, schema);
  }

  private static String oneOf(ImmutableList<String> values) {
    return "{\"enum\": %s}".formatted(values.makeString("[\"", "\", \"", "\"]"));
  }

  private static String whole(int least, int most) {
    return "{\"type\": \"integer\", \"minimum\": %d, \"maximum\": %d}".formatted(least, most);
  }

  private static String any(SplittableRandom random, ImmutableList<String> items) {
    return items.get(random.nextInt(items.size()));
  }
}
