package dev.espalier.search.algorithm.aligned;

import java.util.Objects;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * A prefix u of texts drawn so far: a node of an immutable trie, which shares with every later trie
 * what a draw did not touch.
 *
 * @param node in the tree of the search
 * @param outlook what may follow, or null at the end of a text and before anything was drawn
 * @param logUnexplored log of the probability of allowed tokens that lead to no known prefix
 * @param logFuture log c̃(u): the estimate, never too low, of the probability that what the model
 *     writes after u comes to an end that the constraint allows
 * @param children known prefixes one token longer, by that token
 */
record Prefix(
    int node,
    @Nullable Outlook outlook,
    double logUnexplored,
    double logFuture,
    ImmutableIntObjectMap<Prefix> children) {

  /** Below this share of what it was, the unexplored mass is summed anew: subtraction cancels. */
  private static final double LOG_CANCELLED = Math.log(1e-6);

  /** A prefix of which nothing is known but that it is allowed: c̃ = 1. */
  static Prefix unknown(int node) {
    return new Prefix(node, null, 0, 0, IntObjectMaps.immutable.empty());
  }

  /** This prefix, its outlook seen if it was not before. */
  Prefix seen(@Nullable Outlook now) {
    return outlook != null || now == null
        ? this
        : new Prefix(node, now, now.logMass(), logFuture, children);
  }

  /** With a child in place of the one that {@code token} led to. */
  Prefix with(int token, Prefix child) {
    ImmutableIntObjectMap<Prefix> longer = children.newWithKeyValue(token, child);
    return new Prefix(
        node,
        outlook,
        children.containsKey(token) ? logUnexplored : unexploredBut(token, longer),
        logFuture,
        longer);
  }

  private double unexploredBut(int token, ImmutableIntObjectMap<Prefix> explored) {
    Outlook here = Objects.requireNonNull(outlook);
    double rest = LogSum.difference(logUnexplored, here.logAllowed(token));
    if (rest > here.logMass() + LOG_CANCELLED) {
      return rest;
    }
    double[] logs = new double[here.size()];
    for (int v = 0; v < logs.length; v++) {
      logs[v] = explored.containsKey(v) ? Double.NEGATIVE_INFINITY : here.logAllowed(v);
    }
    return LogSum.of(logs);
  }

  /**
   * log Σ_v P(v | u) c̃(uv) over the allowed tokens: the unexplored ones have c̃ = 1.
   *
   * <p>Never above the estimate there was, which rounding alone could bring about.
   */
  double summed() {
    Outlook here = Objects.requireNonNull(outlook);
    double[] logs = new double[children.size() + 1];
    logs[0] = logUnexplored;
    int i = 1;
    for (int token : children.keySet().toSortedArray()) {
      logs[i++] = here.logAllowed(token) + children.get(token).logFuture();
    }
    return Math.min(logFuture, LogSum.of(logs));
  }

  Prefix estimated(double log) {
    return new Prefix(node, outlook, logUnexplored, log, children);
  }

  /** log c̃ of this prefix and {@code token}. */
  double logFutureOf(int token) {
    Prefix child = children.get(token);
    return child == null ? 0 : child.logFuture();
  }
}
