package dev.espalier.app.cli;

import dev.espalier.app.experiment.Report;
import dev.espalier.app.experiment.Row;
import dev.espalier.app.experiment.RowFile;
import dev.espalier.app.run.RunRefused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a report of the rows that espalier compare wrote: report.md, summary.csv and pictures"
          + " of accuracy against cost.",
      "",
      "No model is needed, and the same rows give the same files. With --reference every contender"
          + " is set beside one of them: by how much it is more often right, and at what cost it is"
          + " right as often."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier report rows.jsonl --out report",
      "  espalier report rows.jsonl --out report --reference best-of-n:samples=16",
      "  espalier report rows.jsonl --out report --reference \"beam @ tokens=4000\""
    })
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "rows of comparisons")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "folder to write into; it is made if it is not there")
  private Path folder = Path.of("");

  @Option(
      names = "--reference",
      paramLabel = "CONTENDER[ @ BUDGET]",
      description = "the contender to compare the others with, as the report names it")
  private @Nullable String reference;

  @Option(names = "--json", description = "print the summary as one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RunRefused {
    PrintWriter out = spec.commandLine().getOut();
    MutableList<Row> rows = Lists.mutable.empty();
    for (Path file : files) {
      rows.addAllIterable(RowFile.read(file));
    }
    Report report = new Report(rows.toImmutable());
    ImmutableList<Path> written = report.write(folder, reference);
    if (json) {
      out.println(report.summary().json());
    } else {
      written.forEach(out::println);
    }
    out.flush();
    return 0;
  }
}
