package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.reward.training.ModelShape;
import dev.espalier.reward.training.UntrainedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command line carried out: its exit code and what it printed. */
record CommandLineRun(int code, String out, String err) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** With the standard error going to a file. */
  static CommandLineRun of(String... arguments) {
    return of(false, arguments);
  }

  static CommandLineRun of(boolean watched, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        EspalierCommand.commandLine(watched)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    CommandLineRun run = new CommandLineRun(code, out.toString(), err.toString());
    assertThat(run.err()).as("a user never sees a stack trace").doesNotContain("\tat ");
    return run;
  }

  /** Writes two small models with random weights, {@code lm} and {@code prm}, into a folder. */
  static void writeModels(Path folder) throws IOException {
    UntrainedModels.write(
        folder.resolve("lm"), folder.resolve("prm"), new ModelShape(330, 16, 1, 2, 24, 512), 11);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** The only line, or line {@code i}, of the output as JSON. */
  JsonNode json(int i) {
    return JSON.readTree(lines().get(i));
  }
}
