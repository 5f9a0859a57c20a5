package dev.espalier.app.experiment;

import dev.espalier.app.run.RunRefused;
import dev.espalier.reward.problems.ConstrainedTask;
import dev.espalier.reward.training.Evaluation;
import dev.espalier.search.constraint.ConstraintSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problems to solve: a file of JSON lines, each with {@code id}, {@code prompt} and, where it is
 * known, {@code answer} and what the text is bound by; or the first held-out ones of those the
 * bundled models learned from, written {@code bundled:300}; or texts under a constraint, written
 * {@code bundled-json:24} and {@code bundled-expressions:24}.
 *
 * @param items at least one, their ids all different
 */
public record ProblemSet(ImmutableList<Item> items) {

  /** What help texts say of {@code --problems}. */
  public static final String USAGE =
      "JSON Lines with id, prompt and, where there are such, answer and grammar, lark, json-schema"
          + " or regex; or bundled:N for the first N word problems that the bundled models were"
          + " never trained on; or bundled-json:N or bundled-expressions:N for N texts to be"
          + " written under a JSON Schema or a grammar";

  private static final Pattern BUNDLED =
      Pattern.compile("bundled(-json|-expressions)?(?::(\\d{1,6}))?");
  private static final int BUNDLED_BY_DEFAULT = 300;
  private static final int CONSTRAINED_BY_DEFAULT = 24;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One problem.
   *
   * @param answer the right one, or null if it is not known
   * @param constraint what the text must be, or null if it is free
   */
  public record Item(
      String id, String prompt, @Nullable String answer, @Nullable ConstraintSource constraint) {}

  /** The same problems, those without a constraint bound by this one. */
  public ProblemSet boundBy(ConstraintSource constraint) {
    return new ProblemSet(
        items.collect(one ->
            one.constraint() == null
                ? new Item(one.id(), one.prompt(), one.answer(), constraint)
                : one));
  }

  /**
   * Reads problems.
   *
   * @param source a file, or what names bundled ones
   * @throws RunRefused naming the file, the line and what is wrong with it
   */
  public static ProblemSet read(String source) throws RunRefused {
    Matcher bundled = BUNDLED.matcher(source);
    if (bundled.matches()) {
      String kind = bundled.group(1);
      int byDefault = kind == null ? BUNDLED_BY_DEFAULT : CONSTRAINED_BY_DEFAULT;
      int count = bundled.group(2) == null ? byDefault : Integer.parseInt(bundled.group(2));
      if (count < 1) {
        throw new RunRefused("--problems " + source + ": at least one problem is needed.");
      }
      return kind == null
          ? heldOut(count)
          : constrained(
              kind.equals("-json") ? ConstrainedTask.Kind.JSON : ConstrainedTask.Kind.EXPRESSIONS,
              count);
    }
    Path file = Path.of(source);
    if (!Files.isRegularFile(file)) {
      throw new RunRefused(
          "There is no file %s to read problems from. Name a file of JSON lines, or bundled:N."
              .formatted(source));
    }
    try {
      return parse(source, Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new RunRefused("%s cannot be read as UTF-8 text: %s".formatted(source, e), e);
    }
  }

  private static ProblemSet heldOut(int count) {
    return new ProblemSet(
        Lists.immutable
            .withAll(Evaluation.heldOut(count))
            .collect(one -> new Item(one.id(), one.text(), Long.toString(one.answer()), null)));
  }

  private static ProblemSet constrained(ConstrainedTask.Kind kind, int count) {
    return new ProblemSet(
        Lists.immutable
            .withAll(ConstrainedTask.first(kind, Evaluation.HELD_OUT_SEED, count))
            .collect(one -> new Item(one.id(), one.prompt(), one.answer(), one.constraint())));
  }

  private static ProblemSet parse(String source, List<String> lines) throws RunRefused {
    MutableList<Item> items = Lists.mutable.empty();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank()) {
        continue;
      }
      String place = source + ", line " + (i + 1);
      Item item = item(place, line);
      Integer before = seen.putIfAbsent(item.id(), i + 1);
      if (before != null) {
        throw new RunRefused(
            "%s: the id \"%s\" is that of line %d too.".formatted(place, item.id(), before));
      }
      items.add(item);
    }
    if (items.isEmpty()) {
      throw new RunRefused(source + " holds no problem.");
    }
    return new ProblemSet(items.toImmutable());
  }

  private static Item item(String place, String line) throws RunRefused {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new RunRefused("%s is no JSON: %s.".formatted(place, e.getOriginalMessage()), e);
    }
    if (!json.isObject()) {
      throw new RunRefused(place + " is no JSON object; a problem has id, prompt and answer.");
    }
    String id = text(place, json, "id");
    String prompt = text(place, json, "prompt");
    if (id == null || prompt == null || prompt.isBlank()) {
      throw new RunRefused(
          "%s has no %s; a problem has id, prompt and answer."
              .formatted(place, id == null ? "id" : "prompt"));
    }
    return new Item(id, prompt, text(place, json, "answer"), constraint(place, json));
  }

  /** A constraint under the name of its option. */
  private static @Nullable ConstraintSource constraint(String place, JsonNode json)
      throws RunRefused {
    ConstraintSource found = null;
    for (ConstraintSource.Kind kind : ConstraintSource.Kind.values()) {
      String text = text(place, json, kind.key());
      if (text == null) {
        continue;
      }
      if (found != null || text.isBlank()) {
        throw new RunRefused(
            "%s: %s."
                .formatted(
                    place,
                    found == null
                        ? "the " + kind.key() + " is empty"
                        : "both %s and %s; a problem has one constraint"
                            .formatted(found.kind().key(), kind.key())));
      }
      found = new ConstraintSource(kind, text);
    }
    return found;
  }

  private static @Nullable String text(String place, JsonNode json, String field)
      throws RunRefused {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() && !value.isNumber()) {
      throw new RunRefused("%s: %s is %s; it must be a text.".formatted(place, field, value));
    }
    return value.asString();
  }
}
