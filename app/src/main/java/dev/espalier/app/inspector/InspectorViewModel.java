package dev.espalier.app.inspector;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.run.Peek;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventSource;
import dev.espalier.search.event.FilterStage;
import dev.espalier.search.event.SearchEvent;
import dev.espalier.sessions.Edit;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * What the inspector says of the chosen node, or of the one the search is at while none is chosen.
 */
public final class InspectorViewModel {

  /**
   * All of it at one moment.
   *
   * @param node −1 while there is nothing to show
   * @param chosen whether the user chose the node, rather than the search being at it
   * @param token index of the token whose choice is shown: the least expected one unless another
   *     was chosen; −1 if there are none
   * @param distribution at that token, null if there is none
   */
  public record Report(
      int node,
      boolean chosen,
      String title,
      String place,
      @Nullable NodeStatus status,
      String text,
      Explanation why,
      ImmutableList<TokenRow> tokens,
      int token,
      @Nullable Distribution distribution) {}

  private static final Report NOTHING =
      new Report(
          -1,
          false,
          "Nothing to inspect",
          "",
          null,
          "",
          new Explanation("", Lists.immutable.empty(), ""),
          Lists.immutable.empty(),
          -1,
          null);

  /** Longest text in the words of an edit. */
  private static final int SNIPPET = 60;

  private final TreeViewModel model;
  private final Peeks peeks;
  private final Forks forks;
  private final ReadOnlyObjectWrapper<Report> report =
      new ReadOnlyObjectWrapper<>(this, "report", NOTHING);
  private boolean stale = true;

  /** The token the user chose, −1 for none, and the node it is of. */
  private int token = -1;

  private int tokenOf = -1;

  /** What is waited for of the model; null for nothing. */
  private @Nullable ImmutableIntList awaited;

  public InspectorViewModel(TreeViewModel model) {
    this(model, Peeks.NONE, Forks.NONE);
  }

  public InspectorViewModel(TreeViewModel model, Peeks peeks, Forks forks) {
    this.model = model;
    this.peeks = peeks;
    this.forks = forks;
    model.cursorProperty().addListener(_ -> stale = true);
    model.selectedProperty().addListener(_ -> stale = true);
    model.treeProperty().addListener(_ -> stale = true);
  }

  public ReadOnlyObjectProperty<Report> reportProperty() {
    return report.getReadOnlyProperty();
  }

  public Report report() {
    return Objects.requireNonNull(report.get());
  }

  /** Brings the report up to date; called once a frame, so that a burst of events costs one. */
  public void refresh() {
    if (stale || (awaited != null && peeks.after(awaited) != null)) {
      stale = false;
      awaited = null;
      report.set(look());
    }
  }

  /** Shows how a token of the node on show was chosen. */
  public void chooseToken(int index) {
    tokenOf = report().node();
    token = index;
    stale = true;
  }

  /** Goes to a node that holds a candidate. */
  public void goTo(Distribution.Candidate candidate) {
    if (candidate.node() >= 0) {
      model.select(candidate.node());
    }
  }

  /** Goes to just after the event that wrote a number. */
  public void goTo(Explanation.Term term) {
    if (term.event() >= 0) {
      model.followingProperty().set(false);
      model.jump(term.event() + 1);
    }
  }

  /** Goes to just after the event that tells of a draw. */
  public void goTo(Trials.Trial trial) {
    model.jump(trial.event() + 1);
  }

  /** Goes on with a candidate forced, or forbidden, in the place of the token on show. */
  public void steer(Distribution.Candidate candidate, boolean forbid) {
    Report at = report();
    if (at.distribution() == null) {
      return;
    }
    ImmutableIntList before =
        new Distributions(model.tree(), model.cursor()).prefix(at.node(), at.tokens(), at.token());
    ImmutableIntList tokens = IntLists.immutable.of(candidate.token());
    forks.fork(
        forbid
            ? new Edit.Forbidden(before, tokens, candidate.text())
            : new Edit.Forced(before, tokens, candidate.text()),
        at.distribution().row().event());
  }

