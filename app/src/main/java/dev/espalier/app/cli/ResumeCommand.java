package dev.espalier.app.cli;

import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.event.Outcome;
import dev.espalier.search.run.SearchRun;
import dev.espalier.sessions.Recorder;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.SessionHeader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with a recorded search that was interrupted, in its own file, to its end.",
      "",
      "The recorded steps are made again with the model and held against the record; only what"
          + " follows them is written. If one comes out differently, as it may on another machine,"
          + " the file stays as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  espalier resume run.espalier", "  espalier resume run.espalier.gz --json"})
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions models = new ModelOptions();

  @Parameters(paramLabel = "FILE", description = "a session that breaks off")
  private Path file = Path.of("");

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, SessionFormatException, RunRefused {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    try (Recorder recorder = Recorder.resume(file)) {
      SessionHeader header = SessionFile.header(file);
      try (LoadedModels loaded = models.open(header.reward() != null, err)) {
        long begin = System.nanoTime();
        SearchRun<?> run = run(new Searches(loaded, Clock.systemUTC()), header, recorder);
        RunReport report =
            RunReport.of(
                Replays.order(header),
                run.events(),
                (System.nanoTime() - begin) / 1e9,
                file,
                loaded.description().id(),
                loaded.description().device());
        out.println(json ? report.json() : report.words().stripTrailing());
        out.flush();
        return report.outcome() == Outcome.FAILED ? 1 : 0;
      }
    }
  }

  private SearchRun<?> run(Searches searches, SessionHeader header, Recorder recorder)
      throws IOException, RunRefused {
    int recorded = recorder.toRetrace();
    try (ProgressBar bar = ProgressBar.of(spec)) {
      SearchRun<?> run = searches.again(header, recorder);
      while (run.advance()) {
        if (recorder.toRetrace() > 0) {
          bar.at(recorded - recorder.toRetrace(), recorded, "recorded steps made again");
        }
      }
      return run;
    }
  }
}
