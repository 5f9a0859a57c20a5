package dev.espalier.app.answer;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.Result;
import dev.espalier.search.event.SearchEvent;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** The outcome at the cursor: one line, and all results. */
public final class AnswerViewModel {

  /** What the outcome means to the reader; each looks different. */
  public enum Tone {
    /** Nothing there, or nothing to say yet. */
    QUIET,
    /** The search is on its way. */
    BUSY,
    /** An answer, known to be right. */
    RIGHT,
    /** An answer, known to be wrong. */
    WRONG,
    /** An answer of which nothing is known. */
    ANSWERED,
    /** Ended early. */
    SHORT,
    /** Ended by an error. */
    FAILED
  }

  /**
   * One result.
   *
   * @param answer in it, or empty
   * @param right whether it is right, null where that is not known
   */
  public record Row(
      int node, String text, String answer, @Nullable Boolean right, String figures) {}

  /**
   * @param headline the answer or the state, short
   * @param detail one sentence more
   */
  public record Report(Tone tone, String headline, String detail, ImmutableList<Row> rows) {}

  private final TreeViewModel model;
  private final AnswerChecker checker;
  private final StringProperty known = new SimpleStringProperty(this, "known", "");
  private final ReadOnlyObjectWrapper<Report> report =
      new ReadOnlyObjectWrapper<>(
          this, "report", new Report(Tone.QUIET, "No search yet", "", Lists.immutable.empty()));
  private boolean stale = true;

  public AnswerViewModel(TreeViewModel model, AnswerChecker checker) {
    this.model = model;
    this.checker = checker;
    model.cursorProperty().addListener(_ -> stale = true);
    model.treeProperty().addListener(_ -> stale = true);
    known.addListener(_ -> stale = true);
  }

  /** The right answer of the problem on show, or empty where it is not known. */
  public StringProperty knownProperty() {
    return known;
  }

  public ReadOnlyObjectProperty<Report> reportProperty() {
    return report.getReadOnlyProperty();
  }

  public Report report() {
    return Objects.requireNonNull(report.get());
  }

  /** Brings the report up to date; called once a frame. */
  public void refresh() {
    if (stale) {
      stale = false;
      report.set(look());
    }
  }

  private Report look() {
    SearchTree tree = model.tree();
    int cursor = model.cursor();
    if (model.size() == 0) {
      return new Report(
          Tone.QUIET,
          "No search yet",
          "Write a prompt and press Run, or open a session.",
          Lists.immutable.empty());
    }
    SearchEvent.Concluded concluded = tree.conclusionAt(cursor);
    if (concluded == null) {
      return underWay(tree, cursor);
    }
    ImmutableList<Row> rows = concluded.results().collect(this::row);
    return concluded(concluded, rows);
  }

  private static Report underWay(SearchTree tree, int cursor) {
    int finished = tree.finishedAt(cursor).size();
    double best = tree.bestScored().at(cursor);
    String score = Double.isNaN(best) ? "" : ", best score " + Numbers.score(best);
    return new Report(
        Tone.BUSY,
        cursor == 0 ? "Before the start" : "Under way",
        "%s%s; %s"
            .formatted(
                Numbers.counted(tree.nodesAt(cursor), "node"),
                score,
                finished == 0
                    ? "nothing has finished yet."
                    : Numbers.counted(finished, "text") + " finished."),
        Lists.immutable.empty());
  }

  private Report concluded(SearchEvent.Concluded concluded, ImmutableList<Row> rows) {
    Row best = rows.isEmpty() ? null : rows.getFirst();
    String why = sentence(concluded);
    return switch (concluded.outcome()) {
      case SOLVED -> answered(best, rows, why);
      case BUDGET ->
          best == null || best.answer().isEmpty()
              ? new Report(
                  Tone.SHORT,
                  "Budget spent, no answer",
                  why + kept(rows) + " To go on, step back, allow more and fork (Ctrl+D).",
                  rows)
              : answered(best, rows, why);
      case EXHAUSTED ->
          best == null || best.answer().isEmpty()
              ? new Report(
                  Tone.SHORT,
                  "Nothing left to try",
                  why + kept(rows) + " More branches, another seed or temperature may help.",
                  rows)
              : answered(best, rows, why);
      case CANCELLED ->
          new Report(
              Tone.SHORT,
              "Stopped",
              why + kept(rows) + " Step back to fork from any moment.",
              rows);
      case FAILED ->
          new Report(
              Tone.FAILED,
              "The model failed",
              why + kept(rows) + " Step back to go on from there once the cause is gone.",
              rows);
    };
  }

  private Report answered(@Nullable Row best, ImmutableList<Row> rows, String why) {
    if (best == null) {
      return new Report(Tone.SHORT, "No result", why, rows);
    }
    if (best.answer().isEmpty()) {
      return new Report(Tone.ANSWERED, "Done", why, rows);
    }
    String answer = "Answer " + best.answer();
    String right = Objects.requireNonNull(known.get());
    return switch (best.right()) {
      case null -> new Report(Tone.ANSWERED, answer, why, rows);
      case Boolean yes when yes -> new Report(Tone.RIGHT, answer, "Correct. " + why, rows);
      case Boolean _ ->
          new Report(Tone.WRONG, answer, "Wrong: the answer is " + right + ". " + why, rows);
    };
  }

  private static String kept(ImmutableList<Row> rows) {
    return rows.isEmpty()
        ? " Everything up to here is kept."
        : " Kept: " + Numbers.counted(rows.size(), "result") + ".";
  }

  private static String sentence(SearchEvent.Concluded concluded) {
    String text = concluded.explanation().strip();
    if (text.isEmpty()) {
      return concluded.outcome() == Outcome.SOLVED ? "The search reached its own end." : "";
    }
    String begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private Row row(Result result) {
    String answer = checker.extract(result.text());
    String right = Objects.requireNonNull(known.get());
    Boolean correct =
        right.isBlank() ? null : (Boolean) (answer != null && checker.same(answer, right));
    Double score = result.score();
    Double weight = result.weight();
    return new Row(
        result.node(),
        Texts.readable(result.text()).strip(),
        answer == null ? "" : answer,
        correct,
        (score == null ? "" : "score " + Numbers.score(score) + " · ")
            + (weight == null ? "" : "weight " + Numbers.score(weight) + " · ")
            + "log p "
            + Numbers.score(result.logProb())
            + " · "
            + Numbers.counted(result.tokens().size(), "token"));
  }
}
