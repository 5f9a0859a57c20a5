package dev.espalier.app.experiment;

import java.util.Map;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows as a comparison would write them, with figures that a test chooses. */
final class SyntheticRows {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SyntheticRows() {}

  static Contender contender(String algorithm, String... pairs) {
    Map<String, String> settings = new java.util.TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put(pairs[i], pairs[i + 1]);
    }
    return new Contender(algorithm, Maps.immutable.withAll(settings));
  }

  static Row row(
      String problem,
      Contender contender,
      String budget,
      long seed,
      @Nullable Boolean correct,
      long tokens,
      long passes) {
    ObjectNode json = JSON.createObjectNode();
    json.put("algorithm", contender.algorithm());
    json.put("text", "some text");
    json.putArray("tokens").add(1).add(2);
    json.put("answer", "1");
    ObjectNode output = json.putArray("outputs").addObject();
    output.put("text", "some text");
    output.put("logProb", -1.5);
    json.put("finished", "solved");
    ObjectNode costs = json.putObject("costs");
    costs.put("generatedTokens", tokens);
    costs.put("promptTokens", 10);
    costs.put("modelRows", tokens);
    costs.put("modelCalls", tokens);
    costs.put("prmPasses", passes);
    costs.put("prmTokens", 0);
    costs.put("constraintChecks", 0);
    json.put("seconds", 0.25);
    json.put("seed", seed);
    ObjectNode settings = json.putObject("settings");
    contender.settings().forEachKeyValue(settings::put);
    json.put("budget", budget);
    json.put("problem", problem);
    json.put("correct", correct);
    json.put("expected", "1");
    json.put("prompt", "prompt of " + problem);
    json.put("modelHash", "m");
    json.putNull("rewardHash");
    return Row.parse(JSON.writeValueAsString(json));
  }

  /** The row with an estimate of how far its texts are from the model's distribution. */
  static Row diverging(Row row, double divergence) {
    ObjectNode json = (ObjectNode) JSON.readTree(row.line());
    json.putObject("distortion").put("divergence", divergence);
    return Row.parse(JSON.writeValueAsString(json));
  }

  /**
   * The row with what its texts tell of Z.
   *
   * @param logHigh log of the upper bound of Z, NaN if bounds were not looked for
   */
  static Row sampled(
      Row row, double meanLogWeight, double logTotal, double logLow, double logHigh) {
    ObjectNode json = (ObjectNode) JSON.readTree(row.line());
    ObjectNode sampling = json.putObject("sampling");
    sampling.put("temperature", 1.0);
    sampling.put("maxTokens", 64);
    sampling.put("meanLogWeight", meanLogWeight);
    sampling.put("logTotal", logTotal);
    if (!Double.isNaN(logHigh)) {
      sampling.put("logLow", logLow);
      sampling.put("logHigh", logHigh);
    }
    return Row.parse(JSON.writeValueAsString(json));
  }
}
