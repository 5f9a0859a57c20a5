package dev.espalier.search.pseudocode;

import dev.espalier.search.pseudocode.Emission.Symbol;
import dev.espalier.search.pseudocode.PseudoCode.Line;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Finds the pseudo-code in the Javadoc of a class and reads its comments. */
final class JavadocReader {

  /** Begins a comment, as in printed pseudo-code. */
  private static final String COMMENT = "▷";

  private static final Pattern KIND = Pattern.compile("[A-Z]\\w*(\\.\\w+)?");
  private static final Pattern COMPONENT = Pattern.compile("[a-z]\\w*");

  private JavadocReader() {}

  /**
   * The first {@code <pre>} of the Javadoc of a public class.
   *
   * @return {@link PseudoCode#NONE} if it has none
   */
  static PseudoCode read(String className, String source) {
    Matcher declaration =
        Pattern.compile("^public .*\\bclass " + className + "\\b", Pattern.MULTILINE)
            .matcher(source);
    if (!declaration.find()) {
      return PseudoCode.NONE;
    }
    int javadoc = source.lastIndexOf("/**", declaration.start());
    int begin = javadoc < 0 ? -1 : source.indexOf("<pre>{@code", javadoc);
    int end = begin < 0 ? -1 : source.indexOf("}</pre>", begin);
    if (begin < 0 || end < 0 || end > declaration.start()) {
      return PseudoCode.NONE;
    }
    return lines(className, source.substring(source.indexOf('\n', begin) + 1, end));
  }

  private static PseudoCode lines(String className, String block) {
    MutableList<Line> lines = Lists.mutable.empty();
    block
        .lines()
        .map(line -> line.replaceFirst("^\\s*\\* ?", ""))
        .forEach(line -> {
          int comment = line.indexOf(COMMENT);
          String text = (comment < 0 ? line : line.substring(0, comment)).stripTrailing();
          ImmutableList<Emission> emissions =
              comment < 0
                  ? Lists.immutable.empty()
                  : emissions(className, line.substring(comment + COMMENT.length()));
          if (text.isBlank() && lines.notEmpty()) {
            Line above = lines.removeLast();
            lines.add(new Line(above.text(), above.emissions().newWithAll(emissions)));
          } else if (!text.isBlank()) {
            lines.add(new Line(text, emissions));
          }
        });
    return new PseudoCode(lines.toImmutable());
  }

  private static ImmutableList<Emission> emissions(String className, String comment) {
    MutableList<Emission> emissions = Lists.mutable.empty();
    for (String part : comment.split(";", -1)) {
      int colon = part.indexOf(':');
      String kind = (colon < 0 ? part : part.substring(0, colon)).strip();
      if (!KIND.matcher(kind).matches()) {
        throw new IllegalArgumentException(
            "in the pseudo-code of %s: \"%s\" names no event; \"%s\""
                .formatted(className, kind, comment.strip()));
      }
      emissions.add(
          new Emission(
              kind,
              colon < 0 ? Lists.immutable.empty() : symbols(className, part.substring(colon + 1))));
    }
    return emissions.toImmutable();
  }

  private static ImmutableList<Symbol> symbols(String className, String list) {
    MutableList<Symbol> symbols = Lists.mutable.empty();
    // A symbol may hold commas in brackets, as max(0, ..) does.
    for (String item : list.split(",(?![^()]*\\))", -1)) {
      int equals = item.lastIndexOf('=');
      String component = item.substring(equals + 1).strip();
      if (!COMPONENT.matcher(component).matches()) {
        throw new IllegalArgumentException(
            "in the pseudo-code of %s: \"%s\" is no component of an event; \"%s\""
                .formatted(className, component, list.strip()));
      }
      symbols.add(
          new Symbol(equals < 0 ? component : item.substring(0, equals).strip(), component));
    }
    return symbols.toImmutable();
  }
}
