package dev.espalier.app.inspector;

import dev.espalier.app.format.Texts;
import dev.espalier.app.inspector.Distribution.Candidate;
import dev.espalier.app.inspector.Distribution.Share;
import dev.espalier.app.run.Peek;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.FilterStage;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Next-token distributions put together from what was recorded and what the model says now. */
final class Distributions {

  /** Stages that keep the most probable tokens, so that a rank tells whether a token survived. */
  private static final Set<String> BY_RANK =
      Set.of("temperature", "top-k", "top-p", "min-p", "epsilon", "eta");

  /** What became of a token that a constraint rules out. */
  static final String FORBIDDEN = "forbidden";

  private final SearchTree tree;
  private final int cursor;

  Distributions(SearchTree tree, int cursor) {
    this.tree = tree;
    this.cursor = cursor;
  }

  /**
   * The tokens before token {@code index} of a node's rows, prompt included.
   *
   * @param rows the node's own
   */
  ImmutableIntList prefix(int node, ImmutableList<TokenRow> rows, int index) {
    MutableIntList prefix = IntLists.mutable.empty();
    ImmutableIntList path = tree.path(node);
    for (int i = 0; i < path.size() - 1; i++) {
      prefix.addAll(tree.tokens(path.get(i)));
    }
    int own = 0;
    for (int i = 0; i < index; i++) {
      own += rows.get(i).tokens();
    }
    IntList tokens = tree.tokens(node);
    for (int i = 0; i < own; i++) {
      prefix.add(tokens.get(i));
    }
    return prefix.toImmutable();
  }

  /**
   * What is known of the choice of {@code row}, the token {@code index} of a node.
   *
   * @param trials what was drawn in its place under a constraint
   */
  Distribution at(int node, TokenRow row, int index, @Nullable Peek peek, Trials trials) {
    Distribution plain = at(node, row, index, peek);
    if (index > 0) {
      return plain;
    }
    IntSet forbidden = trials.forbidden();
    return new Distribution(
        plain.row(),
        plain.shares(),
        plain
            .candidates()
            .collect(one -> forbidden.contains(one.token()) ? one.fated(FORBIDDEN) : one),
        trials.drawn(),
        plain.rest(),
        plain.note());
  }

  private Distribution at(int node, TokenRow row, int index, @Nullable Peek peek) {
    ImmutableList<Candidate> siblings =
        index == 0 && row.token() >= 0 ? siblings(node) : Lists.immutable.empty();
    ImmutableList<Share> shares = shares(row.stages());
    if (peek != null && peek.options().notEmpty()) {
      return asked(row, siblings, shares, peek);
    }
    String trouble = peek == null ? "" : peek.trouble();
    if (siblings.size() > 1) {
      double mass = siblings.sumOfDouble(Candidate::probability);
      return new Distribution(
          row,
          shares,
          siblings,
          Lists.immutable.empty(),
          Math.max(0, 1 - mass),
          "Those the search recorded.");
    }
    return new Distribution(
        row, shares, Lists.immutable.empty(), Lists.immutable.empty(), Double.NaN, trouble);
  }

  private static Distribution asked(
      TokenRow row, ImmutableList<Candidate> siblings, ImmutableList<Share> shares, Peek peek) {
    MutableList<Candidate> all = Lists.mutable.empty();
    double mass = 0;
    int rank = 0;
    for (Peek.Option option : peek.options()) {
      Candidate recorded = siblings.detect(one -> one.token() == option.token());
      boolean taken = option.token() == row.token();
      double p = Math.exp(option.logProb());
      mass += p;
      all.add(
          new Candidate(
              option.token(),
              Texts.visible(option.text()),
              p,
              taken,
              recorded == null ? -1 : recorded.node(),
              recorded == null ? removedBy(rank, row.stages()) : recorded.fate()));
      rank++;
    }
    if (row.token() >= 0 && all.noneSatisfy(Candidate::taken)) {
      double p = row.modelProbability();
      mass += p;
      all.add(new Candidate(row.token(), row.text(), p, true, -1, ""));
    }
    return new Distribution(
        row,
        shares,
        all.toImmutable(),
        Lists.immutable.empty(),
        Math.max(0, 1 - mass),
        "As the loaded model has it now.");
  }

  private static String removedBy(int rank, ImmutableList<FilterStage> stages) {
    for (FilterStage stage : stages) {
      if (!BY_RANK.contains(stage.name())) {
        return "";
      }
      if (rank >= stage.kept()) {
        return "cut by " + stage.name();
      }
    }
    return "";
  }

  private static ImmutableList<Share> shares(ImmutableList<FilterStage> stages) {
    MutableList<Share> shares = Lists.mutable.empty();
    double before = 1;
    for (FilterStage stage : stages) {
      shares.add(
          new Share(stage.name(), stage.kept(), stage.mass(), Math.max(0, before - stage.mass())));
      before = stage.mass();
    }
    return shares.toImmutable();
  }

  /** The single tokens that the search put below the same parent, this one among them. */
  private ImmutableList<Candidate> siblings(int node) {
    MutableList<Candidate> found = Lists.mutable.empty();
    IntList children = tree.children(tree.parent(node));
    for (int i = 0; i < children.size(); i++) {
      int child = children.get(i);
      NodeStatus status = tree.statusAt(child, cursor);
      if (status == null || tree.tokens(child).size() != 1) {
        continue;
      }
      found.add(
          new Candidate(
              tree.tokens(child).get(0),
              Texts.visible(tree.text(child)),
              Math.exp(tree.logProbAt(child, cursor)),
              child == node,
              child,
              child == node ? "" : status.label()));
    }
    // Particles may stand in the same place, each with a node of its own; theirs is one token.
    return found
        .sortThisByDouble(one -> one.taken() ? Double.NEGATIVE_INFINITY : -one.probability())
        .distinctBy(Candidate::token)
        .sortThisByDouble(one -> -one.probability())
        .toImmutable();
  }
}
