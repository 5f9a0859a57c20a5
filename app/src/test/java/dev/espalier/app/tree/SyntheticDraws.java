package dev.espalier.app.tree;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Events of searches that draw: one text through a sampling chain, and a cloud of particles. */
public final class SyntheticDraws {

  private static final String[] WORDS = {" the", " buns", " are", " left", " in", " a", " box"};

  private SyntheticDraws() {}

  /** Node 1 holds three tokens, each drawn through temperature, top-k and top-p. */
  public static EventLog sampled() {
    List<SearchEvent> events = new ArrayList<>();
    events.add(new SearchEvent.Rooted(0, IntLists.immutable.of(1, 2), SyntheticSearch.PROBLEM));
    events.add(new SearchEvent.Grown(1, 0, IntLists.immutable.empty(), "", 0));
    double[] p = {0.5, 0.08, 0.3};
    for (int i = 0; i < 3; i++) {
      events.add(new SearchEvent.Charged(Cost.generated(1)));
      events.add(new SearchEvent.Drawn(1, 101 + i, stages(), 0.2 + 0.3 * i, p[i] / 0.72));
      events.add(new SearchEvent.Extended(1, 101 + i, WORDS[i], Math.log(p[i])));
      events.add(new SearchEvent.Stepped(i));
    }
    events.add(new SearchEvent.Ended(1, Ending.END_OF_TEXT));
    return EventLog.of(events);
  }

  private static ImmutableList<FilterStage> stages() {
    return Lists.immutable.of(
        new FilterStage("temperature", 452, 1),
        new FilterStage("top-k", 8, 0.9),
        new FilterStage("top-p", 2, 0.72));
  }

  /** So many particles over so many rounds of one step each; resampled after every second one. */
  public static EventLog particles(int count, int rounds) {
    SplittableRandom random = new SplittableRandom(5);
    List<SearchEvent> events = new ArrayList<>();
    events.add(new SearchEvent.Rooted(0, IntLists.immutable.of(1), SyntheticSearch.PROBLEM));
    int[] at = new int[count];
    double[] weight = new double[count];
    java.util.Arrays.fill(weight, 1);
    int next = 1;
    for (int round = 0; round < rounds; round++) {
      events.add(new SearchEvent.Iterated(round));
      for (int i = 0; i < count; i++) {
        String word = WORDS[random.nextInt(WORDS.length)];
        double logProb = -0.2 - 2 * random.nextDouble();
        events.add(
            new SearchEvent.Grown(
                next, at[i], IntLists.immutable.of(100 + round), word + " 3 + 4 = 7", logProb));
        events.add(new SearchEvent.Ended(next, Ending.SEPARATOR));
        weight[i] *= Math.exp(-3 * random.nextDouble());
        at[i] = next++;
      }
      double sum = java.util.Arrays.stream(weight).sum();
      double squares = 0;
      double[] shares = new double[count];
      for (int i = 0; i < count; i++) {
        shares[i] = weight[i] / sum;
        squares += shares[i] * shares[i];
      }
      events.add(
          new SearchEvent.Weighed(
              IntLists.immutable.of(at),
              DoubleLists.immutable.of(shares),
              1 / squares,
              Math.log(sum / count)));
      if (round % 2 == 1 && round < rounds - 1) {
        int[] ancestors = new int[count];
        int[] moved = new int[count];
        for (int i = 0; i < count; i++) {
          double u = (i + 0.5) / count;
          int a = 0;
          for (double c = shares[0]; c < u && a < count - 1; c += shares[a]) {
            a++;
          }
          ancestors[i] = a;
          moved[i] = at[a];
        }
        events.add(
            new SearchEvent.Resampled(
                IntLists.immutable.of(ancestors), IntLists.immutable.of(moved)));
        at = moved;
        java.util.Arrays.fill(weight, 1);
      }
      events.add(new SearchEvent.Stepped(round));
    }
    return EventLog.of(events);
  }
}
