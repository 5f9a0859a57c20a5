package dev.espalier.sessions;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.Prospect;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.event.Telemetry;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/**
 * Whether events tell one story: nodes are numbered as they appear and exist before anything
 * happens to them, steps follow one another, costs never fall, and nothing happens after the end.
 * Whoever draws or counts a log relies on it.
 */
final class EventOrder {

  private int nodes;
  private int steps;

  /** Whether the search has concluded, and whether the step in which it did has ended. */
  private boolean concluded;

  private boolean over;
  private Cost spent = Cost.NONE;

  /** From the beginning. */
  EventOrder() {}

  /** From a later step of a log that told one story up to there. */
  EventOrder(int nodes, int steps) {
    this.nodes = nodes;
    this.steps = steps;
  }

  /** How many nodes have appeared. */
  int nodes() {
    return nodes;
  }

  /** How many steps have ended. */
  int steps() {
    return steps;
  }

  /** What is wrong with {@code event} in this place, or null if nothing is. */
  @Nullable String take(SearchEvent event) {
    if (over || (concluded && !(event instanceof SearchEvent.Stepped))) {
      return "something happens here, but the search is over";
    }
    return switch (event) {
      case SearchEvent.Rooted rooted -> {
        if (nodes != 0 || rooted.node() != 0) {
          yield "node %d is a root here, but the only root is node 0, at the beginning"
              .formatted(rooted.node());
        }
        nodes++;
        yield tokens(rooted.tokens());
      }
      case SearchEvent.Grown grown -> {
        if (grown.node() != nodes) {
          yield "node %d appears here, but the next new node is %d".formatted(grown.node(), nodes);
        }
        String fault = node(grown.parent());
        nodes++;
        yield fault == null ? tokens(grown.tokens()) : fault;
      }
      case SearchEvent.Extended extended -> {
        String fault = node(extended.node());
        yield fault == null ? token(extended.token()) : fault;
      }
      case SearchEvent.Drawn drawn -> {
        String fault = node(drawn.node());
        yield fault == null ? token(drawn.token()) : fault;
      }
      case SearchEvent.Considered considered -> {
        String fault = node(considered.node());
        for (Prospect prospect : considered.prospects()) {
          fault = fault == null ? token(prospect.token()) : fault;
        }
        yield fault;
      }
      case SearchEvent.Estimated estimated -> node(estimated.node());
      case SearchEvent.Popped popped -> node(popped.node());
      case SearchEvent.Ended ended -> node(ended.node());
      case SearchEvent.Scored scored -> node(scored.node());
      case SearchEvent.Kept kept -> node(kept.node());
      case SearchEvent.Pruned pruned -> node(pruned.node());
      case SearchEvent.Finished finished -> node(finished.node());
      case SearchEvent.Warned warned -> node(warned.node());
      case SearchEvent.Masked masked -> node(masked.node());
      case SearchEvent.Adapted adapted -> node(adapted.node());
      case SearchEvent.Weighed weighed -> nodes(weighed.nodes());
      case SearchEvent.Resampled resampled -> nodes(resampled.nodes());
      case SearchEvent.Tried tried -> {
        String fault = node(tried.node());
        yield fault == null ? token(tried.token()) : fault;
      }
      case SearchEvent.Reweighed reweighed -> node(reweighed.node());
      case SearchEvent.Retained retained -> node(retained.node());
      case SearchEvent.Voted voted -> {
        for (Ballot ballot : voted.ballots()) {
          String fault = nodes(ballot.nodes());
          if (fault != null) {
            yield fault;
          }
        }
        yield null;
      }
      case SearchEvent.Concluded end -> {
        concluded = true;
        for (Result result : end.results()) {
          String fault = node(result.node());
          fault = fault == null ? tokens(result.tokens()) : fault;
          if (fault != null) {
            yield fault;
          }
        }
        yield null;
      }
      case SearchEvent.Stepped(int step) -> {
        if (step != steps) {
          yield "step %d ends here, but step %d is due".formatted(step, steps);
        }
        steps++;
        over = concluded;
        yield null;
      }
      case SearchEvent.Charged(Cost cost) -> {
        Cost before = spent;
        spent = spent.plus(cost);
        yield grew(before, spent) ? null : "a cost is negative, or too large to be counted";
      }
      case SearchEvent.Iterated _ -> null;
    };
  }

  /** What is wrong with {@code telemetry} in this place, or null if nothing is. */
  @Nullable String take(Telemetry telemetry) {
    return telemetry.step() >= 0 && telemetry.step() < steps
        ? null
        : "step %d was measured here, but %d steps have ended".formatted(telemetry.step(), steps);
  }

  private static boolean grew(Cost before, Cost after) {
    return after.generatedTokens() >= before.generatedTokens()
        && after.promptTokens() >= before.promptTokens()
        && after.modelRows() >= before.modelRows()
        && after.modelCalls() >= before.modelCalls()
        && after.prmPasses() >= before.prmPasses()
        && after.prmTokens() >= before.prmTokens()
        && after.constraintChecks() >= before.constraintChecks();
  }

  private @Nullable String node(int node) {
    return node >= 0 && node < nodes
        ? null
        : "something happens to node %d, but the nodes so far are %s"
            .formatted(node, nodes == 0 ? "none" : "0 to " + (nodes - 1));
  }

  private @Nullable String nodes(ImmutableIntList several) {
    String fault = several.isEmpty() ? null : node(several.min());
    return several.isEmpty() || fault != null ? fault : node(several.max());
  }

  private static @Nullable String tokens(ImmutableIntList tokens) {
    return tokens.isEmpty() ? null : token(tokens.min());
  }

  private static @Nullable String token(int token) {
    return token >= 0 ? null : "token %d is negative".formatted(token);
  }
}
