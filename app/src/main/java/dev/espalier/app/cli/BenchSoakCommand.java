package dev.espalier.app.cli;

import dev.espalier.app.desktop.Soak;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code espalier bench soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Uses the window over and over and watches the memory: runs, steps, forks, saves, closes and"
          + " opens searches on the bundled models, and loads the models anew every tenth time.",
      "",
      "Prints what is held after each tenth cycle: the Java heap after a collection, native memory"
          + " and threads."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  espalier bench soak", "  espalier bench soak --minutes 2 --json"})
final class BenchSoakCommand implements Callable<Integer> {

  private static final double MOST_MINUTES = 24 * 60;
  private static final int SHOWN_EVERY = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "30",
      description = "how long (${DEFAULT-VALUE})")
  private double minutes = 30;

  @Option(names = "--json", description = "print one JSON object a cycle")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes is %s; it can be above 0, to 1440".formatted(minutes));
    }
    PrintWriter out = spec.commandLine().getOut();
    JsonMapper mapper = JsonMapper.builder().build();
    if (!json) {
      out.printf(
          Locale.ROOT,
          "%8s%8s%12s%14s%9s%n",
          "minutes",
          "cycles",
          "heap MB",
          "native MB",
          "threads");
    }
    ImmutableList<Soak.Sample> samples =
        Soak.run(
            Duration.ofMillis((long) (60_000 * minutes)),
            sample -> {
              if (json) {
                out.println(mapper.writeValueAsString(sample));
              } else if (sample.cycles() % SHOWN_EVERY == 0) {
                out.print(line(sample));
              }
              out.flush();
            });
    if (!json) {
      // The first half is warming up: classes, compiled code, caches of fonts.
      Soak.Sample middle = samples.get(samples.size() / 2);
      Soak.Sample last = samples.getLast();
      out.printf(
          Locale.ROOT,
          "%ngrown in the last %d cycles: heap %+.1f MB, native %+.1f MB%n",
          last.cycles() - middle.cycles(),
          (last.heapBytes() - middle.heapBytes()) / 1e6,
          (last.nativeBytes() - middle.nativeBytes()) / 1e6);
    }
    out.flush();
    return 0;
  }

  private static String line(Soak.Sample sample) {
    return String.format(
        Locale.ROOT,
        "%8.1f%8d%12.1f%14.1f%9d%n",
        sample.minutes(),
        sample.cycles(),
        sample.heapBytes() / 1e6,
        sample.nativeBytes() / 1e6,
        sample.threads());
  }
}
