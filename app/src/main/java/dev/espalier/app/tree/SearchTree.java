package dev.espalier.app.tree;

import dev.espalier.search.budget.Cost;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.Ending;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.search.token.TokenText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The tree that a stream of events describes, at every moment at once.
 *
 * <p>A <em>cursor</em> is a number of events: at cursor {@code c} the events 0 to {@code c}−1 have
 * happened. Questions with a cursor are answered by searching the node's own short history; nothing
 * is folded again. Events are only ever added at the end. Confined to one thread.
 */
public final class SearchTree implements TextTree {

  private final List<NodeHistory> nodes = new ArrayList<>();

  /** For each event the node it is about, or the one before it was about. */
  private final IntArrayList nodeOfEvent = new IntArrayList();

  private final CursorTrack tokenEnds = new CursorTrack();
  private final CursorTrack stepEnds = new CursorTrack();
  private final CursorTrack iterationStarts = new CursorTrack();
  private final Map<Mark, CursorTrack> marks = new EnumMap<>(Mark.class);
  private final List<Pop> pops = new ArrayList<>();
  private final IntArrayList finished = new IntArrayList();
  private final Timeline<Cost> costs = new Timeline<>();
  private final Series bestFinished = new Series();
  private final Series bestScored = new Series();
  private final Series frontierSize = new Series();
  private int inFrontier;
  private SearchEvent.@Nullable Concluded conclusion;
  private int concludedBy = -1;

  /** Of the metrics asked for, at the size of {@link #rangesSize}. */
  private final Map<Metric, MetricRange> ranges = new EnumMap<>(Metric.class);

  private int rangesSize;

  public SearchTree() {
    for (Mark mark : Mark.values()) {
      marks.put(mark, new CursorTrack());
    }
  }

  /** The tree of all events there are by now. */
  public static SearchTree of(EventSource source) {
    SearchTree tree = new SearchTree();
    tree.append(source);
    return tree;
  }

  /**
   * Folds the events of {@code source} that were not folded before.
   *
   * @return how many those were
   */
  public int append(EventSource source) {
    return append(source, Integer.MAX_VALUE);
  }

  /** The same, but at most {@code limit} of them, so that a frame is not held up by a burst. */
  public int append(EventSource source, int limit) {
    int from = size();
    int to = Math.min(source.size(), (int) Math.min(Integer.MAX_VALUE, (long) from + limit));
    for (int i = from; i < to; i++) {
      append(source.event(i));
    }
    return to - from;
  }

