package dev.espalier.app.cli;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.run.SearchRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs one search and prints what came of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier run --algorithm greedy --prompt \"Ada has 7 pens and buys 5. How many has she?\"",
      "  espalier run --algorithm a-star --set branching=4 --budget tokens=2000,prm=100 \\",
      "    --prompt-file problem.txt --record run.espalier --json",
      "  espalier run --algorithm sample --set temperature=0.7 --regex \"[a-z ]+\" --prompt"
          + " \"Once\""
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions models = new ModelOptions();

  @Option(
      names = "--algorithm",
      required = true,
      paramLabel = "NAME",
      description = "one of: ${COMPLETION-CANDIDATES}",
      completionCandidates = AlgorithmNames.class)
  private String algorithm = "";

  @ArgGroup(multiplicity = "1")
  private Prompt prompt = new Prompt();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a parameter of the algorithm; may be repeated")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "every random number follows from it (${DEFAULT-VALUE})")
  private long seed = 42;

  @Option(
      names = "--budget",
      paramLabel = "UNIT=N[,…]",
      defaultValue = "",
      description = "most work, in tokens, rows, calls, prm, prm-tokens or checks")
  private String budget = "";

  @Option(
      names = "--answer",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "the right answer, kept in the session")
  private String answer = "";

  @ArgGroup(multiplicity = "0..1")
  private @Nullable ConstraintOptions constraint;

  @Option(names = "--record", paramLabel = "FILE", description = "record the session there")
  private @Nullable Path record;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  /** Where the prompt comes from. */
  static final class Prompt {
    @Option(names = "--prompt", paramLabel = "TEXT", description = "what to continue or solve")
    private @Nullable String text;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "the same, in a file")
    private @Nullable Path file;

    String read() throws IOException, RunRefused {
      if (text != null) {
        return text;
      }
      if (file == null || !Files.isRegularFile(file)) {
        throw new RunRefused("There is no file " + file + " to read the prompt from.");
      }
      return Files.readString(file);
    }
  }

  @Override
  public Integer call() throws IOException, RunRefused {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    AlgorithmDescription description = AlgorithmCatalogue.named(algorithm);
    description.create(settings);
    SearchOrder order =
        new SearchOrder(
            prompt.read(),
            algorithm,
            Maps.immutable.withAll(settings),
            seed,
            Budget.parse(budget),
            answer,
            constraint == null ? null : constraint.read());
    try (LoadedModels loaded = models.open(description.needsReward(), err)) {
      long begin = System.nanoTime();
      SearchRun<?> run = new Searches(loaded, Clock.systemUTC()).start(order, record);
      run.runToEnd();
      RunReport report =
          RunReport.of(
              order,
              run.events(),
              (System.nanoTime() - begin) / 1e9,
              record,
              loaded.description().id(),
              loaded.description().device());
      out.println(json ? report.json() : report.words().stripTrailing());
      out.flush();
      return report.outcome() == Outcome.FAILED ? 1 : 0;
    }
  }
}
