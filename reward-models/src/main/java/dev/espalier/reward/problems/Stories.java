package dev.espalier.reward.problems;

import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Short stories from a grammar of sentences, varied and mildly repetitive, as people write. */
final class Stories {

  private static final ImmutableList<String> OPENINGS =
      Lists.immutable.with(
          "{N} lived in a {a} house near {P}.",
          "One {t}, {N} walked to the {p}.",
          "It was a {a} {t} in {P}, and {N} could not sleep.",
          "There was once a {a} {c} that belonged to {N}.",
          "{N} and {M} met at the {p} every {t}.",
          "Nobody in {P} knew why {N} kept a {c}.");
  private static final ImmutableList<String> MIDDLES =
      Lists.immutable.with(
          "The {c} was {a}, and {N} liked it.",
          "{M} came along and asked about the {c}.",
          "They {v} the {p} until the {t} was over.",
          "Then the wind blew over the {p}, and the {c} ran away.",
          "\"I have never seen such a {a} {c},\" said {M}.",
          "\"Let us go to the {p},\" said {N}, and they went.",
          "In the {p} they found some {x} and a {a} {c}.",
          "{N} gave the {x} to {M}, because {M} had none.",
          "All the {x} were {a}, but {N} {v} them anyway.",
          "The {t} grew {a}, and the {p} lay still.",
          "{M} laughed, and {N} laughed too.",
          "For a while nothing moved but the {c}.");
  private static final ImmutableList<String> ENDINGS =
      Lists.immutable.with(
          "From that {t} on, {N} and {M} were friends.",
          "In the end they went home and ate {x}.",
          "And the {c} was never seen in {P} again.",
          "{N} still tells the story of the {a} {c}.",
          "That is how the {p} of {P} got its name.");
  private static final ImmutableList<String> ADJECTIVES =
      Lists.immutable.with(
          "small", "old", "quiet", "bright", "cold", "strange", "happy", "grey", "golden", "long",
          "kind", "dark", "warm", "empty", "proud");
  private static final ImmutableList<String> TIMES =
      Lists.immutable.with("morning", "evening", "night", "winter", "summer", "spring", "day");
  private static final ImmutableList<String> SPOTS =
      Lists.immutable.with(
          "river", "market", "garden", "forest", "bridge", "harbour", "hill", "mill", "lake");
  private static final ImmutableList<String> CREATURES =
      Lists.immutable.with(
          "fox", "dog", "cat", "owl", "horse", "mouse", "crow", "goat", "bear", "boat", "clock");
  private static final ImmutableList<String> VERBS =
      Lists.immutable.with("watched", "painted", "searched", "followed", "remembered", "counted");

  private Stories() {}

  static String write(SplittableRandom random) {
    String hero = any(random, StoryTemplates.NAMES);
    String friend = any(random, StoryTemplates.NAMES);
    String creature = any(random, CREATURES);
    String spot = any(random, SPOTS);
    String place = any(random, StoryTemplates.PLACES);
    StringBuilder story = new StringBuilder();
    int middles = random.nextInt(3, 7);
    for (int i = 0; i <= middles + 1; i++) {
      String sentence =
          any(random, i == 0 ? OPENINGS : i <= middles ? MIDDLES : ENDINGS)
              .replace("{N}", hero)
              .replace("{M}", friend)
              .replace("{P}", place)
              .replace("{c}", creature)
              .replace("{p}", random.nextInt(3) == 0 ? any(random, SPOTS) : spot)
              .replace("{a}", any(random, ADJECTIVES))
              .replace("{t}", any(random, TIMES))
              .replace("{v}", any(random, VERBS))
              .replace("{x}", any(random, StoryTemplates.THINGS));
      story.append(i == 0 ? "" : " ").append(sentence);
    }
    return story.toString();
  }

  private static String any(SplittableRandom random, ImmutableList<String> items) {
    return items.get(random.nextInt(items.size()));
  }
}
