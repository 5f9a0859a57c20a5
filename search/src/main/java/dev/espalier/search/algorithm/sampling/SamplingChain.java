package dev.espalier.search.algorithm.sampling;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.algorithm.Settings;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.NextTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * The filters a distribution passes before a token is drawn, in this order: temperature, top-k,
 * top-p, min-p. Each works on what the one before left, renormalised.
 *
 * @param temperature divides the logits; 0 keeps the most probable token alone
 * @param topK keeps the k most probable tokens, ties with the last of them too; 0 keeps all
 * @param topP keeps the least set of most probable tokens whose mass reaches p (Holtzman et al.,
 *     arXiv 1904.09751); 1 keeps all
 * @param minP keeps tokens of at least this share of the greatest probability (Nguyen et al., arXiv
 *     2407.01082); 0 keeps all
 */
public record SamplingChain(double temperature, int topK, double topP, double minP) {

  /** The model's own distribution. */
  public static final SamplingChain PLAIN = new SamplingChain(1, 0, 1, 0);

  public SamplingChain {
    if (!(temperature >= 0 && temperature <= 100)) {
      throw new IllegalArgumentException("temperature " + temperature + " is not in 0 to 100");
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top-k " + topK + " is negative");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top-p " + topP + " is not above 0 and at most 1");
    }
    if (!(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException("min-p " + minP + " is not in 0 to 1");
    }
  }

  /** The chain's parameters with these defaults, for forms. */
  public static ImmutableList<Parameter> parameters(double temperature) {
    return Lists.immutable.with(
        new Parameter.Real(
            "temperature",
            "Flattens (above 1) or sharpens (below 1) the distribution; 0 is greedy.",
            temperature,
            0,
            100),
        new Parameter.Whole(
            "top-k", "Draw among the k most probable tokens; 0 is all.", 0, 0, 1_000_000),
        new Parameter.Real(
            "top-p", "Draw among the most probable tokens of this mass together.", 1, 1e-6, 1),
        new Parameter.Real(
            "min-p", "Draw among tokens of at least this share of the best one's.", 0, 0, 1));
  }

  public static SamplingChain of(Settings settings) {
    return new SamplingChain(
        settings.real("temperature"),
        settings.whole("top-k"),
        settings.real("top-p"),
        settings.real("min-p"));
  }

  /** A token drawn. */
  public record Draw(int token, double probability, ImmutableList<FilterStage> stages) {}

  /**
   * Draws a token by inverting the distribution function, tokens in the order of their ids.
   *
   * @param uniform in (0, 1)
   * @throws ModelFailure if no token has any probability
   */
  public Draw draw(NextTokens row, double uniform) {
    row.requirePossible();
    double[] logProbs = new double[row.size()];
    for (int i = 0; i < logProbs.length; i++) {
      logProbs[i] = row.logProb(i);
    }
    List<FilterStage> stages = new ArrayList<>();
    double[] p = filter(logProbs, stages);
    double threshold = uniform;
    int last = -1;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        last = i;
        threshold -= p[i];
        if (threshold < 0) {
          break;
        }
      }
    }
    return new Draw(row.token(last), p[last], withConstraint(row.masking(), stages));
  }

  /** The stages after a constraint's, their masses as shares of the model's whole distribution. */
  private static ImmutableList<FilterStage> withConstraint(
      NextTokens.@Nullable Masking masking, List<FilterStage> stages) {
    ImmutableList<FilterStage> all = Lists.immutable.withAll(stages);
    return masking == null
        ? all
        : Lists.immutable
            .with(new FilterStage("constraint", masking.allowed(), masking.mass()))
            .newWithAll(
                all.collect(s -> new FilterStage(s.name(), s.kept(), s.mass() * masking.mass())));
  }

  /**
   * The distribution after all filters, aligned with {@code logProbs}; tokens filtered out are 0.
   *
   * @throws ModelFailure if no token has any probability
   */
  double[] filter(double[] logProbs, List<FilterStage> stages) {
    double best = Arrays.stream(logProbs).max().orElse(Double.NEGATIVE_INFINITY);
    if (best == Double.NEGATIVE_INFINITY) {
      throw new ModelFailure("the model gives every token the probability 0");
    }
    double[] model = softmax(logProbs, 1);
    double[] p = temperature == 0 ? argmax(logProbs, best) : softmax(logProbs, temperature);
    if (temperature != 1) {
      stages.add(stage("temperature", p, model));
    }
    if (topK > 0) {
      keepTopK(p);
      stages.add(stage("top-k", p, model));
    }
    if (topP < 1) {
      keepTopP(p);
      stages.add(stage("top-p", p, model));
    }
    if (minP > 0) {
      double least = minP * Arrays.stream(p).max().orElse(0);
      for (int i = 0; i < p.length; i++) {
        p[i] = p[i] >= least ? p[i] : 0;
      }
      renormalise(p);
      stages.add(stage("min-p", p, model));
    }
    return p;
  }

  private static FilterStage stage(String name, double[] p, double[] model) {
    int kept = 0;
    double mass = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        kept++;
        mass += model[i];
      }
    }
    return new FilterStage(name, kept, Math.min(1, mass));
  }

  private static double[] argmax(double[] logProbs, double best) {
    double[] p = new double[logProbs.length];
    for (int i = 0; i < p.length; i++) {
      if (logProbs[i] == best) {
        p[i] = 1;
        break;
      }
    }
    return p;
  }

  private static double[] softmax(double[] logProbs, double temperature) {
    double best = Arrays.stream(logProbs).max().orElse(0);
    double[] p = new double[logProbs.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp((logProbs[i] - best) / temperature);
    }
    renormalise(p);
    return p;
  }

  private void keepTopK(double[] p) {
    if (topK >= p.length) {
      return;
    }
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double least = sorted[sorted.length - topK];
    for (int i = 0; i < p.length; i++) {
      p[i] = p[i] >= least ? p[i] : 0;
    }
    renormalise(p);
  }

  /** Drops the least probable tokens while all dropped together stay within 1 − p. */
  private void keepTopP(double[] p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    // Of equal tokens the later id goes first, so that the set does not depend on the sort.
    Arrays.sort(order, (a, b) -> p[a] != p[b] ? Double.compare(p[a], p[b]) : Integer.compare(b, a));
    double dropped = 0;
    for (int i = 0; i < order.length - 1; i++) {
      dropped += p[order[i]];
      if (dropped > 1 - topP) {
        break;
      }
      p[order[i]] = 0;
    }
    renormalise(p);
  }

  private static void renormalise(double[] p) {
    double sum = Arrays.stream(p).sum();
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
  }
}
