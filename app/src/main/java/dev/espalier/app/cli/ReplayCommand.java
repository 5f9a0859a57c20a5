package dev.espalier.app.cli;

import dev.espalier.app.comparison.ComparisonViewModel;
import dev.espalier.app.comparison.Entrant;
import dev.espalier.app.engine.LoadedModels;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.engine.RunReport;
import dev.espalier.app.engine.Searches;
import dev.espalier.app.engine.StatedAnswers;
import dev.espalier.app.run.RunRefused;
import dev.espalier.app.run.StepTimes;
import dev.espalier.sessions.EventLikeness;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import dev.espalier.sessions.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Reads a recorded search, without its model, and prints what came of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier replay run.espalier",
      "  espalier replay run.espalier --to 12 --json",
      "  espalier replay run.espalier --verify",
      "  espalier replay run.espalier --verify --tolerance 0",
      "  espalier replay run.espalier --against other.espalier"
    })
final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions models = new ModelOptions();

  @Parameters(paramLabel = "FILE", description = "a session")
  private Path file = Path.of("");

  @Option(names = "--to", paramLabel = "STEP", description = "stop after this step, from 0")
  private int to = Integer.MAX_VALUE;

  @Option(
      names = "--verify",
      description = "search again with the model and say whether every event is the same")
  private boolean verify;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description =
          "by which numbers may differ in it, since machines round differently; 0 asks for the same"
              + " to the last bit (${DEFAULT-VALUE})")
  private double tolerance = EventLikeness.ROUNDING;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "another session: print what both came to, and what makes them unequal")
  private @Nullable Path against;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, SessionFormatException, RunRefused {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    if (to < 0) {
      throw new IllegalArgumentException("--to " + to + ": steps are counted from 0");
    }
    if (against != null && (json || verify || to != Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "--against prints a table of both whole sessions; leave --json, --verify and --to out");
    }
    // Times of steps, which a comparison shows, come only with the whole file.
    Session session = against == null ? SessionFile.open(file) : SessionFile.read(file);
    session.notices().forEach(err::println);
    err.flush();
    if (against != null) {
      return sideBySide(session, SessionFile.read(against), against, out);
    }
    if (verify) {
      return verify(session, err, out);
    }
    RunReport report =
        RunReport.of(
            Replays.order(session.header()),
            Replays.upTo(session.log(), to),
            Double.NaN,
            file,
            session.header().model().id(),
            session.header().model().device());
    out.println(json ? report.json() : report.words().stripTrailing());
    out.flush();
    return 0;
  }

  private int sideBySide(Session one, Session two, Path other, PrintWriter out) {
    ComparisonViewModel model = new ComparisonViewModel(new StatedAnswers());
    model.open(Lists.immutable.of(entrant(one, file), entrant(two, other)), "", Double.NaN);
    model.pulse(1);
    out.print(model.table().markdown());
    out.println();
    out.println(model.summary());
    model.unfairness().each(unfair -> out.println("unfair    " + unfair.sentence()));
    out.flush();
    return 0;
  }

  private static Entrant entrant(Session session, Path path) {
    return new Entrant(
        String.valueOf(path.getFileName()),
        Replays.order(session.header()),
        session.log(),
        session.header().model().id(),
        session.header(),
        StepTimes.of(session.telemetry()));
  }

  private int verify(Session session, PrintWriter err, PrintWriter out)
      throws RunRefused, IOException {
    try (LoadedModels loaded = models.open(session.header().reward() != null, err)) {
      Verification verification =
          Verification.of(
              session, new Searches(loaded, Clock.systemUTC()).again(session.header()), tolerance);
      out.println(verification.words());
      out.flush();
      return verification.same() ? 0 : 1;
    }
  }
}
