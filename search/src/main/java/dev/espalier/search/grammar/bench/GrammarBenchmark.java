package dev.espalier.search.grammar.bench;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.GrammarTooComplexException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import dev.espalier.search.grammar.TokenMask;
import dev.espalier.search.grammar.bench.CaseResult.Verdict;
import dev.espalier.search.grammar.schema.JsonSchema;
import dev.espalier.search.grammar.schema.SchemaOptions;
import dev.espalier.search.grammar.schema.SchemaRefusedException;
import dev.espalier.search.token.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import tools.jackson.databind.JsonNode;

/**
 * Compiles schemas and feeds values to their grammars token by token, taking a mask before each
 * token as a sampler would.
 *
 * <p>A value's properties are put in the order in which the grammar has them; an invalid value must
 * be rejected in that order and in its own. Each value begins with fresh parser states, so that no
 * mask is remembered from another; what is known of the automata of strings, numbers and names is
 * kept, as it would be between requests. The first pass, which is not measured, warms the virtual
 * machine with tables of its own.
 */
public final class GrammarBenchmark {

  /** Totals of a run. */
  public record Summary(
      int cases,
      int right,
      int refused,
      int falseRejects,
      int falseAccepts,
      Measurement compileMillis,
      Measurement maskMicros,
      Measurement stepMicros,
      Map<String, Integer> reasons) {}

  private final Tokenizer tokenizer;
  private final SchemaOptions options;
  private final DoubleArrayList compileMillis = new DoubleArrayList();
  private final DoubleArrayList maskMicros = new DoubleArrayList();
  private final DoubleArrayList stepMicros = new DoubleArrayList();
  private TokenMask masks;

  public GrammarBenchmark(Tokenizer tokenizer, SchemaOptions options) {
    this.tokenizer = tokenizer;
    this.options = options;
    this.masks = new TokenMask(tokenizer);
  }

  /**
   * Runs all cases.
   *
   * @param warm whether to run them once before measuring
   */
  public Summary run(ImmutableList<SchemaCase> cases, boolean warm, Consumer<CaseResult> each) {
    if (warm) {
      cases.forEach(this::run);
      compileMillis.clear();
      maskMicros.clear();
      stepMicros.clear();
      masks = new TokenMask(tokenizer);
    }
    List<CaseResult> results = new ArrayList<>();
    for (SchemaCase one : cases) {
      CaseResult result = run(one);
      results.add(result);
      each.accept(result);
    }
    return summary(Lists.immutable.withAll(results));
  }

  private Summary summary(ImmutableList<CaseResult> results) {
    Map<String, Integer> reasons = new TreeMap<>();
    results
        .select(result -> result.verdict() == Verdict.REFUSED)
        .forEach(result -> reasons.merge(kind(result.reason()), 1, Integer::sum));
    return new Summary(
        results.size(),
        results.count(result -> result.verdict() == Verdict.RIGHT),
        results.count(result -> result.verdict() == Verdict.REFUSED),
        results.count(result -> result.verdict() == Verdict.FALSE_REJECT),
        results.count(result -> result.verdict() == Verdict.FALSE_ACCEPT),
        Measurement.of(compileMillis.toArray()),
        Measurement.of(maskMicros.toArray()),
        Measurement.of(stepMicros.toArray()),
        reasons);
  }

  /** A reason without what is particular to one schema. */
  private static String kind(String reason) {
    return reason.replaceFirst("^at #\\S*: ", "").replaceAll("\"[^\"]*\"", "…");
  }

  private CaseResult run(SchemaCase one) {
    String text = one.schema().toString();
    int valid = one.instances().count(SchemaCase.Instance::valid);
    int invalid = one.instances().size() - valid;
    int begun = maskMicros.size();
    long begin = System.nanoTime();
    JsonSchema schema;
    try {
      schema =
          JsonSchema.compile(
              text, options.withFormats(one.formats() && options.formats()).assuming(one.draft()));
    } catch (SchemaRefusedException e) {
      return refused(one, String.valueOf(e.getMessage()), begin, valid, invalid);
    } catch (GrammarException e) {
      // That no value is valid is an answer: it is wrong only where one is declared valid.
      String message = String.valueOf(e.getMessage());
      boolean right = valid == 0 && message.startsWith("no text satisfies");
      CaseResult result = refused(one, message, begin, valid, invalid);
      return right
          ? new CaseResult(
              one.name(),
              Verdict.RIGHT,
              "",
              result.compileMillis(),
              0,
              0,
              invalid,
              invalid,
              result.maskMicros())
          : result;
    }
    double millis = (System.nanoTime() - begin) / 1e6;
    compileMillis.add(millis);
    int accepted = 0;
    int rejected = 0;
    Verdict verdict = Verdict.RIGHT;
    String reason = "";
    for (SchemaCase.Instance instance : one.instances()) {
      try {
        if (instance.valid()) {
          if (accepts(schema, schema.inDeclaredOrder(instance.value()))) {
            accepted++;
          } else if (verdict == Verdict.RIGHT) {
            verdict = Verdict.FALSE_REJECT;
            reason = "rejected: " + SchemaCase.text(instance.value());
          }
        } else if (accepts(schema, schema.inDeclaredOrder(instance.value()))
            || accepts(schema, instance.value())) {
          verdict = Verdict.FALSE_ACCEPT;
          reason = "accepted: " + SchemaCase.text(instance.value());
        } else {
          rejected++;
        }
      } catch (GrammarException | GrammarTooComplexException e) {
        verdict = Verdict.REFUSED;
        reason = String.valueOf(e.getMessage());
      }
    }
    DoubleArrayList times = new DoubleArrayList();
    for (int i = begun; i < maskMicros.size(); i++) {
      times.add(maskMicros.get(i));
    }
    return new CaseResult(
        one.name(),
        verdict,
        reason,
        millis,
        accepted,
        valid,
        rejected,
        invalid,
        Measurement.of(times.toArray()));
  }

  private static CaseResult refused(
      SchemaCase one, String reason, long begin, int valid, int invalid) {
    return new CaseResult(
        one.name(),
        Verdict.REFUSED,
        reason.lines().findFirst().orElse(""),
        (System.nanoTime() - begin) / 1e6,
        0,
        valid,
        0,
        invalid,
        Measurement.of(new double[0]));
  }

  private boolean accepts(JsonSchema schema, JsonNode value) {
    ImmutableIntList tokens = tokenizer.encode(SchemaCase.text(value));
    int end = tokenizer.endTokens().intIterator().next();
    ParserState state = new Recogniser(schema.grammar()).start();
    for (int i = 0; i <= tokens.size(); i++) {
      long begin = System.nanoTime();
      long[] mask = masks.allowed(state);
      long masked = System.nanoTime();
      maskMicros.add((masked - begin) / 1e3);
      if (i == tokens.size()) {
        return TokenMask.allows(mask, end);
      }
      if (!TokenMask.allows(mask, tokens.get(i))) {
        return false;
      }
      ParserState next = masks.advance(state, tokens.get(i));
      stepMicros.add((System.nanoTime() - begin) / 1e3);
      if (next == null) {
        throw new IllegalStateException(
            "the mask allows a token that leads nowhere: " + tokenizer.label(tokens.get(i)));
      }
      state = next;
    }
    throw new AssertionError("unreachable");
  }
}
