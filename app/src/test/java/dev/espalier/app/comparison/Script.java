package dev.espalier.app.comparison;

import dev.espalier.app.course.Course;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.app.run.StepTimes;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.budget.CostUnit;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** A run written down by a test, event by event. A token is a number; its text is that letter. */
final class Script {

  static final String PROMPT = "How many?";

  private final List<SearchEvent> events = new ArrayList<>();
  private final List<Telemetry> telemetry = new ArrayList<>();
  private int nodes;
  private int steps;

  Script() {
    events.add(new SearchEvent.Rooted(nodes++, IntLists.immutable.with(1, 2), PROMPT));
    charge(Cost.prompt(2));
  }

  /** What token t reads as: 1 is a, 2 is b. */
  static String text(int token) {
    return Character.toString('a' + token - 1);
  }

  /** A node of these tokens, the first of which comes with it. */
  int grow(int parent, int... tokens) {
    int node = nodes++;
    ImmutableIntList first =
        tokens.length == 0 ? IntLists.immutable.empty() : IntLists.immutable.with(tokens[0]);
    events.add(
        new SearchEvent.Grown(
            node, parent, first, tokens.length == 0 ? "" : text(tokens[0]), -0.5));
    for (int i = 1; i < tokens.length; i++) {
      extend(node, tokens[i]);
    }
    return node;
  }

  Script extend(int node, int token) {
    events.add(new SearchEvent.Extended(node, token, text(token), -0.5));
    return this;
  }

  Script end(int node) {
    events.add(new SearchEvent.Ended(node, Ending.SEPARATOR));
    return this;
  }

  Script score(int node, double reward) {
    events.add(
        new SearchEvent.Scored(
            node, new Score.Solution(DoubleLists.immutable.with(reward), "last", reward)));
    return this;
  }

  Script prune(int node) {
    events.add(new SearchEvent.Pruned(node, new Reason.TooDeep(1, 1)));
    return this;
  }

  Script finish(int node, double score) {
    events.add(new SearchEvent.Finished(node, score));
    return this;
  }

  Script charge(Cost cost) {
    events.add(new SearchEvent.Charged(cost));
    return this;
  }

  Script tokens(int count) {
    return charge(Cost.generated(count));
  }

  Script step() {
    return step(0);
  }

  /** The end of a step that took so long. */
  Script step(double seconds) {
    telemetry.add(new Telemetry(steps, Math.round(seconds * 1e9), 0));
    events.add(new SearchEvent.Stepped(steps++));
    return this;
  }

  Script conclude(Outcome outcome, String explanation, Result... results) {
    events.add(new SearchEvent.Concluded(outcome, explanation, Lists.immutable.with(results)));
    return this;
  }

  static Result result(int node, String text, Double score) {
    return new Result(node, IntLists.immutable.with(1, 2), text, -2, score, null);
  }

  int size() {
    return events.size();
  }

  EventLog log() {
    return EventLog.of(events);
  }

  Course course() {
    Course course = new Course(log(), StepTimes.of(telemetry));
    course.append(Integer.MAX_VALUE);
    return course;
  }

  Entrant entrant(String title) {
    return new Entrant(title, order(title), log(), "toy", null, StepTimes.of(telemetry));
  }

  static SearchOrder order(String algorithm) {
    return new SearchOrder(
        PROMPT, algorithm, Maps.immutable.empty(), 7, Budget.of(CostUnit.TOKENS, 100), "61");
  }
}