  private void append(SearchEvent event) {
    int i = nodeOfEvent.size();
    int about = i == 0 ? -1 : nodeOfEvent.getLast();
    switch (event) {
      case SearchEvent.Rooted(int node, ImmutableIntList tokens, String text) -> {
        about = node;
        grow(node, new NodeHistory(-1, 0, i, copy(tokens), text, 0));
        setStatus(node, i, NodeStatus.OPEN);
      }
      case SearchEvent.Grown(
              int node,
              int parent,
              ImmutableIntList tokens,
              String text,
              double logProb) -> {
        about = node;
        NodeHistory above = node(parent);
        grow(node, new NodeHistory(parent, above.depth + 1, i, copy(tokens), text, logProb));
        above.children.add(node);
        if (!tokens.isEmpty()) {
          tokenEnds.add(i + 1);
        }
        setStatus(node, i, NodeStatus.WRITING);
        NodeStatus before = statusNow(parent);
        if (before.inFrontier() || before == NodeStatus.WRITING) {
          setStatus(parent, i, NodeStatus.EXPANDED);
        }
      }
      case SearchEvent.Extended(int node, int token, String text, double logProb) -> {
        about = node;
        touch(node, i).extend(i, token, text, logProb);
        tokenEnds.add(i + 1);
      }
      case SearchEvent.Ended(int node, Ending ending) -> {
        about = node;
        touch(node, i).ending = ending;
        opened(node, i);
      }
      case SearchEvent.Drawn drawn -> {
        about = drawn.node();
        touch(about, i);
      }
      case SearchEvent.Considered considered -> {
        about = considered.node();
        touch(about, i);
      }
      case SearchEvent.Estimated estimated -> {
        about = estimated.node();
        touch(about, i);
      }
      case SearchEvent.Scored(int node, Score score) -> {
        about = node;
        touch(node, i).scores.set(i, score);
        opened(node, i);
        int above = parent(node);
        if (above > 0 && Surprise.fell(score, node(above).scores.last())) {
          mark(Mark.SURPRISE, i);
        }
        double quality = Metric.quality(score);
        if (node != 0 && !(bestScored.at(i) >= quality)) {
          bestScored.add(i + 1, quality);
        }
      }
      case SearchEvent.Kept(int node, int rank) -> {
        about = node;
        touch(node, i).ranks.set(i, rank);
        setStatus(node, i, rank < 0 ? NodeStatus.OPEN : NodeStatus.KEPT);
      }
      case SearchEvent.Popped(int node, double priority, int left) -> {
        about = node;
        touch(node, i);
        boolean backtrack = !pops.isEmpty() && node(node).parent != pops.getLast().node();
        pops.add(new Pop(i, node, priority, left, backtrack));
        mark(Mark.EXPANSION, i);
        if (backtrack) {
          mark(Mark.BACKTRACK, i);
        }
        setStatus(node, i, NodeStatus.EXPANDED);
      }
      case SearchEvent.Pruned(int node, Reason reason) -> {
        about = node;
        touch(node, i).reason = reason;
        mark(Mark.PRUNE, i);
        if (reason instanceof Reason.Forbidden) {
          mark(Mark.REJECTION, i);
        }
        if (Surprise.dropped(node(node), reason)) {
          mark(Mark.SURPRISE, i);
        }
        setStatus(node, i, NodeStatus.PRUNED);
      }
      case SearchEvent.Finished(int node, double score) -> {
        about = node;
        touch(node, i).finishedScore = score;
        finished.add(node);
        mark(Mark.FINISH, i);
        if (!(bestFinished.at(i) >= score)) {
          bestFinished.add(i + 1, score);
        }
        setStatus(node, i, NodeStatus.FINISHED);
      }
      case SearchEvent.Warned(int node, String _) -> {
        about = node;
        touch(node, i);
        mark(Mark.WARNING, i);
      }
      case SearchEvent.Adapted adapted -> {
        about = adapted.node();
        touch(about, i);
      }
      case SearchEvent.Masked masked -> {
        about = masked.node();
        touch(about, i);
      }
      case SearchEvent.Weighed weighed ->
          weighed.nodes().distinct().forEach(node -> touch(node, i));
      case SearchEvent.Resampled(ImmutableIntList _, ImmutableIntList at) ->
          at.distinct().forEach(node -> touch(node, i));
      case SearchEvent.Tried tried -> {
        about = tried.node();
        touch(about, i);
        if (!tried.allowed()) {
          mark(Mark.REJECTION, i);
        }
      }
      case SearchEvent.Reweighed reweighed -> {
        about = reweighed.node();
        touch(about, i);
      }
      case SearchEvent.Retained retained -> {
        about = retained.node();
        touch(about, i);
      }
      case SearchEvent.Voted(String _, ImmutableList<Ballot> ballots) ->
          ballots.forEach(ballot -> ballot.nodes().distinct().forEach(node -> touch(node, i)));
      case SearchEvent.Concluded concluded -> {
        conclusion = concluded;
        concludedBy = i;
        if (concluded.results().notEmpty()) {
          about = concluded.results().getFirst().node();
          touch(about, i);
          setStatus(about, i, NodeStatus.SOLUTION);
        }
      }
      case SearchEvent.Charged(Cost cost) -> costs.set(i, costNow().plus(cost));
      case SearchEvent.Iterated(int _) -> iterationStarts.add(i);
      case SearchEvent.Stepped(int _) -> stepEnds.add(i + 1);
    }
    if (event instanceof SearchEvent.Resampled) {
      mark(Mark.RESAMPLE, i);
    }
    nodeOfEvent.add(about);
    frontierSize.add(i + 1, inFrontier);
  }

  private static IntArrayList copy(IntList tokens) {
    return IntArrayList.newListWith(tokens.toArray());
  }

  private void grow(int node, NodeHistory history) {
    if (node != nodes.size()) {
      throw new IllegalArgumentException(
          "event %d brings node %d, but the next new node is %d"
              .formatted(nodeOfEvent.size(), node, nodes.size()));
    }
    nodes.add(history);
  }

