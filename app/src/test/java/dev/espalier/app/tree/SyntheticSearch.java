package dev.espalier.app.tree;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Events as searches emit them, made without a model, always the same. */
public final class SyntheticSearch {

  static final String PROBLEM =
      "A baker packs 14 boxes with 6 buns each. She sells 3 boxes and gives away 5 buns from the"
          + " rest. How many buns are left?";

  private static final String[][] STEPS = {
    {
      "The baker packs 14 × 6 = 84 buns in all.\n\n",
      "14 boxes of 6 buns are 14 × 6 = 84 buns.\n\n",
      "First, count all the buns: 14 × 6 = 74.\n\n",
      "There are 14 + 6 = 20 buns.\n\n",
      "She sells 3 boxes, so 14 − 3 = 11 boxes remain.\n\n"
    },
    {
      "She sells 3 × 6 = 18 buns, so 84 − 18 = 66 are left on the shelf.\n\n",
      "The 3 boxes that were sold hold 3 × 6 = 18 buns.\n\n",
      "Selling 3 boxes takes away 3 buns: 84 − 3 = 81.\n\n",
      "The 3 boxes that were sold hold 3 × 6 = 16 buns.\n\n",
      "Then 3 boxes go, which leaves 84 − 18 = 76 buns.\n\n"
    },
    {
      "From these she gives away 5, which leaves 66 − 5 = 61.\n\n",
      "66 − 5 = 61 buns.\n\n",
      "She gives away 5 more: 66 + 5 = 71.\n\n",
      "Of the rest, 5 are given away: 84 − 5 = 79.\n\n",
      "Giving away 5 of the 66 buns leaves 66 − 5 = 51 buns on the shelf at the end of the"
          + " day, before anything else is sold or baked again.\n\n"
    },
    {
      "The final answer is $\\boxed{61}$.",
      "So there are 61 buns left: $\\boxed{61}$.",
      "The final answer is $\\boxed{71}$.",
      "The final answer is $\\boxed{79}$.",
      "The final answer is $\\boxed{51}$."
    }
  };

  private final List<SearchEvent> events = new ArrayList<>();
  private final SplittableRandom random;
  private int next;
  private int step;

  private SyntheticSearch(long seed) {
    random = new SplittableRandom(seed);
  }

  private record Open(int node, int depth, double h, double regression, double f, boolean wrong) {}

  /** A*-decoding of a word problem, about sixty nodes, with backtracking, to a solution. */
  public static EventLog aStar() {
    return EventLog.of(new SyntheticSearch(5).searchAStar(14));
  }

  /** Beam search over single tokens. */
  public static EventLog beam() {
    return EventLog.of(new SyntheticSearch(3).searchBeam(3, 12));
  }

  /** A node of every status, and after {@link #STATUSES_UNTIL} events some that are yet to come. */
  public static EventLog everyStatus() {
    return EventLog.of(new SyntheticSearch(1).statuses());
  }

  /** A bushy tree of so many steps, three below each. */
  public static EventLog large(int nodes) {
    SyntheticSearch search = new SyntheticSearch(2);
    search.root();
    for (int i = 1; i < nodes; i++) {
      search.step((i - 1) / 3, "Then " + i + " more.\n\n", search.random.nextDouble());
    }
    return EventLog.of(search.events);
  }

  /** Where {@link #everyStatus} is best looked at. */
  public static final int STATUSES_UNTIL = 30;

  private List<SearchEvent> statuses() {
    root();
    for (int i = 0; i < 6; i++) {
      step(0, "Step " + i + " leaves 5 × " + i + ".\n\n", 0.15 * i + 0.1);
    }
    events.add(new SearchEvent.Popped(1, 0.9, 5));
    step(1, "The rest is 12.\n\n", 0.5);
    events.add(new SearchEvent.Kept(3, 0));
    events.add(new SearchEvent.Pruned(4, new Reason.TooDeep(3, 2)));
    events.add(new SearchEvent.Finished(5, 0.85));
    events.add(
        new SearchEvent.Concluded(
            Outcome.SOLVED,
            "found",
            Lists.immutable.with(
                new Result(6, IntLists.immutable.empty(), "12", -1.0, 0.9, null))));
    events.add(new SearchEvent.Grown(next++, 2, IntLists.immutable.with(4), "So", -0.5));
    events.add(new SearchEvent.Extended(next - 1, 5, " far", -0.5));
    if (events.size() != STATUSES_UNTIL) {
      throw new IllegalStateException("it is at " + events.size() + " events");
    }
    events.add(new SearchEvent.Extended(next - 1, 6, " so good", -0.5));
    step(3, "Not yet.\n\n", 0.2);
    step(3, "Nor this.\n\n", 0.3);
    return events;
  }

  private void step(int parent, String text, double reward) {
    int node = next++;
    events.add(new SearchEvent.Grown(node, parent, IntLists.immutable.with(1, 2, 3), text, -1.5));
    events.add(new SearchEvent.Ended(node, Ending.SEPARATOR));
    events.add(new SearchEvent.Scored(node, new Score.AStar(reward, 1 - reward, 0, 0, 1 - reward)));
  }

