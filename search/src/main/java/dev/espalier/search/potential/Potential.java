package dev.espalier.search.potential;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.token.Tokenizer;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A weight of sequences of items: of whole ones, and of beginnings by what may become of them.
 *
 * <p>Items are numbered from 0, such as bytes or token ids; the end of a sequence is not an item.
 * All weights are logarithms, −∞ for what is ruled out. Laws that users rely on:
 *
 * <ul>
 *   <li>where a beginning is ruled out, so is everything that begins so;
 *   <li>the empty beginning is not ruled out;
 *   <li>{@code logNext(c)[x] = prefix(cx) − prefix(c)}, and {@code complete(c) − prefix(c)} for the
 *       end, so that along a text these add up to {@code complete(c) − prefix(ε)};
 *   <li>asked together or one by one, incrementally or not, the answers are the same.
 * </ul>
 *
 * <p>Implementations are immutable as far as anyone can see, and pure.
 */
public interface Potential {

  /** How many items there are. */
  int items();

  /** log weight of a beginning. */
  double prefix(ImmutableIntList items);

  /** log weight of a whole sequence. */
  double complete(ImmutableIntList items);

  /** Whether all weights are 0 or −∞, which makes it a constraint. */
  default boolean isBoolean() {
    return false;
  }

  /**
   * Whether the weight of a non-empty beginning can differ from that of the same without its last
   * item. Where it says no, those who know the one need not ask for the other.
   */
  default boolean decidesAt(ImmutableIntList items) {
    return true;
  }

  /**
   * Weighs several sequences in one go.
   *
   * @param questions possibly none
   */
  default Weights weigh(ImmutableList<Question> questions) {
    double[] logs = new double[questions.size()];
    for (int i = 0; i < logs.length; i++) {
      Question question = questions.get(i);
      logs[i] = question.complete() ? complete(question.items()) : prefix(question.items());
    }
    return new Weights(DoubleLists.immutable.with(logs), Cost.checked(logs.length));
  }

  /** A sequence to be weighed, as a whole or as a beginning. */
  record Question(ImmutableIntList items, boolean complete) {}

  /**
   * Weights of several sequences.
   *
   * @param logs in the order of the questions
   * @param cost of working them out
   */
  record Weights(ImmutableDoubleList logs, Cost cost) {}

  /** The empty beginning, to be followed item by item. */
  default Walk start() {
    return new StatelessWalk(this, IntLists.immutable.empty());
  }

  /**
   * log weights of each item to follow a beginning, and, last, of the end.
   *
   * @throws IllegalArgumentException if the beginning is ruled out itself
   */
  default double[] logNext(ImmutableIntList items) {
    Walk here = start();
    for (int i = 0; i < items.size(); i++) {
      here = here.push(items.get(i));
    }
    double prefix = here.prefix();
    if (prefix == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("nothing follows " + items + ", which is ruled out");
    }
    double[] next = new double[items() + 1];
    for (int item = 0; item < items(); item++) {
      next[item] = here.push(item).prefix() - prefix;
    }
    next[items()] = here.complete() - prefix;
    return next;
  }

  /**
   * The product with another potential over the same items.
   *
   * @throws IllegalArgumentException if the other has another number of items
   */
  default Potential times(Potential other) {
    return new Product(this, other);
  }

  /**
   * This potential asked about other items, through a function that writes their sequences in its
   * own. The laws are kept if a longer sequence is written by going on from the shorter one.
   *
   * @param items how many other items there are
   */
  default Potential coerced(int items, UnaryOperator<ImmutableIntList> written) {
    return new Coerced(this, items, written);
  }

  /**
   * This potential over bytes, asked about the tokens of a vocabulary. Tokens without bytes, which
   * are special, are ruled out.
   *
   * @throws IllegalArgumentException if this potential is not over the 256 bytes
   */
  default Potential overTokens(Tokenizer tokenizer) {
    return new TokensOverBytes(this, tokenizer);
  }
}