  private NodeHistory touch(int node, int event) {
    NodeHistory history = node(node);
    history.events.add(event);
    return history;
  }

  private void opened(int node, int event) {
    if (statusNow(node) == NodeStatus.WRITING) {
      setStatus(node, event, NodeStatus.OPEN);
    }
  }

  private void setStatus(int node, int event, NodeStatus status) {
    Timeline<NodeStatus> history = node(node).status;
    NodeStatus before = history.last();
    if (before != status) {
      inFrontier += (status.inFrontier() ? 1 : 0) - (before != null && before.inFrontier() ? 1 : 0);
      history.set(event, status);
    }
  }

  private NodeStatus statusNow(int node) {
    return Objects.requireNonNull(node(node).status.last());
  }

  private Cost costNow() {
    Cost cost = costs.last();
    return cost == null ? Cost.NONE : cost;
  }

  private void mark(Mark mark, int event) {
    mark(mark).add(event + 1);
  }

  NodeHistory node(int node) {
    if (node < 0 || node >= nodes.size()) {
      throw new IllegalArgumentException(
          "there is no node " + node + "; there are 0 to " + (nodes.size() - 1));
    }
    return nodes.get(node);
  }

  /** What values a metric has at the end. */
  public MetricRange range(Metric metric) {
    if (rangesSize != size()) {
      ranges.clear();
      rangesSize = size();
    }
    return ranges.computeIfAbsent(metric, wanted -> MetricRange.of(this, wanted));
  }

  /** How many events were folded; the last cursor. */
  public int size() {
    return nodeOfEvent.size();
  }

  /** How many nodes were born so far, future of any cursor included. */
  @Override
  public int nodes() {
    return nodes.size();
  }

  /** How many nodes were born before {@code cursor}; they are the first that many ids. */
  public int nodesAt(int cursor) {
    int low = 0;
    int high = nodes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nodes.get(middle).born < cursor) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The parent, −1 for the root. */
  @Override
  public int parent(int node) {
    return node(node).parent;
  }

  /** Edges to the root. */
  public int depth(int node) {
    return node(node).depth;
  }

  /** Children in the order they were born; unborn ones of the future included. */
  @Override
  public IntList children(int node) {
    return node(node).children.asUnmodifiable();
  }

  /** The nodes from the root to {@code node}, both included. */
  public ImmutableIntList path(int node) {
    MutableIntList path = IntLists.mutable.empty();
    for (int n = node; n >= 0; n = node(n).parent) {
      path.add(n);
    }
    return path.reverseThis().toImmutable();
  }

  /**
   * The model's probability that what follows a node begins as one of its children does, as far as
   * those are written at a cursor. What was drawn several times counts once.
   */
  public double massBelow(int node, int cursor) {
    Set<IntList> texts = new HashSet<>();
    double mass = 0;
    IntList children = children(node);
    for (int i = 0; i < children.size(); i++) {
      int child = children.get(i);
      if (bornAt(child, cursor)) {
        int tokens = tokensAt(child, cursor);
        if (texts.add(firstTokens(child, tokens))) {
          mass += Math.exp(logProbAt(child, cursor));
        }
      }
    }
    return Math.min(1, mass);
  }

  private IntList firstTokens(int node, int count) {
    IntArrayList tokens = new IntArrayList(count);
    for (int i = 0; i < count; i++) {
      tokens.add(node(node).tokens.get(i));
    }
    return tokens;
  }

  /** Index of the event that brought the node. */
  public int bornBy(int node) {
    return node(node).born;
  }

  @Override
  public boolean bornAt(int node, int cursor) {
    return node(node).born < cursor;
  }

  @Override
  public int birth(int node) {
    return node(node).born + 1;
  }

  /** A chain of single tokens without a branch is one run of text. */
  @Override
  public boolean continuesParent(int node) {
    int parent = parent(node);
    return parent > 0
        && children(parent).size() == 1
        && tokens(parent).size() <= 1
        && tokens(node).size() <= 1;
  }

