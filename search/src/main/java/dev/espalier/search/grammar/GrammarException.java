package dev.espalier.search.grammar;

/**
 * A grammar that cannot be used, with the place that is wrong.
 *
 * <p>The message has three lines where there is a place: what is wrong with line and column, the
 * line of the source, and a caret below the character.
 */
public class GrammarException extends Exception {

  private static final long serialVersionUID = 1L;

  /** From 1; 0 where the grammar as a whole is wrong. */
  private final int line;

  /** From 1; 0 where the grammar as a whole is wrong. */
  private final int column;

  private GrammarException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The grammar as a whole is wrong. */
  protected GrammarException(String problem) {
    this(problem, 0, 0);
  }

  /** The grammar as a whole is wrong. */
  public static GrammarException of(String problem) {
    return new GrammarException(problem, 0, 0);
  }

  /** Something is wrong at character {@code offset} of {@code source}. */
  public static GrammarException at(String source, int offset, String problem) {
    int at = Math.clamp(offset, 0, source.length());
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = source.indexOf('\n', at);
    String text = source.substring(lineStart, lineEnd < 0 ? source.length() : lineEnd);
    int line = (int) source.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    int column = at - lineStart + 1;
    // Long lines are shown around the place.
    int from = Math.max(0, column - 61);
    String shown = text.substring(from, Math.min(text.length(), from + 100)).replace('\t', ' ');
    return new GrammarException(
        "line %d, column %d: %s%n%s%n%s^"
            .formatted(line, column, problem, shown, " ".repeat(column - 1 - from)),
        line,
        column);
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
