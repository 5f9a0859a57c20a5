package dev.espalier.app.setup;

import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a constraint or a prompt are, to colour them. It has to say something of
 * half-written text too, so it knows words and not sentences; whether they make sense is for the
 * compiler to tell.
 */
enum Syntax {
  NONE("(?!)"),
  /** What models and checkers read otherwise than people: special tokens, numbers, commands. */
  PROMPT(
      """
      (?<name><\\|[A-Za-z0-9_]+\\|> | </?s>)
      | (?<operator>\\\\[A-Za-z]+)
      | (?<number>-?(?<![A-Za-z0-9_])\\d+(?:[.,]\\d+)*(?![A-Za-z0-9_]))
      """),
  GBNF(
      """
      (?<comment>\\#[^\\n]*)
      | (?<string>"(?:\\\\.|[^"\\\\\\n])*"? | \\[(?:\\\\.|[^\\]\\\\\\n])*\\]?)
      | (?<name>[A-Za-z][A-Za-z0-9-]*(?=\\s*::=))
      | (?<operator>::= | [|*+?(){}])
      """),
  LARK(
      """
      (?<comment>//[^\\n]*)
      | (?<string>"(?:\\\\.|[^"\\\\\\n])*"?i? | /(?:\\\\.|[^/\\\\\\n])+/[imslux]*)
      | (?<name>(?m:^)[?!]?[A-Za-z_][A-Za-z0-9_]*(?=(?:\\.-?\\d+)?\\s*:))
      | (?<number>%[a-z]+ | \\b[A-Z_][A-Z0-9_]*\\b)
      | (?<operator>-> | \\.\\. | [:|*+?()~\\[\\]])
      """),
  JSON(
      """
      (?<name>"(?:\\\\.|[^"\\\\\\n])*"(?=\\s*:))
      | (?<string>"(?:\\\\.|[^"\\\\\\n])*"?)
      | (?<number>-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)? | \\b(?:true|false|null)\\b)
      | (?<operator>[{}\\[\\],:])
      """),
  REGEX(
      """
      (?<string>\\[(?:\\\\.|[^\\]\\\\\\n])*\\]?)
      | (?<name>\\\\(?:[pP]\\{[^}]*\\} | .))
      | (?<number>\\{\\d+(?:,\\d*)?\\})
      | (?<operator>\\(\\?[:=!]|[()|*+?.^$])
      """);

  /** What a part is. */
  enum Ink {
    COMMENT,
    STRING,
    /** What is defined here: a rule, a property; in a regular expression, an escape. */
    NAME,
    /** A number, a word of the language itself, or the name of a terminal. */
    NUMBER,
    OPERATOR,
    PLAIN;

    /** In the style sheet. */
    String style() {
      return "syntax-" + group();
    }

    private String group() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The characters from {@code from} to before {@code to}. */
  record Span(int from, int to, Ink ink) {}

  private static final ImmutableList<Ink> GROUPS =
      Lists.immutable.with(Ink.values()).newWithout(Ink.PLAIN);

  private final Pattern words;

  Syntax(String words) {
    this.words = Pattern.compile(words, Pattern.COMMENTS);
  }

  static Syntax of(@Nullable Kind kind) {
    return switch (kind) {
      case null -> NONE;
      case GRAMMAR -> GBNF;
      case LARK -> LARK;
      case JSON_SCHEMA -> JSON;
      case REGEX -> REGEX;
    };
  }

  /** The whole text in parts, in order and without gaps; no part goes beyond a line's end. */
  ImmutableList<Span> spans(String text) {
    MutableList<Span> spans = Lists.mutable.empty();
    Matcher matcher = words.matcher(text);
    int at = 0;
    while (matcher.find()) {
      plain(text, at, matcher.start(), spans);
      if (matcher.end() > matcher.start()) {
        spans.add(new Span(matcher.start(), matcher.end(), ink(matcher)));
      }
      at = matcher.end();
    }
    plain(text, at, text.length(), spans);
    return spans.toImmutable();
  }

  private static void plain(String text, int from, int to, MutableList<Span> spans) {
    int begin = from;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') {
        if (i > begin) {
          spans.add(new Span(begin, i, Ink.PLAIN));
        }
        begin = i + 1;
      }
    }
    if (to > begin) {
      spans.add(new Span(begin, to, Ink.PLAIN));
    }
  }

  private Ink ink(Matcher matcher) {
    return GROUPS.detectIfNone(
        ink -> words.namedGroups().containsKey(ink.group()) && matcher.group(ink.group()) != null,
        () -> Ink.PLAIN);
  }
}
