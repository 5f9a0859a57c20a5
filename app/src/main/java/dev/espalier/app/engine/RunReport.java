package dev.espalier.app.engine;

import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.aligned.ImportanceWeights;
import dev.espalier.search.algorithm.aligned.SampledTexts;
import dev.espalier.search.answer.AnswerExtraction;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Ledger;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.token.TokenText;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of a search, for programs and people to read.
 *
 * @param outcome how it ended, or null if its record breaks off
 * @param results best first
 * @param sampled what the events say of texts drawn under a constraint
 * @param seconds wall time, or NaN where it was not measured
 * @param session where it is recorded, or null
 * @param model id of the language model
 */
public record RunReport(
    SearchOrder order,
    @Nullable Outcome outcome,
    String explanation,
    ImmutableList<Result> results,
    SampledTexts sampled,
    Cost spent,
    double seconds,
    @Nullable Path session,
    String model,
    String device) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of the events of a search. */
  public static RunReport of(
      SearchOrder order,
      EventSource events,
      double seconds,
      @Nullable Path session,
      String model,
      String device) {
    Ledger ledger = Ledger.EMPTY;
    SearchEvent.@Nullable Concluded end = null;
    SampledTexts sampled = SampledTexts.NONE;
    for (int i = 0; i < events.size(); i++) {
      SearchEvent event = events.event(i);
      ledger = ledger.plus(event);
      if (event instanceof SearchEvent.Concluded concluded) {
        end = concluded;
      }
      sampled = sampled.plus(event);
    }
    return new RunReport(
        order,
        end == null ? null : end.outcome(),
        end == null ? "the record breaks off before the search ended" : end.explanation(),
        end == null ? Lists.immutable.empty() : end.results(),
        sampled,
        ledger.total(),
        seconds,
        session,
        model,
        device);
  }

  /** The text chosen, or empty if there is none. */
  public String text() {
    return results.isEmpty() ? "" : TokenText.readable(results.getFirst().text());
  }

  /** The final answer stated in the text chosen, or null. */
  public @Nullable String answer() {
    AnswerExtraction.Extracted found = AnswerExtraction.extract(text());
    return found == null ? null : found.answer();
  }

  /**
   * How far the texts are from the model's own distribution of allowed texts, as their weights
   * estimate it; null where they have none, as those of an exact sampler have not.
   */
  public @Nullable ImportanceWeights weights() {
    double[] logs = new double[results.size()];
    for (int i = 0; i < logs.length; i++) {
      Double weight = results.get(i).weight();
      if (sampled.kind() != SampledTexts.Kind.DRAWS || weight == null) {
        return null;
      }
      logs[i] = Math.log(weight);
    }
    return logs.length == 0 ? null : ImportanceWeights.of(logs);
  }

  /** {@code solved}, {@code budget}, {@code exhausted}, {@code cancelled} or {@code failed}. */
  public String finished() {
    return outcome == null ? "torn" : outcome.name().toLowerCase(Locale.ROOT);
  }

  /** The report as one line of JSON. */
  public String json() {
    return JSON.writeValueAsString(fields());
  }

  /** The report as a JSON object, the caller's own. */
  public ObjectNode fields() {
    ObjectNode json = JSON.createObjectNode();
    json.put("algorithm", order.algorithm());
    json.put("text", text());
    ArrayNode tokens = json.putArray("tokens");
    if (results.notEmpty()) {
      results.getFirst().tokens().forEach(token -> tokens.add(token));
    }
    json.put("answer", answer());
    ArrayNode outputs = json.putArray("outputs");
    for (Result result : results) {
      ObjectNode output = outputs.addObject();
      output.put("text", TokenText.readable(result.text()));
      output.put("logProb", result.logProb());
      if (result.score() != null) {
        output.put("score", result.score());
      }
      if (result.weight() != null) {
        output.put("weight", result.weight());
      }
    }
    json.put("finished", finished());
    json.put("explanation", explanation);
    ObjectNode costs = json.putObject("costs");
    costs.put("generatedTokens", spent.generatedTokens());
    costs.put("promptTokens", spent.promptTokens());
    costs.put("modelRows", spent.modelRows());
    costs.put("modelCalls", spent.modelCalls());
    costs.put("prmPasses", spent.prmPasses());
    costs.put("prmTokens", spent.prmTokens());
    costs.put("constraintChecks", spent.constraintChecks());
    if (Double.isNaN(seconds)) {
      json.putNull("seconds");
    } else {
      json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    }
    json.put("session", session == null ? null : session.toString());
    json.put("model", model);
    json.put("device", device);
    json.put("seed", order.seed());
    ConstraintSource constraint = order.constraint();
    if (constraint == null) {
      json.putNull("constraint");
    } else {
      ObjectNode bound = json.putObject("constraint");
      bound.put("kind", constraint.kind().key());
      bound.put("text", constraint.text());
    }
    ImportanceWeights weights = weights();
    if (weights == null) {
      json.putNull("distortion");
    } else {
      ObjectNode distortion = json.putObject("distortion");
      distortion.put("texts", results.size());
      distortion.put("divergence", weights.divergence());
      distortion.put("effectiveSize", weights.effectiveSize());
    }
    ObjectNode settings = json.putObject("settings");
    new TreeMap<>(order.settings().castToMap()).forEach(settings::put);
    json.put("budget", order.budget().toString());
    return json;
  }

  /** The report for people. */
  public String words() {
    StringBuilder words = new StringBuilder();
    words.append(text().isEmpty() ? "(no text)" : text().strip()).append("\n\n");
    String answer = answer();
    if (answer != null) {
      words.append("answer    ").append(answer).append('\n');
    }
    words.append("ended     ").append(finished()).append(": ").append(explanation).append('\n');
    ConstraintSource constraint = order.constraint();
    if (constraint != null) {
      words.append("bound by  ").append(constraint.words()).append('\n');
    }
    ImportanceWeights weights = weights();
    if (weights != null && results.size() > 1) {
      words.append(
          String.format(
              Locale.ROOT,
              "distorted %.3f nats from the model's own distribution, estimated by %d texts; they"
                  + " are worth %.1f%n",
              weights.divergence(),
              results.size(),
              weights.effectiveSize()));
    }
    words.append(
        String.format(
            Locale.ROOT,
            "cost      %d tokens generated, %d model rows in %d calls, %d reward passes%n",
            spent.generatedTokens(),
            spent.modelRows(),
            spent.modelCalls(),
            spent.prmPasses()));
    if (!Double.isNaN(seconds)) {
      words.append(
          String.format(Locale.ROOT, "time      %.2f s on %s with %s%n", seconds, device, model));
    }
    if (session != null) {
      words.append("session   ").append(session).append('\n');
    }
    return words.toString();
  }
}
