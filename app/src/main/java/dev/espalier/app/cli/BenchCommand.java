package dev.espalier.app.cli;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.ModelPlaces;
import dev.espalier.app.experiment.RejectionBenchmark;
import dev.espalier.app.experiment.SearchBenchmark;
import dev.espalier.app.run.RunRefused;
import dev.espalier.reward.training.ModelShape;
import dev.espalier.reward.training.UntrainedModels;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.lm.ModelDescription;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.LmBenchmark;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.PublicVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code espalier bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures speed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier bench lm --model ./some-model",
      "  espalier bench search --rows 32",
      "  espalier bench search --vocabulary 128256 --json",
      "  espalier bench checks",
      "  espalier bench tree"
    },
    subcommands = {
      BenchCommand.Lm.class,
      BenchCommand.Search.class,
      BenchCommand.Checks.class,
      BenchTreeCommand.class,
      BenchSoakCommand.class
    })
final class BenchCommand implements Runnable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to measure: espalier bench lm|search|checks|tree|soak");
  }

  /** {@code espalier bench lm}. */
  @Command(
      name = "lm",
      mixinStandardHelpOptions = true,
      description = "Times reading a prompt and steps of 1, 8 and 32 sibling tokens below it.",
      footerHeading = "%nExample:%n",
      footer = "  espalier bench lm --model ./some-model --json")
  static final class Lm implements Callable<Integer> {

    /** Engines and number formats, two lengths of the prompt, three widths. */
    private static final int ROWS = 18;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "print one JSON object a row")
    private boolean json;

    @Override
    public Integer call() throws RunRefused, ModelFormatException {
      PrintWriter out = spec.commandLine().getOut();
      Checkpoint folder = Checkpoint.open(ModelPlaces.installed().find(models.model()));
      LmBenchmark.Result result;
      try (ProgressBar bar = ProgressBar.of(spec)) {
        int[] done = {0};
        result =
            LmBenchmark.run(
                folder,
                models.runtime(),
                row ->
                    bar.at(
                        ++done[0],
                        Math.max(ROWS, done[0]),
                        "%s %s, %d nodes".formatted(row.engine(), row.precision(), row.rows())));
      }
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

  /** {@code espalier bench search}. */
  @Command(
      name = "search",
      mixinStandardHelpOptions = true,
      description = {
        "Times the algorithms: calls of the language model, rows a call, milliseconds a generated"
            + " token, and the share of the time spent outside the models.",
        "",
        "Every algorithm writes short texts, as many at a time as --rows says where it writes"
            + " several. With --vocabulary the models are untrained ones with that many tokens, of"
            + " the bundled models' width and depth, made in a temporary folder."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  espalier bench search",
        "  espalier bench search --algorithms beam,best-of-n --rows 64",
        "  espalier bench search --vocabulary 128256 --json"
      })
  static final class Search implements Callable<Integer> {

    private static final int MOST_ROWS = 1_000;
    private static final int MOST_TOKENS = 1_000_000;
    private static final int FEWEST_TOKENS = 300;
    private static final String PROMPT =
        "Ada has 12 baskets with 7 apples each. She gives 15 apples away and buys 4 more baskets."
            + " How many apples does she have?";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ModelOptions models = new ModelOptions();

    @Option(
        names = "--algorithms",
        split = ",",
        paramLabel = "NAME",
        completionCandidates = AlgorithmNames.class,
        description = "which to time; all by default")
    private List<String> algorithms = List.of();

    @Option(
        names = "--rows",
        paramLabel = "N",
        defaultValue = "32",
        description = "texts written side by side (${DEFAULT-VALUE})")
    private int rows = 32;

    @Option(
        names = "--vocabulary",
        paramLabel = "N",
        defaultValue = "0",
        description = "time untrained models of N tokens instead, such as 128256")
    private int vocabulary;

    @Option(names = "--json", description = "print one JSON object an algorithm")
    private boolean json;

    @Override
    public Integer call() throws IOException, RunRefused {
      within("--rows", rows, 1, MOST_ROWS);
      if (vocabulary != 0) {
        within("--vocabulary", vocabulary, FEWEST_TOKENS, MOST_TOKENS);
      }
      ImmutableList<AlgorithmDescription> wanted =
          algorithms.isEmpty()
              ? AlgorithmCatalogue.ALL
              : Lists.immutable.withAll(algorithms).collect(AlgorithmCatalogue::named);
      if (vocabulary == 0) {
        PrintWriter err = spec.commandLine().getErr();
        boolean judged = wanted.anySatisfy(AlgorithmDescription::needsReward);
        try (LoadedModels loaded = models.open(judged, err)) {
          tell(time(wanted, loaded), loaded.description());
        }
        return 0;
      }
      Path folder = Files.createTempDirectory("espalier-bench");
      try {
        UntrainedModels.write(
            folder.resolve("untrained-lm"),
            folder.resolve("untrained-prm"),
            ModelShape.bundled(vocabulary),
            1);
        try (LoadedModels loaded =
            LoadedModels.open(
                folder.resolve("untrained-lm"),
                folder.resolve("untrained-prm"),
                models.runtime())) {
          tell(time(wanted, loaded), loaded.description());
        }
      } finally {
        delete(folder);
      }
      return 0;
    }

    private static void within(String option, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s %d; it can be %d to %d".formatted(option, value, least, most));
      }
    }

    private ImmutableList<SearchBenchmark.Figures> time(
        ImmutableList<AlgorithmDescription> wanted, LoadedModels loaded)
        throws IOException, RunRefused {
      MutableList<SearchBenchmark.Figures> figures = Lists.mutable.empty();
      try (ProgressBar bar = ProgressBar.of(spec)) {
        for (AlgorithmDescription algorithm : wanted) {
          bar.at(figures.size(), wanted.size(), algorithm.name());
          figures.add(SearchBenchmark.time(algorithm, loaded, PROMPT, rows));
        }
      }
      return figures.toImmutable();
    }

    private void tell(ImmutableList<SearchBenchmark.Figures> figures, ModelDescription model) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        for (SearchBenchmark.Figures one : figures) {
          ObjectNode object = JSON.valueToTree(one);
          object.put("model", model.id());
          object.put("vocabulary", model.vocabularySize());
          object.put("device", model.device());
          object.put("precision", model.precision());
          out.println(JSON.writeValueAsString(object));
        }
      } else {
        out.printf(
            Locale.ROOT,
            "%s on %s in %s, %,d parameters, %,d tokens%n%n%s",
            model.id(),
            model.device(),
            model.precision(),
            model.parameters(),
            model.vocabularySize(),
            SearchBenchmark.table(figures));
      }
      out.flush();
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
        for (Path one : deepest) {
          Files.delete(one);
        }
      }
    }
  }

  /** {@code espalier bench checks}. */
  @Command(
      name = "checks",
      mixinStandardHelpOptions = true,
      description = {
        "Counts what a constraint is asked when tokens are drawn by rejection, as smc-awrs does,"
            + " beside masking, which asks about every token of the vocabulary.",
        "",
        "Follows the bundled JSON and expression tasks. The model is made up: it gives the right"
            + " next token some probability and the rest to all tokens by Zipf's law, whatever the"
            + " constraint says. The vocabulary is the public o200k_base, cut to its first tokens."
      },
      footerHeading = "%nExample:%n",
      footer = "  espalier bench checks --vocabulary 128000 --json")
  static final class Checks implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--vocabulary",
        paramLabel = "N",
        defaultValue = "128000",
        description = "number of tokens (${DEFAULT-VALUE})")
    private int vocabulary = 128_000;

    @Option(names = "--json", description = "print one JSON object a row")
    private boolean json;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      ImmutableList<RejectionBenchmark.Figures> figures =
          new RejectionBenchmark(PublicVocabulary.ofSize(vocabulary)).run();
      if (json) {
        figures.forEach(one -> out.println(JSON.writeValueAsString(one)));
      } else {
        out.print(RejectionBenchmark.table(figures));
      }
      out.flush();
      return 0;
    }
  }
}
