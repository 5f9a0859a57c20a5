package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Decoding;
import dev.espalier.search.algorithm.Models;
import dev.espalier.search.event.Ending;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.token.TokenSequence;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * The model's distribution given that the text is allowed, Q(w) = P(w) / Z, with every text written
 * down; what samplers under a constraint are measured against.
 *
 * <p>Made by following every allowed token of every prefix, so only for languages that are small
 * within the greatest length.
 */
public final class ExactDistribution {

  private static final int ROWS_A_CALL = 64;

  /**
   * An allowed text.
   *
   * @param tokens generated ones, the end token included
   * @param logProb log P(w), at the temperature asked for
   */
  public record Text(ImmutableIntList tokens, double logProb) {}

  /** A prefix with all allowed ways on. */
  private record Branch(
      @Nullable Branch above, int token, TokenSequence sequence, Outlook outlook, double logProb) {}

  /** A text and the prefix it ends after. */
  private record Leaf(Branch branch, int token, double logProb) {}

  private final int promptLength;
  private final ImmutableList<Leaf> leaves;
  private final double logTotal;

  private ExactDistribution(int promptLength, ImmutableList<Leaf> leaves) {
    this.promptLength = promptLength;
    this.leaves = leaves;
    this.logTotal =
        LogSum.of(leaves.collectDouble(Leaf::logProb, DoubleLists.mutable.empty()).toArray());
  }

  /**
   * Enumerates the texts.
   *
   * @param models with a constraint, their language model not masked
   * @param temperature above 0
   * @param maxTokens longest text, end token included
   * @param mostRows prefixes looked at before giving up
   * @return null if there are more
   */
  public static @Nullable ExactDistribution of(
      Models models, ImmutableIntList prompt, double temperature, int maxTokens, int mostRows) {
    MutableList<Leaf> leaves = Lists.mutable.empty();
    ImmutableList<Branch> level =
        asked(
            models,
            temperature,
            Lists.immutable.with(
                new Way(
                    null, -1, TokenSequence.of(prompt), models.requireConstraint().start(), 0)));
    int rows = 1;
    for (int generated = 1; level.notEmpty(); generated++) {
      MutableList<Way> longer = Lists.mutable.empty();
      for (Branch branch : level) {
        Outlook outlook = branch.outlook();
        for (int v = 0; v < outlook.size(); v++) {
          if (!outlook.allows(v)) {
            continue;
          }
          double logProb = branch.logProb() + outlook.logAllowed(v);
          TokenSequence sequence = branch.sequence().append(v);
          Ending ending = Decoding.ending(models, v, generated, maxTokens, sequence.length());
          if (ending == Ending.END_OF_TEXT || ending == Ending.EMPTY) {
            leaves.add(new Leaf(branch, v, logProb));
          } else if (ending == null) {
            ParserState state =
                Objects.requireNonNull(
                    models.requireConstraint().advance(branch.outlook().state(), v));
            longer.add(new Way(branch, v, sequence, state, logProb));
          }
        }
      }
      rows += longer.size();
      if (rows > mostRows) {
        return null;
      }
      level = asked(models, temperature, longer.toImmutable());
    }
    return new ExactDistribution(prompt.size(), leaves.toImmutable());
  }

  /** A prefix the model was not asked about yet. */
  private record Way(
      @Nullable Branch above,
      int token,
      TokenSequence sequence,
      ParserState state,
      double logProb) {}

  private static ImmutableList<Branch> asked(
      Models models, double temperature, ImmutableList<Way> ways) {
    MutableList<Branch> branches = Lists.mutable.empty();
    for (int from = 0; from < ways.size(); from += ROWS_A_CALL) {
      ImmutableList<Way> some = ways.drop(from).take(ROWS_A_CALL);
      ImmutableList<NextTokens> rows =
          models.language().evaluate(some.collect(Way::sequence), Wanted.ALL_TOKENS).rows();
      some.forEachWithIndex((way, i) ->
          branches.add(
              new Branch(
                  way.above(),
                  way.token(),
                  way.sequence(),
                  Outlook.of(models.requireConstraint(), way.state(), rows.get(i), temperature),
                  way.logProb())));
    }
    return branches.toImmutable();
  }

  /** log Z: the probability that the model writes an allowed text at all. */
  public double logTotal() {
    return logTotal;
  }

  /** The allowed texts, in the order of their lengths and tokens. */
  public ImmutableList<Text> texts() {
    return leaves.collect(leaf ->
        new Text(
            leaf.branch().sequence().append(leaf.token()).suffix(promptLength), leaf.logProb()));
  }

  /** log Q of each text, in the order of {@link #texts()}. */
  public ImmutableDoubleList logProbabilities() {
    return leaves
        .collectDouble(leaf -> leaf.logProb() - logTotal, DoubleLists.mutable.empty())
        .toImmutable();
  }

  /** log G of each text: how masking alone draws it. */
  public ImmutableDoubleList logMasked() {
    return logProposals(_ -> 0);
  }

  /**
   * How a sampler with these estimates draws each text.
   *
   * @param logFuture log c̃ of generated tokens, 0 where nothing is known
   * @return logarithms, in the order of {@link #texts()}; together less than 1 where the sampler
   *     may also come to no allowed end
   */
  public ImmutableDoubleList logProposals(ToDoubleFunction<ImmutableIntList> logFuture) {
    MutableDoubleList proposals = DoubleLists.mutable.empty();
    for (Leaf leaf : leaves) {
      double log = logStep(leaf.branch(), leaf.token(), logFuture);
      for (Branch at = leaf.branch(); at.above() != null; at = at.above()) {
        log += logStep(at.above(), at.token(), logFuture);
      }
      proposals.add(log);
    }
    return proposals.toImmutable();
  }

  private double logStep(Branch at, int token, ToDoubleFunction<ImmutableIntList> logFuture) {
    ImmutableIntList before = at.sequence().suffix(promptLength);
    double[] logs = new double[at.outlook().size()];
    for (int v = 0; v < logs.length; v++) {
      double logProb = at.outlook().logAllowed(v);
      logs[v] =
          logProb == Double.NEGATIVE_INFINITY
              ? logProb
              : logProb + logFuture.applyAsDouble(before.newWith(v));
    }
    return logs[token] - LogSum.of(logs);
  }

  /**
   * KL(S ‖ Q) in nats, of the texts a sampler comes to.
   *
   * @param logSampler how it draws each text, in the order of {@link #texts()}; normalised here
   */
  public double divergenceOf(ImmutableDoubleList logSampler) {
    return divergence(normalised(logSampler), logProbabilities());
  }

  /** KL(Q ‖ S) in nats; infinite where the sampler never draws an allowed text. */
  public double divergenceFrom(ImmutableDoubleList logSampler) {
    return divergence(logProbabilities(), normalised(logSampler));
  }

  private static ImmutableDoubleList normalised(ImmutableDoubleList logs) {
    double logSum = LogSum.of(logs.toArray());
    return logs.collectDouble(log -> log - logSum, DoubleLists.mutable.empty()).toImmutable();
  }

  private static double divergence(ImmutableDoubleList logP, ImmutableDoubleList logQ) {
    double sum = 0;
    for (int i = 0; i < logP.size(); i++) {
      double p = Math.exp(logP.get(i));
      sum += p == 0 ? 0 : p * (logP.get(i) - logQ.get(i));
    }
    return Math.max(0, sum);
  }
}
