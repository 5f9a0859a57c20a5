package dev.espalier.app.cli;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import dev.espalier.search.grammar.bench.CaseResult;
import dev.espalier.search.grammar.bench.GrammarBenchmark;
import dev.espalier.search.grammar.bench.Measurement;
import dev.espalier.search.grammar.bench.SchemaCase;
import dev.espalier.search.grammar.schema.JsonSchema;
import dev.espalier.search.grammar.schema.SchemaOptions;
import dev.espalier.search.grammar.source.GrammarSource;
import dev.espalier.search.token.PublicVocabulary;
import dev.espalier.search.token.TokenText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableByteList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.ByteLists;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code espalier grammar}. */
@Command(
    name = "grammar",
    mixinStandardHelpOptions = true,
    description = "Checks texts against grammars, and measures grammars.",
    subcommands = {GrammarCommand.Check.class, GrammarCommand.Bench.class})
final class GrammarCommand implements Runnable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: espalier grammar check, espalier grammar bench");
  }

  /** {@code espalier grammar check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Says whether a text, read from standard input, is one of a grammar's.",
      footer = {
        "",
        "A line end at the end of the text is taken off unless --exact is given.",
        "Exit codes: 0 it is, 1 it is not, 2 the grammar is wrong or refused.",
        "echo '{\"age\": 7}' | espalier grammar check --json-schema person.json"
      })
  static final class Check implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private ConstraintOptions which = new ConstraintOptions();

    @Option(
        names = "--relax",
        split = ",",
        paramLabel = "KEYWORD",
        description = "keywords of a schema to leave out where they cannot be enforced; * for all")
    private List<String> relaxed = List.of();

    @Option(names = "--exact", description = "take the text as it is, with its last line end")
    private boolean exact;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException, RunRefused {
      return check(System.in);
    }

    private int check(InputStream in) throws IOException, RunRefused {
      GrammarSource source = new GrammarSource(which.kind().notation(), which.text());
      ImmutableList<JsonSchema.NotEnforced> left = Lists.immutable.empty();
      Grammar grammar;
      try {
        if (source.notation() == GrammarSource.Notation.JSON_SCHEMA) {
          JsonSchema schema =
              JsonSchema.compile(
                  source.text(), SchemaOptions.STRICT.relaxing(relaxed.toArray(String[]::new)));
          grammar = schema.grammar();
          left = schema.left();
        } else {
          grammar = source.compile();
        }
      } catch (GrammarException e) {
        throw new RunRefused("The grammar cannot be used: " + e.getMessage(), e);
      }
      Verdict verdict = Verdict.of(grammar, exact ? in.readAllBytes() : withoutLineEnd(in));
      print(verdict, left);
      return verdict.accepted() ? 0 : 1;
    }

    private static byte[] withoutLineEnd(InputStream in) throws IOException {
      byte[] text = in.readAllBytes();
      int length = text.length;
      if (length > 0 && text[length - 1] == '\n') {
        length--;
      }
      if (length > 0 && length < text.length && text[length - 1] == '\r') {
        length--;
      }
      return Arrays.copyOf(text, length);
    }

    private void print(Verdict verdict, ImmutableList<JsonSchema.NotEnforced> left) {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      if (json) {
        ObjectNode object = JSON.createObjectNode();
        object.put("accepted", verdict.accepted());
        object.put("bytes", verdict.length());
        object.put("validBytes", verdict.valid());
        object.set("notEnforced", JSON.valueToTree(left.castToList()));
        out.println(JSON.writeValueAsString(object));
      } else {
        out.println(verdict.words());
      }
      out.flush();
      left.forEach(one ->
          err.printf("not enforced: #%s %s: %s%n", one.pointer(), one.keyword(), one.reason()));
      err.flush();
    }
  }

  /**
   * What came of a text.
   *
   * @param valid how many bytes may begin a text of the grammar
   */
  record Verdict(boolean accepted, int valid, ImmutableByteList text) {

    static Verdict of(Grammar grammar, byte[] text) {
      ParserState state = new Recogniser(grammar).start();
      for (int i = 0; i < text.length; i++) {
        ParserState next = state.advance(text[i] & 0xFF);
        if (next == null) {
          return new Verdict(false, i, ByteLists.immutable.with(text));
        }
        state = next;
      }
      return new Verdict(state.accepting(), text.length, ByteLists.immutable.with(text));
    }

    int length() {
      return text.size();
    }

    String words() {
      if (accepted) {
        return "accepted";
      }
      if (valid == text.size()) {
        return "rejected: the text is right so far but must go on";
      }
      int from = Math.max(0, valid - 30);
      byte[] bytes = text.toArray();
      String before = TokenText.of(Arrays.copyOfRange(bytes, from, valid));
      String after =
          TokenText.of(Arrays.copyOfRange(bytes, valid, Math.min(bytes.length, valid + 30)));
      String shown = (before + after).replaceAll("\\s", " ");
      return "rejected at byte %d:%n%s%n%s^"
          .formatted(valid + 1, shown, " ".repeat(before.length()));
    }
  }

  /** {@code espalier grammar bench}. */
  @Command(
      name = "bench",
      mixinStandardHelpOptions = true,
      description = {
        "Compiles the schemas below a folder and feeds their values to them token by token.",
        "The vocabulary is the public o200k_base, cut to its first tokens."
      },
      footer = {"", "espalier grammar bench maskbench/data --json"})
  static final class Bench implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "in MaskBench's or the test suite's layout")
    private Path folder = Path.of("");

    @Option(
        names = "--vocabulary",
        paramLabel = "N",
        defaultValue = "128000",
        description = "number of tokens (${DEFAULT-VALUE})")
    private int vocabulary = 128_000;

    @Option(names = "--cold", description = "measure the first pass, with the machine warming up")
    private boolean cold;

    @Option(names = "--json", description = "print one JSON object a schema, then a summary")
    private boolean json;

    @Override
    public Integer call() throws IOException, RunRefused {
      if (!Files.isDirectory(folder)) {
        throw new RunRefused("There is no folder " + folder + ".");
      }
      PrintWriter out = spec.commandLine().getOut();
      ImmutableList<SchemaCase> cases = SchemaCase.in(folder);
      if (cases.isEmpty()) {
        throw new RunRefused("There are no schemas with tests below " + folder + ".");
      }
      GrammarBenchmark benchmark =
          new GrammarBenchmark(PublicVocabulary.ofSize(vocabulary), SchemaOptions.STRICT);
      GrammarBenchmark.Summary summary =
          benchmark.run(
              cases,
              !cold,
              result -> {
                if (json) {
                  out.println(JSON.writeValueAsString(result));
                } else if (result.verdict() != CaseResult.Verdict.RIGHT) {
                  out.printf("%s  %s%n    %s%n", words(result), result.name(), result.reason());
                }
                out.flush();
              });
      if (json) {
        out.println(JSON.writeValueAsString(Map.of("summary", summary)));
      } else {
        print(out, summary);
      }
      out.flush();
      return 0;
    }

    private static String words(CaseResult result) {
      return result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void print(PrintWriter out, GrammarBenchmark.Summary summary) {
      out.printf(
          Locale.ROOT,
          "%n%d schemas: %d right (%.1f %%), %d refused, %d with a false reject, %d with a false"
              + " accept%n%n",
          summary.cases(),
          summary.right(),
          100.0 * summary.right() / summary.cases(),
          summary.refused(),
          summary.falseRejects(),
          summary.falseAccepts());
      out.printf("%-12s %8s %10s %10s %10s %10s%n", "", "count", "median", "p90", "p99", "max");
      row(out, "compile, ms", summary.compileMillis());
      row(out, "mask, µs", summary.maskMicros());
      row(out, "step, µs", summary.stepMicros());
      out.println();
      summary.reasons().forEach((reason, count) -> out.printf("%6d refused: %s%n", count, reason));
    }

    private static void row(PrintWriter out, String name, Measurement times) {
      out.printf(
          Locale.ROOT,
          "%-12s %8d %10.1f %10.1f %10.1f %10.1f%n",
          name,
          times.count(),
          times.median(),
          times.p90(),
          times.p99(),
          times.max());
    }
  }
}