  /** Goes on without the text of the node on show in its place. */
  public void forbidText() {
    Report at = report();
    if (steerable()) {
      forks.fork(
          new Edit.Forbidden(before(at), model.tree().tokens(at.node()).toImmutable(), at.text()),
          model.tree().bornBy(at.node()));
    }
  }

  /**
   * Goes on with {@code text} in the place of that of the node on show. White space around the old
   * text is put around the new one, since it separates steps.
   */
  public void forceText(String text) {
    Report at = report();
    if (steerable() && !text.isBlank()) {
      String old = model.tree().text(at.node());
      int begin = old.length() - old.stripLeading().length();
      int end = old.stripTrailing().length();
      String whole =
          old.isBlank() ? text : old.substring(0, begin) + text.strip() + old.substring(end);
      forks.fork(new Edit.Rewritten(before(at), whole), model.tree().bornBy(at.node()));
    }
  }

  /** Searches anew, but only texts that begin with that of the node on show. */
  public void restrict() {
    if (steerable()) {
      forks.fork(below(), 0);
    }
  }

  /** The same, with every limit on length and budget raised. */
  public void deepen() {
    if (steerable()) {
      forks.deepen(below());
    }
  }

  private Edit.Restricted below() {
    Report at = report();
    SearchTree tree = model.tree();
    MutableIntList tokens = IntLists.mutable.empty();
    tree.path(at.node())
        .forEach(node -> {
          if (node > 0) {
            tokens.addAll(tree.tokens(node));
          }
        });
    return new Edit.Restricted(
        tree.tokens(0).toImmutable(), tokens.toImmutable(), Texts.snippet(at.text(), SNIPPET));
  }

  /** Whether the node on show has a text that could be another. */
  public boolean steerable() {
    Report at = report();
    return at.node() > 0 && !model.tree().tokens(at.node()).isEmpty();
  }

  private ImmutableIntList before(Report at) {
    return new Distributions(model.tree(), model.cursor()).prefix(at.node(), at.tokens(), 0);
  }

  private Report look() {
    SearchTree tree = model.tree();
    EventSource events = model.source();
    boolean chosen = model.selected() >= 0;
    int node = chosen ? model.selected() : model.current();
    if (events == null || node < 0 || node >= tree.nodes()) {
      return NOTHING;
    }
    int cursor = model.cursor();
    ImmutableList<TokenRow> rows = tokens(tree, events, node, cursor);
    int shown = node == tokenOf && token >= 0 && token < rows.size() ? token : leastExpected(rows);
    return new Report(
        node,
        chosen,
        node == 0 ? "Prompt" : "Node " + node,
        place(tree, node, cursor),
        tree.statusAt(node, cursor),
        tree.bornAt(node, cursor) ? Texts.readable(tree.textAt(node, cursor)).strip() : "",
        Why.explain(tree, events, node, cursor),
        rows,
        shown,
        shown < 0 || node == 0 ? null : distribution(tree, events, node, cursor, rows, shown));
  }

  private Distribution distribution(
      SearchTree tree,
      EventSource events,
      int node,
      int cursor,
      ImmutableList<TokenRow> rows,
      int index) {
    Distributions distributions = new Distributions(tree, cursor);
    TokenRow row = rows.get(index);
    Peek peek = null;
    if (row.tokens() == 1) {
      ImmutableIntList prefix = distributions.prefix(node, rows, index);
      peek = prefix.isEmpty() ? null : peeks.after(prefix);
      awaited = peek == null ? prefix : null;
    }
    return distributions.at(node, row, index, peek, new Trials(tree, events, node, cursor));
  }

