package dev.espalier.app.experiment;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Target;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.answer.AnswerEquality;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.constraint.Constraint;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.grammar.ParserState;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of one run of a comparison: the fields of a {@link RunReport}, and {@code problem},
 * {@code correct} and what identifies the run.
 *
 * @param line the whole row as one line of JSON
 * @param key equal for two rows if they are of the same run: prompt, known answer, algorithm,
 *     settings, seed, budget, constraint and the weights of the models
 * @param problem id of the problem
 * @param correct whether the answer is the known one, or null if none is known
 * @param valid whether the text chosen satisfies the constraint, or null if there is none
 * @param finished as {@link RunReport#finished()}
 * @param tokens of the text chosen
 * @param outputs texts of all results
 * @param logProb of the text chosen under the model, NaN if there is no text
 * @param divergence estimate, by the weights of the results alone, of how far the texts are from
 *     the model's own distribution of allowed texts, in nats; NaN where they have no such weights
 * @param evidence for a better one, or null where the texts are no samples under a constraint
 */
public record Row(
    String line,
    String key,
    String problem,
    Contender contender,
    String budget,
    long seed,
    @Nullable Boolean correct,
    @Nullable Boolean valid,
    String finished,
    Cost costs,
    double seconds,
    ImmutableIntList tokens,
    ImmutableList<String> outputs,
    double logProb,
    double divergence,
    @Nullable Evidence evidence) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The row of a run that has been made.
   *
   * @param target what its texts are samples of, or null
   * @param known bounds of the probability of an allowed text, or null
   * @throws RunRefused if its constraint is wrong
   */
  static Row of(
      Grid.Trial trial,
      RunReport report,
      LoadedModels loaded,
      @Nullable Target target,
      @Nullable AllowedMass known)
      throws RunRefused {
    ObjectNode json = report.fields();
    ProblemSet.Item problem = trial.problem();
    json.put("problem", problem.id());
    String expected = problem.answer();
    json.put("correct", expected == null ? null : correct(report, expected));
    ConstraintSource constraint = problem.constraint();
    json.put("valid", constraint == null ? null : valid(report, loaded.models(constraint)));
    json.put("expected", expected);
    json.put("prompt", problem.prompt());
    json.put("modelHash", loaded.description().hash());
    json.put("rewardHash", rewardHash(trial.contender(), loaded));
    if (target != null) {
      Evidence.write(json, target, report.sampled(), known);
    }
    return parse(JSON.writeValueAsString(json));
  }

  /** The key of the row that a trial will have. */
  static String key(Grid.Trial trial, LoadedModels loaded) {
    return key(
        trial.problem().prompt(),
        trial.problem().answer(),
        trial.contender(),
        trial.seed(),
        trial.budget().toString(),
        trial.problem().constraint(),
        loaded.description().hash(),
        rewardHash(trial.contender(), loaded));
  }

  private static @Nullable String rewardHash(Contender contender, LoadedModels loaded) {
    var reward = loaded.models().reward();
    return contender.needsReward() && reward != null ? reward.description().hash() : null;
  }

  private static String key(
      String prompt,
      @Nullable String expected,
      Contender contender,
      long seed,
      String budget,
      @Nullable ConstraintSource constraint,
      String modelHash,
      @Nullable String rewardHash) {
    return JSON.writeValueAsString(
        JSON.createArrayNode()
            .add(prompt)
            .add(expected)
            .add(contender.toString())
            .add(seed)
            .add(budget)
            .add(constraint == null ? null : constraint.kind().key() + " " + constraint.text())
            .add(modelHash)
            .add(rewardHash));
  }

  /** Whether a text is there and whole: one that a limit cut short may have been going to be. */
  private static boolean valid(RunReport report, Models models) {
    if (report.results().isEmpty()) {
      return false;
    }
    Constraint constraint = models.requireConstraint();
    ImmutableIntSet ends = models.tokenizer().endTokens();
    ParserState state = constraint.start();
    for (int token : report.results().getFirst().tokens().reject(ends::contains).toArray()) {
      ParserState next = constraint.advance(state, token);
      if (next == null) {
        return false;
      }
      state = next;
    }
    long[] allowed = constraint.allowed(state);
    return ends.anySatisfy(end -> (allowed[end >> 6] >>> (end & 63) & 1) != 0);
  }

  /** A text that is itself the answer counts as well as one that states it. */
  private static boolean correct(RunReport report, String expected) {
    String answer = report.answer();
    return report.text().strip().equals(expected.strip())
        || (answer != null && AnswerEquality.STRICT.equal(answer, expected));
  }

  /**
   * Reads a row.
   *
   * @throws IllegalArgumentException if it is no row; the message says what is wrong
   */
  static Row parse(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("no JSON object");
    }
    Map<String, String> settings = new TreeMap<>();
    required(json, "settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asString("")));
    Contender contender = new Contender(text(json, "algorithm"), Maps.immutable.withAll(settings));
    JsonNode outputs = json.path("outputs");
    long seed = number(json, "seed");
    return new Row(
        line,
        key(
            text(json, "prompt"),
            json.path("expected").asStringOpt().orElse(null),
            contender,
            seed,
            text(json, "budget"),
            constraint(json.path("constraint")),
            text(json, "modelHash"),
            json.path("rewardHash").asStringOpt().orElse(null)),
        text(json, "problem"),
        contender,
        text(json, "budget"),
        seed,
        verdict(json, "correct"),
        verdict(json, "valid"),
        text(json, "finished"),
        costs(required(json, "costs")),
        json.path("seconds").asDouble(Double.NaN),
        tokens(json.path("tokens")),
        texts(outputs),
        outputs.path(0).path("logProb").asDouble(Double.NaN),
        json.path("distortion").path("divergence").asDouble(Double.NaN),
        Evidence.parse(
            json,
            json.path("prompt") + " " + json.path("constraint") + " " + json.path("modelHash")));
  }

  private static @Nullable Boolean verdict(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isBoolean() ? value.booleanValue() : null;
  }

  private static @Nullable ConstraintSource constraint(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    String kind = text(json, "kind");
    ConstraintSource.Kind found =
        Lists.immutable.with(ConstraintSource.Kind.values()).detect(one -> one.key().equals(kind));
    if (found == null) {
      throw new IllegalArgumentException("a constraint of the unknown kind \"" + kind + "\"");
    }
    return new ConstraintSource(found, text(json, "text"));
  }

  private static Cost costs(JsonNode json) {
    return new Cost(
        number(json, "generatedTokens"),
        number(json, "promptTokens"),
        number(json, "modelRows"),
        number(json, "modelCalls"),
        number(json, "prmPasses"),
        number(json, "prmTokens"),
        number(json, "constraintChecks"));
  }

  private static ImmutableIntList tokens(JsonNode array) {
    MutableIntList tokens = IntLists.mutable.empty();
    array.forEach(token -> tokens.add(token.asInt()));
    return tokens.toImmutable();
  }

  private static ImmutableList<String> texts(JsonNode array) {
    MutableList<String> texts = Lists.mutable.empty();
    array.forEach(output -> texts.add(output.path("text").asString("")));
    return texts.toImmutable();
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException("no field \"" + field + "\"");
    }
    return value;
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isString()) {
      throw new IllegalArgumentException("%s is %s, no text".formatted(field, value));
    }
    return value.stringValue();
  }

  private static long number(JsonNode json, String field) {
    JsonNode value = required(json, field);
    if (!value.isIntegralNumber()) {
      throw new IllegalArgumentException("%s is %s, no whole number".formatted(field, value));
    }
    return value.longValue();
  }
}
