package dev.espalier.app.inspector;

import static dev.espalier.app.format.Numbers.ordinal;
import static dev.espalier.app.format.Numbers.score;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.inspector.Explanation.Term;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.Score.Diverse;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/** Why a group of diverse beam search kept one of its candidates, or did not. */
record DiverseChoice(SearchTree tree, EventSource events, int node, int cursor, Diverse own) {

  /** By how much more than the λ at which two change places λ is taken, relative to it. */
  private static final double BEYOND = 1e-9;

  private record Rival(int node, Diverse score) {}

  String sentence(NodeStatus status) {
    return switch (status) {
      case WRITING -> "Being scored.";
      case OPEN, KEPT, EXPANDED -> {
        Diverse cut = bestCut();
        yield "Kept by group %d: %s of its candidates%s%s."
            .formatted(
                own.group() + 1,
                ordinal(own.rank() + 1),
                penalised(),
                cut == null
                    ? "; none was cut"
                    : ", %s above the best that was cut"
                        .formatted(score(own.score() - cut.score())));
      }
      case PRUNED -> "Out of group " + (own.group() + 1) + ".";
      case FINISHED, SOLUTION ->
          "%s of group %d with %s%s.%s"
              .formatted(
                  status == NodeStatus.SOLUTION ? "The best finished text" : "A finished text",
                  own.group() + 1,
                  score(own.value()),
                  penalised(),
                  sameText());
    };
  }

  /** Why it was cut. */
  String cut(Reason.BelowCut reason) {
    return "Pruned by group %d: ranked %s for %s%s; it missed the last place by %s."
        .formatted(
            own.group() + 1,
            ordinal(reason.rank() + 1),
            Numbers.counted(reason.width(), "place"),
            penalised(),
            score(reason.cut() - reason.score()));
  }

  private String penalised() {
    if (own.penalty() == 0) {
      return own.group() == 0 ? "" : " (nothing like earlier groups)";
    }
    String from = own.rank() == own.plainRank() ? "" : ", else " + ordinal(own.plainRank() + 1);
    return " after a penalty of %s for being like %s%s"
        .formatted(score(own.penalty()), likeGroups(), from);
  }

  private String likeGroups() {
    List<String> groups = new ArrayList<>();
    for (int group = 0; group < own.likeness().size(); group++) {
      if (own.likeness().get(group) > 0) {
        groups.add(Integer.toString(group + 1));
      }
    }
    return groups.size() == 1
        ? "group " + groups.getFirst()
        : "groups %s and %s"
            .formatted(String.join(", ", groups.subList(0, groups.size() - 1)), groups.getLast());
  }

  /** Says if another group came to the same text. */
  private String sameText() {
    SearchEvent.Concluded concluded = tree.conclusionAt(cursor);
    if (concluded == null) {
      return "";
    }
    Result mine = concluded.results().detect(result -> result.node() == node);
    if (mine == null) {
      return "";
    }
    Result same =
        concluded
            .results()
            .detect(other -> other.node() != node && other.tokens().equals(mine.tokens()));
    return same != null && tree.scoreAt(same.node(), cursor) instanceof Diverse other
        ? " Group %d came to the same text at node %d.".formatted(other.group() + 1, same.node())
        : "";
  }

  void terms(int event, MutableList<Term> terms) {
    terms.add(new Term("Σ log p", score(own.sum()), "of its tokens so far", event, false));
    double earlier = own.sum() - own.score() - own.penalty();
    if (Math.abs(earlier) > BEYOND) {
      terms.add(
          new Term("earlier", score(-earlier), "penalties of the steps before", event, false));
    }
    for (int group = 0; group < own.likeness().size(); group++) {
      double likeness = own.likeness().get(group);
      if (likeness > 0) {
        terms.add(
            new Term(
                "group " + (group + 1),
                score(-own.strength() * likeness),
                "−λ·likeness = −%s·%s".formatted(score(own.strength()), score(likeness)),
                event,
                false));
      }
    }
    terms.add(
        new Term(
            "score",
            score(own.score()),
            "decides in group " + (own.group() + 1) + "; higher goes first",
            event,
            true));
    if (own.value() != own.score()) {
      terms.add(
          new Term(
              "value",
              score(own.value()),
              "score ÷ length penalty of %s".formatted(Numbers.counted(own.length(), "token")),
              event,
              false));
    }
    terms.add(
        new Term(
            "rank",
            ordinal(own.plainRank() + 1) + " → " + ordinal(own.rank() + 1),
            "without the penalty → with it",
            event,
            false));
    Diverse cut = tree.reasonAt(node, cursor) == null ? bestCut() : null;
    if (cut != null) {
      terms.add(
          new Term(
              "margin", score(own.score() - cut.score()), "score − best that was cut", -1, true));
    }
  }

