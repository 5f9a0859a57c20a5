package dev.espalier.app.cli;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.constraint.ConstraintSource;
import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the text must be: one of these. */
final class ConstraintOptions {

  @Option(
      names = "--grammar",
      paramLabel = "FILE",
      description =
          "the text must be one of this grammar: GBNF with the start rule root, or Lark with start"
              + " if the file's name ends in .lark")
  private @Nullable Path grammar;

  @Option(
      names = "--json-schema",
      paramLabel = "FILE",
      description = "the text must be JSON that this schema allows")
  private @Nullable Path schema;

  @Option(
      names = "--regex",
      paramLabel = "EXPRESSION",
      description = "the whole text must match this regular expression")
  private @Nullable String regex;

  /**
   * What was given.
   *
   * @throws RunRefused if a file is not there, is no text, or is empty
   */
  ConstraintSource read() throws IOException, RunRefused {
    String text = text();
    if (text.isBlank()) {
      throw new RunRefused(
          "The %s%s is empty; write what the text must be, or leave it out."
              .formatted(kind().label(), regex != null ? "" : " in " + file()));
    }
    return new ConstraintSource(kind(), text);
  }

  /** The language it is written in. */
  Kind kind() {
    return regex != null
        ? Kind.REGEX
        : schema != null ? Kind.JSON_SCHEMA : Kind.ofGrammarFile(String.valueOf(grammar));
  }

  /**
   * As it is written, possibly empty.
   *
   * @throws RunRefused if a file is not there, or is no text
   */
  String text() throws IOException, RunRefused {
    return regex != null ? regex : file(kind(), file());
  }

  private @Nullable Path file() {
    return schema != null ? schema : grammar;
  }

  private static String file(Kind kind, @Nullable Path file) throws IOException, RunRefused {
    if (file == null || !Files.isRegularFile(file)) {
      throw new RunRefused(
          "There is no file %s to read the %s from.".formatted(file, kind.label()));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new RunRefused(file + " is not a text in UTF-8.", e);
    }
  }
}
