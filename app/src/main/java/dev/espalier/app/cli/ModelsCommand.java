package dev.espalier.app.cli;

import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.DecoderConfig;
import dev.espalier.search.lm.transformer.HuggingFaceTokenizer;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.lm.weights.ModelWeights;
import dev.espalier.search.lm.weights.StoredTensor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code espalier models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Tells about models, and downloads them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier models list",
      "  espalier models info",
      "  espalier models get Qwen/Qwen2.5-0.5B-Instruct"
    },
    subcommands = {ModelsCommand.Describe.class, ListModelsCommand.class, GetModelCommand.class})
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "Say what of models: espalier models list, info or get");
  }

  /** {@code espalier models info}. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description =
          "Reads models, folders or GGUF files, and prints what they hold; the bundled ones by"
              + " default.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  espalier models info",
        "  espalier models info ./some-model --json",
        "  espalier models info some-model-q4_k_m.gguf"
      })
  static final class Describe implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..*", paramLabel = "ID|PATH", description = "models")
    private List<String> names = List.of();

    @Option(names = "--json", description = "print one JSON object a model")
    private boolean json;

    @Override
    public Integer call() throws RunRefused, ModelFormatException {
      PrintWriter out = spec.commandLine().getOut();
      ModelPlaces places = ModelPlaces.installed();
      if (names.isEmpty()) {
        places.folder();
      }
      List<String> wanted = names.isEmpty() ? places.bundledNames().castToList() : names;
      for (String name : wanted) {
        ObjectNode info = info(Checkpoint.open(places.find(name)));
        if (json) {
          out.println(JSON.writeValueAsString(info));
        } else {
          info.properties()
              .forEach(
                  entry -> out.printf("%-12s %s%n", entry.getKey(), entry.getValue().asString()));
          out.println();
        }
      }
      out.flush();
      return 0;
    }

    private static ObjectNode info(Checkpoint model) throws ModelFormatException {
      DecoderConfig config = model.config();
      ObjectNode info = JSON.createObjectNode();
      info.put("id", model.id());
      info.put("path", model.path().toString());
      info.put("family", config.family().label());
      try (ModelWeights weights = model.openWeights()) {
        info.put(
            "kind",
            model.head() == Checkpoint.Head.TOKENS ? "language model" : "process reward model");
        info.put(
            "parameters",
            weights.names().sumOfLong(name -> count(Objects.requireNonNull(weights.get(name)))));
        info.put("tensors", weights.names().size());
        info.put(
            "stored",
            weights
                .names()
                .collect(name -> Objects.requireNonNull(weights.get(name)).format().toString())
                .toSortedList()
                .distinct()
                .makeString(", "));
      }
      info.put("layers", config.layers());
      info.put("width", config.width());
      info.put("heads", config.heads());
      info.put("kvHeads", config.kvHeads());
      info.put("vocabulary", config.vocabulary());
      info.put("context", config.context());
      try (HuggingFaceTokenizer tokenizer = model.openTokenizer()) {
        info.put("chatTemplate", tokenizer.hasChatTemplate() ? "yes" : "no");
        info.put(
            "endTokens",
            tokenizer
                .endTokens()
                .toSortedList()
                .collect(token -> tokenizer.label(token))
                .makeString(" "));
      }
      return info;
    }

    private static long count(StoredTensor tensor) {
      return tensor.size();
    }
  }
}
