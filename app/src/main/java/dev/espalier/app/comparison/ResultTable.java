package dev.espalier.app.comparison;

import dev.espalier.app.answer.AnswerChecker;
import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.canvas.RunMark;
import dev.espalier.search.budget.Cost;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.event.SearchEvent;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** What each run has come to and what it has cost by a moment: one row a run. */
public record ResultTable(ImmutableList<Row> rows) {

  /**
   * A value of a run.
   *
   * @param words as written, empty where there is none
   * @param number to compare by, NaN where it cannot be compared
   * @param best whether no run has a better one, and some run has a worse one
   */
  public record Cell(String words, double number, boolean best) {
    static final Cell NONE = new Cell("", Double.NaN, false);

    private Cell marked(boolean isBest) {
      return new Cell(words, number, isBest);
    }
  }

  /**
   * A run.
   *
   * @param ended whether it has come to its end
   */
  public record Row(
      String letter, String title, String algorithm, boolean ended, Map<Column, Cell> cells) {

    public Cell cell(Column column) {
      return Objects.requireNonNull(cells.get(column));
    }
  }

  /**
   * A run at one of its moments.
   *
   * @param run its number, which is its letter's
   */
  record Moment(int run, Entrant entrant, Course course, int cursor) {}

  /**
   * @param comparableScores whether scores measure the same in all runs
   */
  static ResultTable of(
      ImmutableList<Moment> runs,
      boolean comparableScores,
      AnswerChecker checker,
      Validity validity) {
    ConstraintSource constraint =
        runs.collect(run -> run.entrant().order().constraint()).detect(Objects::nonNull);
    ImmutableList<Row> rows = runs.collect(run -> row(run, constraint, checker, validity));
    return new ResultTable(marked(rows, comparableScores));
  }

  private static Row row(
      Moment run, @Nullable ConstraintSource constraint, AnswerChecker checker, Validity validity) {
    Outputs outputs = Outputs.at(run.course().tree(), run.cursor());
    Cost cost = run.course().tree().costAt(run.cursor());
    String answer = outputs.answer(checker);
    Map<Column, Cell> cells = new EnumMap<>(Column.class);
    cells.put(Column.ANSWER, answer == null ? Cell.NONE : new Cell(answer, Double.NaN, false));
    cells.put(
        Column.CORRECT, correct(answer, run.entrant().order().knownAnswer(), outputs, checker));
    cells.put(Column.SCORE, score(outputs.best()));
    cells.put(Column.LOG_PROB, score(outputs.logProb()));
    cells.put(Column.TOKENS, count(cost.generatedTokens()));
    cells.put(Column.ROWS, count(cost.modelRows()));
    cells.put(Column.PRM, count(cost.prmPasses()));
    cells.put(Column.CHECKS, count(cost.constraintChecks()));
    cells.put(Column.OUTPUTS, count(outputs.distinct()));
    ConstraintSource own = run.entrant().order().constraint();
    cells.put(Column.VALID, valid(outputs, own == null ? constraint : own, validity));
    cells.put(Column.SECONDS, seconds(run));
    cells.put(Column.FINISHED, new Cell(finished(run, outputs.conclusion()), Double.NaN, false));
    return new Row(
        RunMark.letter(run.run()),
        run.entrant().title(),
        run.entrant().order().algorithm(),
        outputs.conclusion() != null,
        cells);
  }

  private static Cell correct(
      @Nullable String answer, String known, Outputs outputs, AnswerChecker checker) {
    if (known.isBlank() || outputs.conclusion() == null) {
      return Cell.NONE;
    }
    boolean right = answer != null && checker.same(answer, known);
    return new Cell(right ? "yes" : "no", right ? 1 : 0, false);
  }

  private static Cell score(double value) {
    return Double.isNaN(value) ? Cell.NONE : new Cell(Numbers.score(value), value, false);
  }

  private static Cell count(long n) {
    return new Cell(Numbers.count(n), (double) n, false);
  }

