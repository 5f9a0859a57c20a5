package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.Main;
import dev.espalier.app.hub.UnrulyHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about models, in a process of their own where variables decide. */
class ModelsCommandTest {

  @TempDir private Path folder;

  @Test
  void aModelIsDownloadedListedAndRunByItsName() throws Exception {
    CommandLineRun.writeModels(folder);
    try (UnrulyHub hub = new UnrulyHub()) {
      try (Stream<Path> files = Files.list(folder.resolve("lm"))) {
        for (Path file : files.toList()) {
          hub.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      hub.answer(new UnrulyHub.Answer.Breaks(10));
      Map<String, String> environment = new HashMap<>();
      environment.put("HF_ENDPOINT", hub.address().toString());
      environment.put("HF_HOME", folder.resolve("home").toString());
      CommandLineRun got = process(environment, "models", "get", UnrulyHub.ID);
      assertThat(got.code()).as(got.err()).isZero();
      assertThat(got.err()).as("nothing is told where no terminal shows it").isEmpty();
      assertThat(Path.of(got.out().strip())).isDirectory();
      assertThat(hub.ranges).contains("bytes=10-");

      environment.put("HF_HUB_OFFLINE", "1");
      assertThat(process(environment, "models", "list").lines())
          .anyMatch(line -> line.startsWith(UnrulyHub.ID + " ") && line.contains("snapshots"));
      CommandLineRun run =
          process(
              environment,
              "run",
              "--model",
              UnrulyHub.ID,
              "--algorithm",
              "greedy",
              "--set",
              "max-tokens=3",
              "--prompt",
              "Ada has 7 pens.",
              "--json");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.json(0).path("model").asString()).isEqualTo(UnrulyHub.ID);
    }
  }

  @Test
  void whatIsNoModelIsSaid() throws IOException {
    assertSaid("\"tiny\" is no model of the hub; one is written ORG/NAME", "get", "tiny");
    assertSaid("\"../x\" is no revision", "get", "org/tiny", "--revision", "../x");
    assertSaid("espalier models get org/tiny downloads it", "info", "org/tiny");
    assertSaid("Say what of models: espalier models list, info or get");
    Path pickle = Files.writeString(folder.resolve("pytorch_model.bin"), "x");
    assertSaid(
        "it is a Python pickle, which can run any program when it is read, so it is not opened."
            + " Take the model as safetensors or GGUF",
        "info",
        pickle.toString());
    Path torch = Files.write(folder.resolve("weights"), new byte[] {'P', 'K', 3, 4, 0});
    assertSaid("it is a Python pickle", "info", torch.toString());
    Path other = Files.writeString(folder.resolve("notes.gguf"), "GGUX");
    assertSaid("it does not begin with \"GGUF\", so it is no GGUF file", "info", other.toString());
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt3\"}");
    assertSaid("model_type \"gpt3\"", "info", folder.toString());
    Path weights = Files.writeString(folder.resolve("model.safetensors"), "x");
    assertSaid("it is one file of a model folder", "info", weights.toString());
  }

  private static void assertSaid(String words, String... arguments) {
    CommandLineRun run =
        CommandLineRun.of(
            Lists.mutable.with("models").withAll(List.of(arguments)).toArray(new String[0]));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words);
  }

  private CommandLineRun process(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Lists.mutable
            .with(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .withAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandLineRun(process.waitFor(), out, Files.readString(err));
  }
}
