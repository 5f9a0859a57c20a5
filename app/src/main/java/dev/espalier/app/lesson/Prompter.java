package dev.espalier.app.lesson;

import dev.espalier.app.condition.Claim;
import dev.espalier.app.condition.Condition;
import dev.espalier.app.condition.ConditionException;
import dev.espalier.app.condition.Evidence;
import dev.espalier.app.condition.Figure;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.lesson.Lesson.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.set.ImmutableSet;

/**
 * Reads what a lesson says and asks about its recordings, and answers it from them. Everything that
 * cannot be read or has no answer is an error of the line that it stands in.
 */
final class Prompter {

  static final Parser MARKDOWN =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES).build();

  /** Inline code that begins so is a figure. */
  private static final String FIGURE = "= ";

  private static final String AS_PERCENT = " as percent";

  /** The figure that is the problem as the user wrote it. */
  private static final String QUESTION = "question";

  /** Numbers nearer to a whole one are written as it. */
  private static final double ROUNDING = 1e-6;

  private final String file;
  private final ImmutableMap<String, Recording> recordings;

  Prompter(String file, ImmutableMap<String, Recording> recordings) {
    this.file = file;
    this.recordings = recordings;
  }

  ImmutableMap<String, Recording> recordings() {
    return recordings;
  }

  /** An error of the lesson. */
  LessonException wrong(int line, String words) {
    return new LessonException(file, line, words);
  }

  private LessonException wrong(int line, String source, ConditionException e) {
    return wrong(
        line,
        String.format(Locale.ROOT, "“%s”, character %d: %s", source, e.offset() + 1, e.words()));
  }

  /** The recording of that name. */
  Recording recording(String name, int line) throws LessonException {
    Recording recording = recordings.get(name);
    if (recording == null) {
      throw wrong(
          line,
          "there is no session “%s”; there are %s"
              .formatted(name, recordings.keysView().toSortedList().makeString(", ")));
    }
    return recording;
  }

  private void known(ImmutableSet<String> names, int line) throws LessonException {
    for (String name : names) {
      recording(name, line);
    }
  }

  /** What claims are held against where {@code own} is meant without being named. */
  Evidence evidence(Recording own) {
    return new Evidence(own.search(), recordings.collectValues((_, one) -> one.search()));
  }

  Condition condition(String source, int line) throws LessonException {
    try {
      return Condition.of(source);
    } catch (ConditionException e) {
      throw wrong(line, source, e);
    }
  }

  Claim claim(String source, int line) throws LessonException {
    try {
      Claim claim = Claim.of(source);
      known(claim.searches(), line);
      return claim;
    } catch (ConditionException e) {
      throw wrong(line, source, e);
    }
  }

  private Figure figure(String source, int line) throws LessonException {
    try {
      Figure figure = Figure.of(source);
      known(figure.searches(), line);
      return figure;
    } catch (ConditionException e) {
      throw wrong(line, source, e);
    }
  }

  /** A number that the recordings give. */
  double number(String source, Recording own, int line) throws LessonException {
    double number = figure(source, line).number(evidence(own));
    if (Double.isNaN(number)) {
      throw wrong(line, "“%s” has no value in session “%s”".formatted(source, own.name()));
    }
    return number;
  }

  /** A place in time: {@code start}, {@code end} or a figure. */
  int cursor(String source, Recording own, int line) throws LessonException {
    return switch (source) {
      case "start" -> 0;
      case "end" -> own.search().size();
      default -> {
        double number = number(source, own, line);
        if (number != Math.rint(number) || number < 0 || number > own.search().size()) {
          throw wrong(
              line,
              "“%s” is %s; a place in session “%s” is a whole number from 0 to %d"
                  .formatted(source, Numbers.score(number), own.name(), own.search().size()));
        }
        yield (int) number;
      }
    };
  }

  /** Markdown that stands in a field, its figures filled in. */
  Node prose(String markdown, Recording own, int line) throws LessonException {
    Node document = MARKDOWN.parse(markdown);
    fill(document, own, _ -> line);
    return document;
  }

  /** The line of a node, from 1. */
  interface Lines {
    int of(Node node);
  }

  /** Puts the figures of the recordings where a text asks for them. */
  void fill(Node markdown, Recording own, Lines lines) throws LessonException {
    Figures figures = new Figures();
    markdown.accept(figures);
    for (Code code : figures.found) {
      String source = code.getLiteral().substring(FIGURE.length()).strip();
      int line = lines.of(code);
      if (source.equals(QUESTION)) {
        replace(code, new Told(own.session().header().question(), true));
        continue;
      }
      boolean percent = source.endsWith(AS_PERCENT);
      String bare = percent ? source.substring(0, source.length() - AS_PERCENT.length()) : source;
      Figure figure = figure(bare, line);
      String words;
      if (figure.isText()) {
        words = Texts.readable(figure.words(evidence(own))).strip();
        if (words.isEmpty()) {
          throw wrong(line, "“%s” has no text in session “%s”".formatted(bare, own.name()));
        }
      } else {
        double number = number(bare, own, line);
        words = percent ? Numbers.percent(number) : written(number);
      }
      replace(code, new Told(words, figure.isText()));
    }
  }

  private static void replace(Code code, Told told) {
    code.insertBefore(told);
    code.unlink();
  }

  /** Whole numbers as such, others with three decimals. */
  static String written(double number) {
    return Math.abs(number - Math.rint(number)) < ROUNDING && Math.abs(number) < 1e12
        ? Numbers.count(Math.round(number))
        : Numbers.score(number);
  }

  private static final class Figures extends AbstractVisitor {
    private final List<Code> found = new ArrayList<>();

    @Override
    public void visit(Code code) {
      if (code.getLiteral().startsWith(FIGURE)) {
        found.add(code);
      }
    }
  }
}
