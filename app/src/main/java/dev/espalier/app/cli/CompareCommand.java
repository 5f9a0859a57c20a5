package dev.espalier.app.cli;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.experiment.Comparison;
import dev.espalier.app.experiment.Contender;
import dev.espalier.app.experiment.Grid;
import dev.espalier.app.experiment.ProblemSet;
import dev.espalier.app.experiment.Row;
import dev.espalier.app.experiment.RowFile;
import dev.espalier.app.experiment.Summary;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.budget.Budget;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code espalier compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Solves many problems with several algorithms, and says how often each is right and at what"
          + " cost.",
      "",
      "Every problem is run with every algorithm, seed and budget. With --out each finished run is"
          + " kept as one line of JSON, and a comparison that was interrupted goes on where it"
          + " stopped: what the file holds is not run again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier compare --problems bundled:100 --algorithms greedy,beam,best-of-n",
      "  espalier compare --problems p.jsonl --algorithms a-star:w=0,a-star:w=1,best-of-n \\",
      "    --set temperature=0.8 --set best-of-n.samples=16 --seeds 3 \\",
      "    --budgets tokens=1000 tokens=4000 --out rows.jsonl",
      "  espalier compare --problems bundled-json --algorithms gcd,asap,cars,smc-awrs",
      "  espalier report rows.jsonl --out report",
      "",
      "A line of a problem file: {\"id\": \"p1\", \"prompt\": \"Ada has 7 …\", \"answer\": \"12\"}",
    })
final class CompareCommand implements Callable<Integer> {

  private static final int MOST_JOBS = 256;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions models = new ModelOptions();

  @Option(
      names = "--problems",
      required = true,
      paramLabel = "FILE|bundled:N",
      description = ProblemSet.USAGE)
  private String problems = "";

  @Option(
      names = "--algorithms",
      required = true,
      split = ",",
      paramLabel = "NAME[:KEY=VALUE…]",
      completionCandidates = AlgorithmNames.class,
      description = "of ${COMPLETION-CANDIDATES}; each may have settings of its own")
  private List<String> algorithms = List.of();

  @Option(
      names = "--set",
      paramLabel = "[NAME.]KEY=VALUE",
      description = "a parameter of one algorithm, or of all that have it; may be repeated")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seeds",
      paramLabel = "N|LIST",
      defaultValue = "1",
      description =
          "how many seeds, from 1; or a range such as 5..9 or a list such as 1,7"
              + " (${DEFAULT-VALUE})")
  private String seeds = "1";

  @Option(
      names = {"--budgets", "--budget"},
      arity = "1..*",
      paramLabel = "UNIT=N[,…]",
      description =
          "most work of a run, in tokens, rows, calls, prm, prm-tokens or checks; several are run"
              + " one after the other")
  private List<String> budgets = List.of();

  @ArgGroup(multiplicity = "0..1")
  private @Nullable ConstraintOptions constraint;

  @Option(
      names = "--exact-rows",
      paramLabel = "N",
      defaultValue = "2000",
      description =
          "under a constraint: most prefixes of a problem that the model is asked about beside the"
              + " runs, to know the probability of an allowed text, which KL is measured by; 0 to"
              + " estimate it from the runs (${DEFAULT-VALUE})")
  private int exactRows = 2_000;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "runs made at a time, each with a copy of the models of its own (${DEFAULT-VALUE})")
  private int jobs = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "keep the rows there, and go on with those that are")
  private @Nullable Path file;

  @Option(names = "--json", description = "print one JSON object a run, then one with the summary")
  private boolean json;

  @Override
  public Integer call() throws IOException, RunRefused, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new IllegalArgumentException("--jobs " + jobs + "; it can be 1 to " + MOST_JOBS);
    }
    if (exactRows < 0) {
      throw new IllegalArgumentException(
          "--exact-rows " + exactRows + "; it can be 0, for none, or more");
    }
    ProblemSet set = ProblemSet.read(problems);
    Grid grid =
        new Grid(
            constraint == null ? set : set.boundBy(constraint.read()),
            Contender.parse(algorithms, settings),
            Grid.seeds(seeds),
            budgets.isEmpty()
                ? Lists.immutable.with(Budget.UNLIMITED)
                : Lists.immutable.withAll(budgets).collect(Budget::parse).distinct());
    ImmutableList<Row> rows;
    MutableList<LoadedModels> engines = Lists.mutable.empty();
    try (@Nullable RowFile out = file == null ? null : RowFile.open(file)) {
      if (out != null && out.wasTorn()) {
        err.println("The last line of " + out + " was torn; it was cut off.");
      }
      models.openCopies(jobs, grid.needsReward(), err, engines);
      try (ProgressBar bar = ProgressBar.of(spec)) {
        rows =
            new Comparison(
                    grid,
                    engines.toImmutable(),
                    exactRows,
                    out,
                    (row, done, all) -> bar.at(done, all, row.contender().toString()))
                .run();
      }
    } finally {
      engines.forEach(LoadedModels::close);
    }
    return tell(rows, err);
  }

  private int tell(ImmutableList<Row> rows, PrintWriter err) {
    PrintWriter out = spec.commandLine().getOut();
    Summary summary = Summary.of(rows);
    if (json) {
      rows.forEach(row -> out.println(row.line()));
      out.println(summary.json());
    } else {
      out.print(summary.table());
    }
    out.flush();
    int failed = rows.count(row -> row.finished().equals("failed"));
    if (failed > 0) {
      err.printf(
          "%d of %d runs failed; their rows say why, and another call makes them again.%n",
          failed, rows.size());
      err.flush();
    }
    return failed > 0 ? 1 : 0;
  }
}
