package dev.espalier.search.algorithm.beam;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.beam.DiverseBeam.Group;
import dev.espalier.search.algorithm.beam.DiverseBeam.Hypothesis;
import dev.espalier.search.algorithm.beam.Extension.Ranked;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.lm.NextTokens;
import dev.espalier.search.token.TokenSequence;
import java.util.function.IntToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * One step of one group of diverse beam search.
 *
 * @param index of the group, from 0
 * @param earlier the groups before it, after their steps
 * @param longest most tokens a hypothesis can have
 * @param cutBy what ends it there
 * @param most how many candidates are looked at
 * @param reach how many tokens of a row can hold them
 */
record GroupTurn(
    GroupRules rules,
    Group group,
    int index,
    ImmutableList<Group> earlier,
    int promptLength,
    int longest,
    Ending cutBy,
    int most,
    int reach) {

  /** What a group has become. */
  record Taken(Group group, int nextNode) {}

  /**
   * Lets the group choose.
   *
   * @param rows what may follow its running hypotheses
   * @param firstNode number of the next node
   * @param events takes what happened
   */
  Taken take(
      ImmutableList<NextTokens> rows,
      int firstNode,
      Models models,
      MutableList<SearchEvent> events) {
    ImmutableList<Ranked> candidates = candidates(rows, models);
    if (candidates.isEmpty()) {
      group
          .running()
          .forEach(hypothesis ->
              events.add(new SearchEvent.Pruned(hypothesis.node(), new Reason.NoChildren())));
      return new Taken(
          new Group(group.running(), group.done(), Lists.immutable.empty(), group.time(), true),
          firstNode);
    }
    int time = group.time() + 1;
    boolean lastStep = time == longest;
    int width = rules.width();
    MutableList<Hypothesis> next = Lists.mutable.empty();
    MutableList<Hypothesis> done = group.done().toList();
    MutableList<TokenSequence> seen = Lists.mutable.empty();
    MutableList<SearchEvent> losses = Lists.mutable.empty();
    double cut = Double.NaN;
    int node = firstNode;
    for (Ranked ranked : candidates) {
      Extension extension = ranked.extension();
      boolean ends = models.tokenizer().endTokens().contains(extension.token());
      boolean closes = ends || lastStep;
      Hypothesis child = child(node++, extension, time);
      double value = closes ? child.value() : extension.score();
      announce(child, ranked, value, time, models, events);
      boolean candidate = ranked.rank() < most;
      boolean among = ranked.rank() < width;
      if (closes) {
        events.add(
            new SearchEvent.Ended(
                child.node(), ends ? time == 1 ? Ending.EMPTY : Ending.END_OF_TEXT : cutBy));
        if (among) {
          done.add(child);
        } else {
          losses.add(
              new SearchEvent.Pruned(child.node(), new Reason.EndBeyondBeam(ranked.rank(), width)));
        }
      } else if (candidate && next.size() < width && (rules.backfill() || among)) {
        next.add(child);
      } else {
        losses.add(
            new SearchEvent.Pruned(
                child.node(), new Reason.BelowCut(ranked.rank(), width, extension.score(), cut)));
      }
      if (among || (!closes && next.contains(child))) {
        cut = extension.score();
      }
      boolean stays = closes ? among : next.contains(child);
      if ((rules.countCandidates() ? candidate : stays) && (!ends || rules.countEnds())) {
        seen.add(child.sequence());
      }
    }
    close(done, firstNode, next, losses, events);
    return stopOrGoOn(
        new Group(next.toImmutable(), done.toImmutable(), seen.toImmutable(), time, false),
        node,
        events);
  }

  private ImmutableList<Ranked> candidates(ImmutableList<NextTokens> rows, Models models) {
    ImmutableList<ImmutableList<TokenSequence>> others =
        earlier.collect(before -> before.seen(promptLength + group.time() + 1));
    ImmutableList<ImmutableList<IntToDoubleFunction>> likeness =
        group
            .running()
            .collect(hypothesis ->
                others.collect(chosen ->
                    rules
                        .dissimilarity()
                        .likeness(
                            chosen,
                            hypothesis.sequence(),
                            promptLength,
                            models.language()::embedding)));
    return Extension.best(
        group.running(), rows, likeness, rules.strength(), most, reach, rules.width());
  }

  private Hypothesis child(int node, Extension extension, int time) {
    Hypothesis parent = group.running().get(extension.parent());
    double sum = parent.sum() + extension.logProb();
    double kept = rules.persist() ? extension.score() : sum;
    return new Hypothesis(
        node,
        parent.sequence().append(extension.token()),
        sum,
        kept,
        rules.stop().value(kept, time));
  }

  private void announce(
      Hypothesis child,
      Ranked ranked,
      double value,
      int time,
      Models models,
      MutableList<SearchEvent> events) {
    Extension extension = ranked.extension();
    events.add(
        new SearchEvent.Grown(
            child.node(),
            group.running().get(extension.parent()).node(),
            IntLists.immutable.with(extension.token()),
            models.tokenizer().text(extension.token()),
            extension.logProb()));
    events.add(
        new SearchEvent.Scored(
            child.node(),
            new Score.Diverse(
                index,
                child.sum(),
                time,
                rules.strength(),
                extension.likeness(),
                extension.score(),
                value,
                ranked.rank(),
                ranked.plainRank())));
  }

  /** Keeps the best of what has finished, and says who stays and who goes. */
  private void close(
      MutableList<Hypothesis> done,
      int firstNode,
      MutableList<Hypothesis> next,
      MutableList<SearchEvent> losses,
      MutableList<SearchEvent> events) {
    done.sort((a, b) -> Double.compare(b.value(), a.value()));
    while (done.size() > rules.width()) {
      Hypothesis displaced = done.removeLast();
      losses.add(
          new SearchEvent.Pruned(
              displaced.node(), new Reason.Displaced(displaced.value(), done.getLast().value())));
    }
    MutableList<Hypothesis> finished = done.select(hypothesis -> hypothesis.node() >= firstNode);
    finished.forEach(
        hypothesis -> events.add(new SearchEvent.Finished(hypothesis.node(), hypothesis.value())));
    next.forEachWithIndex((child, rank) -> events.add(new SearchEvent.Kept(child.node(), rank)));
    events.addAll(losses);
    events.add(new SearchEvent.Charged(Cost.generated(next.size() + finished.size())));
  }

  private Taken stopOrGoOn(Group after, int nextNode, MutableList<SearchEvent> events) {
    if (after.running().isEmpty()) {
      return new Taken(over(after), nextNode);
    }
    double best = after.running().collectDouble(Hypothesis::kept).max();
    double bound = rules.stop().bound(best, after.time(), longest);
    if (after.done().size() == rules.width()) {
      double worst = after.done().getLast().value();
      if (rules.stop().ends(bound, worst)) {
        after
            .running()
            .forEach(hypothesis ->
                events.add(
                    new SearchEvent.Pruned(
                        hypothesis.node(), new Reason.StoppedEarly(bound, worst))));
        return new Taken(over(after), nextNode);
      }
    }
    return new Taken(after, nextNode);
  }

  private static Group over(Group group) {
    return new Group(group.running(), group.done(), group.seen(), group.time(), true);
  }
}
