package dev.espalier.app.cli;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.Precision;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier models program}. */
@Command(
    name = "program",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the TorchScript program that runs a model, without its weights.",
      "Python's torch.jit.load reads the file, so the very program can be checked and timed there."
    },
    footerHeading = "%nExample:%n",
    footer = "  espalier models program espalier-lm -o decoder.pt")
final class ProgramCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID|DIR|FILE", description = "the model")
  private String model = "";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "the program, a .pt file")
  private Path out = Path.of("");

  @Override
  public Integer call() throws RunRefused, ModelFormatException, IOException {
    Checkpoint checkpoint = Checkpoint.open(ModelPlaces.installed().find(model));
    Files.write(out, checkpoint.program("cpu", Precision.FP32));
    spec.commandLine().getOut().println(out);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