  private List<SearchEvent> searchAStar(int expansions) {
    root();
    PriorityQueue<Open> frontier =
        new PriorityQueue<>(
            Comparator.comparingDouble(Open::f)
                .thenComparingDouble(Open::h)
                .thenComparingInt(o -> -o.depth())
                .thenComparingInt(Open::node));
    frontier.add(new Open(0, 0, 1, 0, 1, false));
    events.add(new SearchEvent.Scored(0, new Score.AStar(0, 1, 0, 0, 1)));
    events.add(new SearchEvent.Kept(0, -1));
    stepped();
    for (int i = 0; i < expansions && !frontier.isEmpty(); i++) {
      Open best = frontier.remove();
      events.add(new SearchEvent.Iterated(i));
      events.add(new SearchEvent.Popped(best.node(), best.f(), frontier.size()));
      if (best.depth() == STEPS.length) {
        events.add(new SearchEvent.Finished(best.node(), 1 - best.h()));
        events.add(
            new SearchEvent.Concluded(
                Outcome.SOLVED,
                "the first complete solution taken from the frontier",
                Lists.immutable.with(
                    new Result(
                        best.node(), IntLists.immutable.empty(), "61", -3.2, 1 - best.h(), null))));
        stepped();
        return events;
      }
      expand(best, frontier);
      stepped();
    }
    throw new IllegalStateException("the synthetic search found nothing; choose another seed");
  }

  private void expand(Open parent, PriorityQueue<Open> frontier) {
    String[] texts = STEPS[parent.depth()];
    int first = next;
    boolean[] taken = new boolean[texts.length];
    for (int k = 0; k < 4; k++) {
      int choice = random.nextInt(texts.length);
      boolean wrong = parent.wrong() || choice >= 2;
      int node = write(parent.node(), texts[choice]);
      boolean last = parent.depth() == STEPS.length - 1;
      events.add(new SearchEvent.Ended(node, last ? Ending.ANSWER : Ending.SEPARATOR));
      if (taken[choice]) {
        events.add(new SearchEvent.Pruned(node, new Reason.Duplicate(first)));
        continue;
      }
      taken[choice] = true;
      double reward =
          wrong
              ? (last ? 0.05 : 0.72 - 0.14 * parent.depth()) * random.nextDouble(0.5, 1)
              : random.nextDouble(0.62, 0.97);
      reward = Math.rint(reward * 1000) / 1000;
      double h = 1 - reward;
      double charged = parent.depth() == 0 ? 0 : Math.max(0, h - parent.h());
      double regression = parent.regression() + charged;
      events.add(
          new SearchEvent.Scored(
              node, new Score.AStar(reward, h, regression, charged, regression + h)));
      events.add(new SearchEvent.Kept(node, -1));
      frontier.add(new Open(node, parent.depth() + 1, h, regression, regression + h, wrong));
    }
    events.add(new SearchEvent.Charged(Cost.judged(4, 80)));
  }

  /** A node whose text comes word by word. */
  private int write(int parent, String text) {
    int node = next++;
    List<String> tokens = tokens(text);
    events.add(
        new SearchEvent.Grown(
            node, parent, IntLists.immutable.with(7), tokens.getFirst(), logProb()));
    for (int i = 1; i < tokens.size(); i++) {
      events.add(new SearchEvent.Extended(node, i, tokens.get(i), logProb()));
    }
    events.add(
        new SearchEvent.Charged(Cost.generated(tokens.size()).plus(Cost.modelCall(tokens.size()))));
    return node;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == ' ' || (text.charAt(i) == '\n' && text.charAt(i - 1) != '\n')) {
        tokens.add(text.substring(from, i));
        from = i;
      }
    }
    tokens.add(text.substring(from));
    return tokens;
  }

  private double logProb() {
    return -random.nextDouble() * random.nextDouble() * 1.5;
  }

  private record Running(int node, double sum) {}

  private List<SearchEvent> searchBeam(int width, int length) {
    String[] words = {
      " The", " fox", " saw", " a", " lantern", " in", " the", " snow", " and", " it", " sang", "\n"
    };
    root();
    stepped();
    List<Running> beam = List.of(new Running(0, 0));
    for (int t = 0; t < length; t++) {
      events.add(new SearchEvent.Iterated(t));
      List<Running> candidates = new ArrayList<>();
      for (Running running : beam) {
        for (int k = 0; k < 3; k++) {
          int token = random.nextInt(words.length);
          double logProb = logProb() - 0.4 * k;
          int node = next++;
          events.add(
              new SearchEvent.Grown(
                  node, running.node(), IntLists.immutable.with(token), words[token], logProb));
          candidates.add(new Running(node, running.sum() + logProb));
        }
      }
      events.add(new SearchEvent.Charged(Cost.modelCall(beam.size())));
      candidates.sort(Comparator.comparingDouble(Running::sum).reversed());
      for (int rank = 0; rank < candidates.size(); rank++) {
        Running candidate = candidates.get(rank);
        events.add(
            new SearchEvent.Scored(
                candidate.node(), new Score.Beam(candidate.sum(), t + 1, candidate.sum(), rank)));
        events.add(
            rank < width
                ? new SearchEvent.Kept(candidate.node(), rank)
                : new SearchEvent.Pruned(
                    candidate.node(),
                    new Reason.BelowCut(
                        rank, width, candidate.sum(), candidates.get(width - 1).sum())));
      }
      beam = List.copyOf(candidates.subList(0, Math.min(width, candidates.size())));
      stepped();
    }
    MutableIntList none = IntLists.mutable.empty();
    for (Running running : beam) {
      events.add(new SearchEvent.Finished(running.node(), running.sum()));
    }
    events.add(
        new SearchEvent.Concluded(
            Outcome.SOLVED,
            "the best of the finished hypotheses",
            Lists.immutable.with(
                new Result(
                    beam.getFirst().node(),
                    none.toImmutable(),
                    "",
                    beam.getFirst().sum(),
                    beam.getFirst().sum(),
                    null))));
    stepped();
    return events;
  }

  private void root() {
    events.add(new SearchEvent.Rooted(next++, IntLists.immutable.with(1, 2, 3), PROBLEM));
    events.add(new SearchEvent.Charged(Cost.prompt(3)));
  }

  private void stepped() {
    events.add(new SearchEvent.Stepped(step++));
  }
}
