package dev.espalier.app.tree.layout;

import dev.espalier.search.token.TokenText;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's text as it is shown: whitespace that would be lost made visible, split into lines that
 * fit, cut with an ellipsis when they are too many.
 *
 * <p>Every character stands for one of the text, so that the part known at some moment is a prefix.
 */
public final class VisibleText {

  /** What stands for a space where a real one would not be seen. */
  static final char SPACE = '␣';

  static final char NEWLINE = '↵';
  static final char TAB = '→';

  /** A byte that is not yet part of a whole character, and other things without a shape. */
  static final char UNPRINTABLE = '□';

  static final char ELLIPSIS = '…';

  private VisibleText() {}

  /**
   * One line of a text.
   *
   * @param begin index of its first character in the text
   */
  public record Line(String text, int begin, double width) {}

  /** The text as one line. */
  public static String oneLine(String text) {
    return marked(TokenText.join(text));
  }

  /** The text, character for character, with what would not be seen replaced. */
  static String marked(String joined) {
    StringBuilder marked = new StringBuilder(joined);
    int length = marked.length();
    for (int i = 0; i < length; i++) {
      char c = joined.charAt(i);
      if (c == ' ') {
        boolean alone = i > 0 && i < length - 1 && seen(joined, i - 1) && seen(joined, i + 1);
        if (!alone) {
          marked.setCharAt(i, SPACE);
        }
      } else if (c == '\n') {
        marked.setCharAt(i, NEWLINE);
      } else if (c == '\t') {
        marked.setCharAt(i, TAB);
      } else if (Character.isISOControl(c) || isLoneSurrogate(joined, i)) {
        marked.setCharAt(i, UNPRINTABLE);
      }
    }
    return marked.toString();
  }

  private static boolean seen(String text, int i) {
    return !Character.isWhitespace(text.charAt(i));
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    boolean pairedBelow =
        Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    boolean pairedAbove =
        Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
    return Character.isSurrogate(c) && !pairedBelow && !pairedAbove;
  }

  /** How many characters the first {@code chars} of a text take when shown. */
  static int shown(String text, int chars) {
    return TokenText.join(text.substring(0, chars)).length();
  }

  /**
   * Lines of at most {@code width}, broken at spaces and after newlines, in words only where one
   * does not fit a line of its own.
   *
   * @param text tokens' text, split characters and all
   * @param lines the most there may be; the last then ends in an ellipsis
   */
  static List<Line> wrap(String text, double width, int lines, TextMeasure measure) {
    String marked = marked(TokenText.join(text));
    List<Line> wrapped = new ArrayList<>();
    int begin = 0;
    while (begin < marked.length() && wrapped.size() < lines) {
      boolean last = wrapped.size() == lines - 1;
      int end = lineEnd(marked, begin, width, measure);
      if (last && end < marked.length()) {
        wrapped.add(cut(marked, begin, end, width, measure));
        return wrapped;
      }
      wrapped.add(line(marked.substring(begin, end).stripTrailing(), begin, measure));
      begin = end;
    }
    return wrapped;
  }

  private static int lineEnd(String text, int begin, double width, TextMeasure measure) {
    double used = 0;
    int breakAt = -1;
    int i = begin;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      used += measure.width(c);
      if (c == ' ') {
        breakAt = next;
      } else if (used > width && i > begin) {
        return breakAt > begin ? breakAt : i;
      }
      i = next;
      // A run of newlines closes its line; the next line begins with what follows the run.
      if (c == NEWLINE && i < text.length() && text.charAt(i) != NEWLINE) {
        return i;
      }
    }
    return i;
  }

  private static Line cut(String text, int begin, int end, double width, TextMeasure measure) {
    double room = width - measure.width(ELLIPSIS);
    StringBuilder kept = new StringBuilder();
    double used = 0;
    for (int i = begin; i < end; ) {
      int c = text.codePointAt(i);
      used += measure.width(c);
      if (used > room) {
        break;
      }
      kept.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return line(kept.toString().stripTrailing() + ELLIPSIS, begin, measure);
  }

  private static Line line(String text, int begin, TextMeasure measure) {
    double width = text.codePoints().mapToDouble(measure::width).sum();
    return new Line(text, begin, width);
  }
}
