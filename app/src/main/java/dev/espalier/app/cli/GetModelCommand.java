package dev.espalier.app.cli;

import dev.espalier.app.hub.Hub;
import dev.espalier.app.hub.HubModel;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier models get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Downloads a model from the Hugging Face hub: its safetensors folder, or a GGUF file. What"
          + " broke off is resumed; what is there is not downloaded again.",
      "Prints the folder or file. Other commands find the model by its name."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier models get Qwen/Qwen2.5-0.5B-Instruct",
      "  espalier models get Qwen/Qwen2.5-0.5B-Instruct-GGUF \\",
      "    --file qwen2.5-0.5b-instruct-q4_k_m.gguf",
      "  espalier run --model Qwen/Qwen2.5-0.5B-Instruct --algorithm greedy --prompt \"Hello\"",
      "",
      "HF_TOKEN opens private and gated models, HF_HOME says where models are kept"
          + " (~/.cache/huggingface), HF_ENDPOINT names a mirror, HF_HUB_OFFLINE=1 keeps off the"
          + " network. They are those of Hugging Face's own tools, which share the folder."
    })
final class GetModelCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ORG/NAME", description = "the model, as the hub writes it")
  private String model = "";

  @Option(
      names = "--revision",
      paramLabel = "R",
      defaultValue = HubModel.MAIN,
      description = "a branch, tag or commit (${DEFAULT-VALUE})")
  private String revision = HubModel.MAIN;

  @Option(names = "--file", paramLabel = "FILE.gguf", description = "the GGUF file to take")
  private @Nullable String file;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "put the files into this folder instead of the shared one")
  private @Nullable Path into;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HubModel wanted = new HubModel(model, revision);
    Path path;
    try (ProgressBar bar = ProgressBar.of(spec)) {
      path = Hub.ofEnvironment().get(wanted, file, into, bar::bytes);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(path);
    out.flush();
    warnWhereItCannotBeRun(path);
    return 0;
  }

  /** It is whole, but of a kind that is no use here: better said now than at the first search. */
  private void warnWhereItCannotBeRun(Path path) {
    try {
      Checkpoint.open(path);
    } catch (ModelFormatException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("The model is downloaded, but cannot be run here. " + e.getMessage());
      err.flush();
    }
  }
}
