package dev.espalier.app.cli;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.LmBenchmark;
import dev.espalier.search.lm.transformer.ModelFolder;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures speed.",
    subcommands = BenchCommand.Lm.class)
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to measure: espalier bench lm");
  }

  /** {@code espalier bench lm}. */
  @Command(
      name = "lm",
      mixinStandardHelpOptions = true,
      description = "Times reading a prompt and steps of 1, 8 and 32 sibling tokens below it.")
  static final class Lm implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "print one JSON object a row")
    private boolean json;

    @Override
    public Integer call() throws RunRefused, ModelFormatException {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      ModelFolder folder = ModelFolder.open(ModelPlaces.installed().find(models.model()));
      LmBenchmark.Result result =
          LmBenchmark.run(
              folder,
              models.runtime(),
              row -> {
                err.printf(
                    Locale.ROOT,
                    "%s %s, %d slots, %d nodes: %.2f ms%n",
                    row.engine(),
                    row.precision(),
                    row.slots(),
                    row.rows(),
                    row.step());
                err.flush();
              });
      if (json) {
        result.rows().forEach(row -> out.println(JSON.writeValueAsString(row)));
      } else {
        out.printf(
            Locale.ROOT,
            "%s on %s, %,d parameters; memory is read at %.1f GB/s%n%n%s",
            result.model().id(),
            result.model().device(),
            result.model().parameters(),
            result.gigabytesPerSecond(),
            result.table());
      }
      out.flush();
      return 0;
    }
  }
}
