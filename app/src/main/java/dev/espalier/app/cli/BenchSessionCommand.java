package dev.espalier.app.cli;

import dev.espalier.app.desktop.Display;
import dev.espalier.app.experiment.SessionBenchmark;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier bench session}. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    description = {
      "Times long sessions: making the index, opening to the first picture, and going to any"
          + " moment.",
      "",
      "The session is one of A*-decoding on models that are computed, recorded in a temporary"
          + " folder, and painted by the window's own canvas; no display is needed."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  espalier bench session", "  espalier bench session --events 100000 --json"})
final class BenchSessionCommand implements Callable<Integer> {

  private static final int FEWEST = 10_000;
  private static final int MOST = 10_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "events of the session (${DEFAULT-VALUE})")
  private int events = 1_000_000;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, SessionFormatException {
    if (events < FEWEST || events > MOST) {
      throw new IllegalArgumentException(
          "--events %d; it can be %d to %d".formatted(events, FEWEST, MOST));
    }
    Display.prepare();
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("espalier-bench");
    try {
      SessionBenchmark.Figures figures = SessionBenchmark.time(folder, events);
      out.print(
          json ? JsonMapper.builder().build().writeValueAsString(figures) + "\n" : figures.words());
      out.flush();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> deepest = all.sorted(Comparator.reverseOrder()).toList();
        for (Path one : deepest) {
          Files.delete(one);
        }
      }
    }
    return 0;
  }
}