  /** Whether nodes are steps of many tokens rather than single tokens. */
  @Override
  public boolean inColumns() {
    for (int node = 1; node < Math.min(nodes(), 64); node++) {
      if (tokens(node).size() > 1) {
        return true;
      }
    }
    return false;
  }

  /** Indexes of all events about the node. */
  public IntList events(int node) {
    return node(node).events.asUnmodifiable();
  }

  /** The node's whole text, future included, as its tokens are written. */
  @Override
  public String text(int node) {
    return node(node).text();
  }

  /** The text of one of the node's tokens; of tokens that appeared together, the last has it. */
  public String tokenText(int node, int index) {
    return node(node).tokenText(index);
  }

  /** How many characters of {@link #text} there are at a cursor. */
  @Override
  public int charsAt(int node, int cursor) {
    return bornAt(node, cursor) ? node(node).charsAt(cursor) : 0;
  }

  /** The node's text at a cursor, characters split over tokens joined. */
  public String textAt(int node, int cursor) {
    return TokenText.join(text(node).substring(0, charsAt(node, cursor)));
  }

  /** The text from below the prompt down to the node, at a cursor, split characters joined. */
  public String completionAt(int node, int cursor) {
    StringBuilder text = new StringBuilder();
    path(node)
        .forEach(n -> {
          if (n != 0) {
            text.append(text(n), 0, charsAt(n, cursor));
          }
        });
    return TokenText.join(text.toString());
  }

  public int tokensAt(int node, int cursor) {
    return bornAt(node, cursor) ? node(node).tokensAt(cursor) : 0;
  }

  /** The node's tokens, future ones included. */
  public IntList tokens(int node) {
    return node(node).tokens.asUnmodifiable();
  }

  /** Log-probability of the node's own tokens given everything above. */
  public double logProbAt(int node, int cursor) {
    return node(node).logProbAt(cursor);
  }

  /** Sum of log-probabilities from the root to the node. */
  public double pathLogProbAt(int node, int cursor) {
    double sum = 0;
    for (int n = node; n >= 0; n = node(n).parent) {
      sum += logProbAt(n, cursor);
    }
    return sum;
  }

  /** Null while the node is not born. */
  public @Nullable NodeStatus statusAt(int node, int cursor) {
    return node(node).status.before(cursor);
  }

  /** Index of the event that gave the node its status at a cursor, −1 while it is not born. */
  public int statusEventAt(int node, int cursor) {
    return node(node).status.eventBefore(cursor);
  }

  /** Null while the node has no score. */
  public @Nullable Score scoreAt(int node, int cursor) {
    return node(node).scores.before(cursor);
  }

  /** Index of the event that wrote {@link #scoreAt}, or −1. */
  public int scoreEventAt(int node, int cursor) {
    return node(node).scores.eventBefore(cursor);
  }

  /** Rank given when the node was last kept, −1 if it has none. */
  public int rankAt(int node, int cursor) {
    Integer rank = node(node).ranks.before(cursor);
    return rank == null ? -1 : rank;
  }

  /** Why the node was pruned; null if it is not pruned at that cursor. */
  public @Nullable Reason reasonAt(int node, int cursor) {
    return statusAt(node, cursor) == NodeStatus.PRUNED ? node(node).reason : null;
  }

  /** How the node's text ends; null while it is unborn or being written. */
  public @Nullable Ending endingAt(int node, int cursor) {
    NodeStatus status = statusAt(node, cursor);
    return status == null || status == NodeStatus.WRITING ? null : node(node).ending;
  }

  /** The score it finished with, NaN if it never does. */
  public double finishedScore(int node) {
    return node(node).finishedScore;
  }

  /** Nodes that complete a hypothesis by a cursor, in the order they did. */
  public ImmutableIntList finishedAt(int cursor) {
    int count = mark(Mark.FINISH).countUpTo(cursor);
    MutableIntList nodesByThen = IntLists.mutable.empty();
    for (int i = 0; i < count; i++) {
      nodesByThen.add(finished.get(i));
    }
    return nodesByThen.toImmutable();
  }

  /** How the search ended; null while it has not. */
  public SearchEvent.@Nullable Concluded conclusionAt(int cursor) {
    return concludedBy >= 0 && concludedBy < cursor ? conclusion : null;
  }