  private static Cell valid(
      Outputs outputs, @Nullable ConstraintSource constraint, Validity validity) {
    if (constraint == null || outputs.texts().isEmpty() || !validity.readable(constraint)) {
      return Cell.NONE;
    }
    int valid = outputs.texts().count(text -> validity.of(constraint, text));
    return new Cell(
        "%d of %d".formatted(valid, outputs.texts().size()),
        (double) valid / outputs.texts().size(),
        false);
  }

  private static Cell seconds(Moment run) {
    if (!run.course().has(Axis.SECONDS)) {
      return Cell.NONE;
    }
    double seconds = run.course().at(Axis.SECONDS, run.cursor());
    return new Cell(String.format(Locale.ROOT, "%.2f", seconds), seconds, false);
  }

  private static String finished(Moment run, SearchEvent.@Nullable Concluded conclusion) {
    if (conclusion == null) {
      return run.cursor() < run.course().tree().size()
          ? "not yet"
          : run.course().whole() ? "breaks off" : "running";
    }
    Outcome outcome = conclusion.outcome();
    return switch (outcome) {
      case SOLVED -> "solved";
      case BUDGET -> "budget spent";
      case EXHAUSTED -> "nothing left";
      case CANCELLED -> "stopped";
      case FAILED -> "model failed";
    };
  }

  private static ImmutableList<Row> marked(ImmutableList<Row> rows, boolean comparableScores) {
    for (Column column : Column.values()) {
      if (column == Column.SCORE && !comparableScores) {
        continue;
      }
      ImmutableList<Row> counted =
          rows.select(row ->
              !Double.isNaN(row.cell(column).number())
                  && (row.ended() || !column.countsForTheEndedOnly()));
      for (Row row : counted) {
        double own = row.cell(column).number();
        boolean beaten =
            counted.anySatisfy(other -> column.better(other.cell(column).number(), own));
        boolean beats =
            counted.anySatisfy(other -> column.better(own, other.cell(column).number()));
        row.cells().put(column, row.cell(column).marked(beats && !beaten));
      }
    }
    return rows;
  }

  /** The columns that say anything of any run. */
  public ImmutableList<Column> columns() {
    return Lists.immutable
        .with(Column.values())
        .select(column ->
            rows.anySatisfy(row -> {
              Cell cell = row.cell(column);
              boolean always = column == Column.TOKENS || column == Column.FINISHED;
              return always || (!cell.words().isEmpty() && cell.number() != 0);
            }));
  }

  /** RFC 4180: a head line and a line a run; numbers in full. */
  public String csv() {
    StringBuilder out = new StringBuilder("run,title,algorithm");
    for (Column column : Column.values()) {
      out.append(',').append(column.name().toLowerCase(Locale.ROOT));
    }
    out.append("\r\n");
    for (Row row : rows) {
      out.append(row.letter()).append(',').append(field(row.title()));
      out.append(',').append(field(row.algorithm()));
      for (Column column : Column.values()) {
        out.append(',').append(field(plain(column, row.cell(column))));
      }
      out.append("\r\n");
    }
    return out.toString();
  }

  private static String plain(Column column, Cell cell) {
    boolean written =
        Double.isNaN(cell.number()) || column == Column.VALID || column == Column.CORRECT;
    return written
        ? cell.words()
        : cell.number() == Math.rint(cell.number()) && Math.abs(cell.number()) < 1e15
            ? Long.toString((long) cell.number())
            : Double.toString(cell.number());
  }

  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /** A table for notes; best values stand in bold type. */
  public String markdown() {
    ImmutableList<Column> shown = columns();
    StringBuilder out = new StringBuilder("| Run |");
    shown.each(column -> out.append(' ').append(column.title()).append(" |"));
    out.append("\n|---|").append("---|".repeat(shown.size())).append('\n');
    for (Row row : rows) {
      out.append("| ").append(row.letter()).append(' ').append(escaped(row.title())).append(" |");
      for (Column column : shown) {
        Cell cell = row.cell(column);
        String words = escaped(cell.words());
        out.append(' ').append(cell.best() ? "**" + words + "**" : words).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String escaped(String words) {
    return words.replace("|", "\\|").replace("\n", " ");
  }
}
