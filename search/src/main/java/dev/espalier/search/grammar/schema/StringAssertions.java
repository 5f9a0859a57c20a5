package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.CodePoints;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a schema says of strings. */
final class StringAssertions {

  /** A pattern for one run of characters of a class, and nothing else. */
  private static final Pattern RUN =
      Pattern.compile(
          "\\^(\\[(?:[^\\\\\\]]|\\\\.)+\\]|\\\\[dDwWsS])(\\*|\\+|\\{(\\d{1,6})(?:(,)(\\d{0,6}))?\\})?\\$");

  private final SchemaDocument document;
  private final SchemaOptions options;
  private final SchemaReader reader;

  StringAssertions(SchemaDocument document, SchemaOptions options, SchemaReader reader) {
    this.document = document;
    this.options = options;
    this.reader = reader;
  }

  StringForm of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    StringForm form =
        StringForm.ofLength(
            Math.max(0, Counts.count(schema, "minLength")), Counts.count(schema, "maxLength"));
    if (node.has("pattern")) {
      StringForm before = form;
      form =
          reader.relaxable(
              schema, "pattern", form, () -> before.and(pattern(node.path("pattern").asString())));
    }
    for (String keyword : List.of("contentEncoding", "contentMediaType")) {
      if (node.has(keyword)) {
        content(schema, keyword);
      }
    }
    JsonNode format = node.path("format");
    if (!format.isString()) {
      return form;
    }
    if (!options.formats()) {
      reader.leave(schema, "format", "formats are taken as annotations");
      return form;
    }
    StringForm before = form;
    return reader.relaxable(
        schema, "format", form, () -> before.and(format(schema, format.stringValue())));
  }

  /** Drafts after 7 call it an annotation; before them it may be an assertion. */
  private void content(Located schema, String keyword) throws GrammarException {
    String reason = "what the content of a string must be is not enforced";
    if (document.draft() != Draft.DRAFT_7 || !options.formats()) {
      reader.leave(schema, keyword, reason);
      return;
    }
    reader.relaxable(
        schema,
        keyword,
        false,
        () -> {
          throw GrammarException.of(reason);
        });
  }

  private StringForm format(Located schema, String name) throws GrammarException {
    ByteAutomaton language = Formats.named(name);
    if (language == null) {
      reader.leave(
          schema, "format", "no draft defines \"" + name + "\"; it is taken as an annotation");
      return StringForm.ANY;
    }
    return StringForm.of(language);
  }

  /** Strings in which a pattern is found; a run of characters of one class is kept as such. */
  static StringForm pattern(String pattern) throws GrammarException {
    Matcher run = RUN.matcher(pattern);
    if (run.matches() && Regex.matching(run.group(1)) instanceof Regex.Chars(CodePoints set)) {
      String count = run.group(2) == null ? "" : run.group(2);
      return switch (count) {
        case "" -> new StringForm(set, 1, 1, null);
        case "*" -> new StringForm(set, 0, Regex.Repeat.UNBOUNDED, null);
        case "+" -> new StringForm(set, 1, Regex.Repeat.UNBOUNDED, null);
        default -> {
          int min = Integer.parseInt(run.group(3));
          String upper = run.group(5);
          int max =
              run.group(4) == null
                  ? min
                  : upper == null || upper.isEmpty()
                      ? Regex.Repeat.UNBOUNDED
                      : Integer.parseInt(upper);
          if (max >= 0 && max < min) {
            throw GrammarException.of("a repetition from " + min + " to " + max);
          }
          yield new StringForm(set, min, max, null);
        }
      };
    }
    return StringForm.of(Regex.containing(pattern).automaton());
  }
}