  private static int leastExpected(ImmutableList<TokenRow> rows) {
    int least = rows.isEmpty() ? -1 : 0;
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i).logProbPerToken() < rows.get(least).logProbPerToken()) {
        least = i;
      }
    }
    return least;
  }

  private static String place(SearchTree tree, int node, int cursor) {
    if (node == 0) {
      return Numbers.counted(tree.tokens(0).size(), "token");
    }
    int tokens = tree.tokensAt(node, cursor);
    double logProb = tree.logProbAt(node, cursor);
    String perToken =
        tokens == 0 ? "" : " · %s log p a token".formatted(Numbers.score(logProb / tokens));
    return "depth %d · %s%s"
        .formatted(tree.depth(node), Numbers.counted(tokens, "token"), perToken)
        .toLowerCase(Locale.ROOT);
  }

  /** The node's tokens by a cursor, each with the draw that chose it if there was one. */
  private static ImmutableList<TokenRow> tokens(
      SearchTree tree, EventSource events, int node, int cursor) {
    MutableList<TokenRow> rows = Lists.mutable.empty();
    SearchEvent.Drawn drawn = node == 0 ? null : drawnBefore(tree, events, node);
    SearchEvent.Masked masked = node == 0 ? null : maskedBefore(tree, events, node);
    for (int i = 0; i < tree.events(node).size(); i++) {
      int index = tree.events(node).get(i);
      if (index >= cursor) {
        break;
      }
      SearchEvent event = events.event(index);
      if (event instanceof SearchEvent.Drawn draw) {
        drawn = draw;
      } else if (event instanceof SearchEvent.Masked mask) {
        masked = mask;
      } else if (event instanceof SearchEvent.Grown grown && grown.node() == node) {
        if (grown.tokens().notEmpty()) {
          rows.add(
              row(
                  grown.text(),
                  grown.tokens(),
                  grown.logProb(),
                  stages(drawn, masked),
                  drawn,
                  index));
        }
        drawn = null;
        masked = null;
      } else if (event instanceof SearchEvent.Extended extended) {
        ImmutableIntList one = IntLists.immutable.of(extended.token());
        rows.add(
            row(extended.text(), one, extended.logProb(), stages(drawn, masked), drawn, index));
        drawn = null;
        masked = null;
      }
    }
    return rows.toImmutable();
  }

  /** A token that is a node of its own was drawn to follow its parent, just before it appeared. */
  private static SearchEvent.@Nullable Drawn drawnBefore(
      SearchTree tree, EventSource events, int node) {
    int born = tree.bornBy(node);
    return born > 0
            && events.event(born - 1) instanceof SearchEvent.Drawn drawn
            && drawn.node() == tree.parent(node)
        ? drawn
        : null;
  }

  /** The last mask that a constraint laid on what follows the parent, before the node appeared. */
  private static SearchEvent.@Nullable Masked maskedBefore(
      SearchTree tree, EventSource events, int node) {
    SearchEvent.Masked last = null;
    IntList above = tree.events(tree.parent(node));
    for (int i = 0; i < above.size() && above.get(i) < tree.bornBy(node); i++) {
      if (events.event(above.get(i)) instanceof SearchEvent.Masked masked) {
        last = masked;
      }
    }
    return last;
  }

  /** Those of the draw, which count a constraint among them; else the constraint's own. */
  private static ImmutableList<FilterStage> stages(
      SearchEvent.@Nullable Drawn drawn, SearchEvent.@Nullable Masked masked) {
    return drawn != null
        ? drawn.stages()
        : masked == null
            ? Lists.immutable.empty()
            : Lists.immutable.of(new FilterStage("constraint", masked.allowed(), masked.mass()));
  }

  private static TokenRow row(
      String text,
      ImmutableIntList tokens,
      double logProb,
      ImmutableList<FilterStage> stages,
      SearchEvent.@Nullable Drawn drawn,
      int event) {
    return new TokenRow(
        text.isEmpty() ? TokenRow.END : Texts.visible(text),
        tokens.size(),
        tokens.size() == 1 ? tokens.getFirst() : -1,
        logProb,
        stages,
        drawn == null ? Double.NaN : drawn.uniform(),
        drawn == null ? Double.NaN : drawn.probability(),
        event);
  }
}