  /**
   * The λ nearest to the one in use, in this step alone, with which a pruned candidate would have
   * kept a place or a kept one lost it; empty where none would.
   */
  String whatIf() {
    List<Rival> rivals = rivals();
    int width = width(rivals);
    if (width == 0) {
      return "";
    }
    boolean kept = tree.reasonAt(node, cursor) == null;
    boolean filled =
        rivals.stream().anyMatch(rival -> rival.score().rank() >= width && isKept(rival.node()));
    List<Rival> competing =
        rivals.stream()
            .filter(rival -> !filled || tree.endingAt(rival.node(), cursor) == null)
            .toList();
    return competing.stream()
        .mapToDouble(rival -> even(rival.score()))
        .filter(lambda -> lambda >= 0)
        .boxed()
        .sorted(Comparator.comparingDouble(lambda -> Math.abs(lambda - own.strength())))
        .filter(lambda -> kept != (rank(beyond(lambda), competing) < width))
        .findFirst()
        .map(lambda ->
            "With λ %s %s in this step alone it would have been %s."
                .formatted(
                    lambda < own.strength() ? "below" : "above",
                    score(lambda),
                    kept ? "cut" : "kept"))
        .orElse(
            kept
                ? ""
                : "No λ in this step alone would have kept it; more beams in its group would.");
  }

  private boolean isKept(int other) {
    return tree.reasonAt(other, cursor) == null && tree.endingAt(other, cursor) == null;
  }

  /** The λ at which it and a rival score the same, NaN where one is ahead at every λ. */
  private double even(Diverse rival) {
    double likeness = own.likeness().sum() - rival.likeness().sum();
    return likeness == 0 ? Double.NaN : (own.scoreAt(0) - rival.scoreAt(0)) / likeness;
  }

  private double beyond(double lambda) {
    double step = BEYOND * (1 + lambda);
    return lambda < own.strength() ? Math.max(0, lambda - step) : lambda + step;
  }

  private long rank(double lambda, List<Rival> competing) {
    return competing.stream()
        .filter(rival -> rival.score().scoreAt(lambda) > own.scoreAt(lambda))
        .count();
  }

  /** How many places the group has, as the candidates it cut say; 0 if it cut none. */
  private int width(List<Rival> rivals) {
    int width = width(node);
    for (Rival rival : rivals) {
      width = Math.max(width, width(rival.node()));
    }
    return width;
  }

  private int width(int candidate) {
    return switch (tree.reasonAt(candidate, cursor)) {
      case Reason.BelowCut cut -> cut.width();
      case Reason.EndBeyondBeam end -> end.width();
      case null, default -> 0;
    };
  }

  private @Nullable Diverse bestCut() {
    return rivals().stream()
        .filter(rival -> tree.reasonAt(rival.node(), cursor) instanceof Reason.BelowCut)
        .map(Rival::score)
        .max(Comparator.comparingDouble(Diverse::score))
        .orElse(null);
  }

  /** The other candidates of its group in its step. */
  private List<Rival> rivals() {
    List<Rival> rivals = new ArrayList<>();
    int begin = tree.scoreEventAt(node, cursor);
    while (begin > 0 && !(events.event(begin - 1) instanceof SearchEvent.Stepped)) {
      begin--;
    }
    for (int i = begin; i < Math.min(cursor, events.size()); i++) {
      SearchEvent event = events.event(i);
      if (event instanceof SearchEvent.Stepped) {
        break;
      }
      if (event instanceof SearchEvent.Scored(int other, Diverse score)
          && other != node
          && score.group() == own.group()) {
        rivals.add(new Rival(other, score));
      }
    }
    return rivals;
  }
}
