package dev.espalier.app.cli;

import dev.espalier.app.tree.canvas.TreeBenchmark;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier bench tree}. */
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = {
      "Times the frames of a large tree that is panned and zoomed, and of one that grows"
          + " meanwhile.",
      "",
      "It is the window's own canvas, drawn without a display and without a graphics card, each"
          + " frame as soon as the one before it is done."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  espalier bench tree", "  espalier bench tree --nodes 1000000 --json"})
final class BenchTreeCommand implements Callable<Integer> {

  private static final int FEWEST = 10;
  private static final int MOST = 5_000_000;
  private static final double MOST_SECONDS = 600;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "100000",
      description = "nodes of the tree (${DEFAULT-VALUE})")
  private int nodes = 100_000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "how long each row is measured (${DEFAULT-VALUE})")
  private double seconds = 4;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    if (nodes < FEWEST || nodes > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--nodes is %d; it can be %d to %d".formatted(nodes, FEWEST, MOST));
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is %s; it can be above 0, to 600".formatted(seconds));
    }
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    TreeBenchmark.Result result =
        TreeBenchmark.run(
            nodes,
            seconds,
            what -> {
              err.println(what);
              err.flush();
            });
    out.print(
        json ? JsonMapper.builder().build().writeValueAsString(result) + "\n" : result.table());
    out.flush();
    return 0;
  }
}
