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

  private Records() {}

  static TrainingText write(SplittableRandom random) {
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
          text(
              "%s is %d years old and lives in %s.".formatted(name, age, place),
              "{\"name\": \"%s\", \"age\": %d, \"city\": \"%s\"}".formatted(name, age, place));
      case 1 ->
          text(
              "%s is a %s from %s who owns %d %s.".formatted(name, job, place, number, thing),
              "{\"name\": \"%s\", \"job\": \"%s\", \"city\": \"%s\", \"%s\": %d}"
                  .formatted(name, job, place, thing, number));
      case 2 ->
          text(
              "The shop sells %d %s %s and is %s."
                  .formatted(number, colour, thing, open ? "open" : "closed"),
              "{\"item\": \"%s\", \"colour\": \"%s\", \"count\": %d, \"open\": %b}"
                  .formatted(thing, colour, number, open));
      default -> {
        String other = any(random, StoryTemplates.NAMES);
        yield text(
            "The team of %s has two members, %s aged %d and %s aged %d."
                .formatted(place, name, age, other, number),
            ("{\"city\": \"%s\", \"members\": [{\"name\": \"%s\", \"age\": %d}, {\"name\": \"%s\","
                    + " \"age\": %d}]}")
                .formatted(place, name, age, other, number));
      }
    };
  }

  private static TrainingText text(String sentence, String json) {
    return new TrainingText(Kind.RECORD, "Write as JSON: " + sentence, json);
  }

  private static String any(SplittableRandom random, ImmutableList<String> items) {
    return items.get(random.nextInt(items.size()));
  }
}