  /** The node the last event before {@code cursor} was about, −1 before the first. */
  public int currentNode(int cursor) {
    return cursor <= 0 ? -1 : nodeOfEvent.get(Math.min(cursor, size()) - 1);
  }

  /** The best {@code limit} nodes of the frontier at a cursor, the next to be taken first. */
  public ImmutableList<FrontierEntry> frontierAt(int cursor, int limit) {
    Comparator<FrontierEntry> order =
        Comparator.comparingDouble(FrontierEntry::priority)
            .thenComparingDouble(FrontierEntry::heuristic)
            .thenComparingInt(entry -> -depth(entry.node()))
            .thenComparingInt(FrontierEntry::node);
    PriorityQueue<FrontierEntry> best = new PriorityQueue<>(order.reversed());
    int born = nodesAt(cursor);
    for (int n = 0; n < born; n++) {
      NodeStatus status = statusAt(n, cursor);
      if (status != null && status.inFrontier()) {
        Score score = scoreAt(n, cursor);
        double priority = score == null ? -pathLogProbAt(n, cursor) : Metric.priority(score);
        best.add(new FrontierEntry(n, priority, score));
        if (best.size() > limit) {
          best.remove();
        }
      }
    }
    return Lists.immutable.withAll(best).toSortedList(order).toImmutable();
  }

  /** The first {@code limit} nodes whose text is being drawn at a cursor, the oldest first. */
  public ImmutableList<FrontierEntry> writingAt(int cursor, int limit) {
    List<FrontierEntry> writing = new ArrayList<>();
    int born = nodesAt(cursor);
    for (int n = 0; n < born && writing.size() < limit; n++) {
      if (statusAt(n, cursor) == NodeStatus.WRITING) {
        writing.add(new FrontierEntry(n, -pathLogProbAt(n, cursor), scoreAt(n, cursor)));
      }
    }
    return Lists.immutable.withAll(writing);
  }

  /** Number of nodes in the frontier against events. */
  public Series frontierSize() {
    return frontierSize;
  }

  /** Nodes taken from the frontier before {@code cursor}, in order. */
  public ImmutableList<Pop> popsAt(int cursor) {
    return Lists.immutable.withAll(pops.subList(0, popCountAt(cursor)));
  }

  public int popCountAt(int cursor) {
    return mark(Mark.EXPANSION).countUpTo(cursor);
  }

  /** Everything spent by a cursor. */
  public Cost costAt(int cursor) {
    Cost cost = costs.before(cursor);
    return cost == null ? Cost.NONE : cost;
  }

  /** Best score of a completed hypothesis against events; higher is better. */
  public Series bestFinished() {
    return bestFinished;
  }

  /** Best score of any node below the root against events; higher is better. */
  public Series bestScored() {
    return bestScored;
  }

  /** The moments of one kind. */
  public CursorTrack mark(Mark mark) {
    return Objects.requireNonNull(marks.get(mark));
  }

  /** The next cursor of a grain, the end if there is none. */
  public int next(Grain grain, int cursor) {
    return switch (grain) {
      case EVENT -> Math.min(size(), cursor + 1);
      case TOKEN -> tokenEnds.next(cursor, size());
      case STEP -> stepEnds.next(cursor, size());
      case ITERATION -> iterationStarts.next(cursor, size());
    };
  }

  /** The previous cursor of a grain, 0 if there is none. */
  public int previous(Grain grain, int cursor) {
    return switch (grain) {
      case EVENT -> Math.max(0, cursor - 1);
      case TOKEN -> tokenEnds.previous(cursor, 0);
      case STEP -> stepEnds.previous(cursor, 0);
      case ITERATION -> iterationStarts.previous(cursor, 0);
    };
  }

  /** Number of the step that a cursor lies in or ends, from 0. */
  public int stepAt(int cursor) {
    return Math.max(0, stepEnds.countUpTo(cursor - 1));
  }

  /** How many steps are complete at a cursor. */
  public int stepsAt(int cursor) {
    return stepEnds.countUpTo(cursor);
  }

  /** The cursor at the end of each step. */
  public CursorTrack stepEnds() {
    return stepEnds;
  }

  /** How many steps are complete in all. */
  public int steps() {
    return stepEnds.size();
  }
}
