package dev.espalier.search.algorithm.smc.rejection;

import dev.espalier.search.random.RandomKey;
import java.util.function.IntPredicate;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.map.mutable.primitive.IntByteHashMap;

/** Draws that are held against a constraint, with a record of them. Owned by one run. */
final class Trials {

  private final Distribution p;
  private final IntPredicate allowed;
  private final Draws draws;
  private final MutableList<Try> tries = Lists.mutable.empty();

  /** Answers by item: 1 for allowed, 0 for not. */
  private final IntByteHashMap answers = new IntByteHashMap();

  private long checks;

  Trials(Distribution p, IntPredicate allowed, RandomKey key) {
    this.p = p;
    this.allowed = allowed;
    this.draws = new Draws(p, key);
  }

  /** Where the items come from. */
  Draws draws() {
    return draws;
  }

  /** log p of an item. */
  double logProb(int item) {
    return p.logProb(item);
  }

  /** Whether the constraint allows a drawn item; asked once, remembered after. */
  boolean allows(int item) {
    boolean known = answers.containsKey(item);
    boolean answer;
    if (known) {
      answer = answers.get(item) == 1;
    } else {
      answer = allowed.test(p.token(item));
      answers.put(item, (byte) (answer ? 1 : 0));
      checks++;
    }
    tries.add(new Try(p.token(item), p.logProb(item), answer, known));
    return answer;
  }

  /** How many items are known not to be allowed. */
  int refused() {
    return answers.count(answer -> answer == 0);
  }

  Proposal proposal(int item, double logWeight) {
    return new Proposal(p.token(item), p.logProb(item), logWeight, tries.toImmutable(), checks);
  }

  /** Nothing allowed was found; {@code item} was the last that was refused. */
  Proposal noneAllowed(int item) {
    return proposal(item, Double.NEGATIVE_INFINITY);
  }
}
