package dev.espalier.app.experiment;

import dev.espalier.app.engine.Target;
import dev.espalier.search.algorithm.aligned.AllowedMass;
import dev.espalier.search.algorithm.aligned.SampledTexts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run tells of the probability Z that the model writes an allowed text, and of how far its
 * own texts are from the model's distribution.
 *
 * @param target equal for two runs if Z is the same: prompt, constraint, model and {@link Target}
 * @param meanLogWeight as {@link SampledTexts#meanLogWeight()}
 * @param logTotal as {@link SampledTexts#logTotal()}
 * @param known bounds of Z, or null if they were not looked for
 */
record Evidence(String target, double meanLogWeight, double logTotal, @Nullable AllowedMass known) {

  private static final String FIELD = "sampling";

  /** Writes what {@link #parse} reads. */
  static void write(
      ObjectNode row, Target target, SampledTexts texts, @Nullable AllowedMass known) {
    ObjectNode json = row.putObject(FIELD);
    json.put("temperature", target.temperature());
    json.put("maxTokens", target.maxTokens());
    json.put("draws", texts.draws());
    json.put("texts", texts.texts());
    finite(json, "meanLogWeight", texts.meanLogWeight());
    finite(json, "logTotal", texts.logTotal());
    if (known != null) {
      finite(json, "logLow", known.logLow());
      json.put("logHigh", known.logHigh());
      json.put("rows", known.rows());
    }
  }

  private static void finite(ObjectNode json, String field, double value) {
    if (Double.isFinite(value)) {
      json.put(field, value);
    } else {
      json.putNull(field);
    }
  }

  /**
   * Of a row, or null if it says nothing of the kind.
   *
   * @param question prompt, constraint and model, in any form
   */
  static @Nullable Evidence parse(JsonNode row, String question) {
    JsonNode json = row.path(FIELD);
    if (!json.isObject()) {
      return null;
    }
    return new Evidence(
        "%s %s %s"
            .formatted(
                json.path("temperature").asDouble(), json.path("maxTokens").asInt(), question),
        json.path("meanLogWeight").asDouble(Double.NaN),
        json.path("logTotal").asDouble(Double.NaN),
        json.path("logHigh").isNumber()
            ? new AllowedMass(
                json.path("logLow").asDouble(Double.NEGATIVE_INFINITY),
                json.path("logHigh").asDouble(),
                json.path("rows").asInt())
            : null);
  }
}
