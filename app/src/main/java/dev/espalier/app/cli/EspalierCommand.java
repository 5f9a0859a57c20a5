package dev.espalier.app.cli;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command and its subcommands. */
@Command(
    name = "espalier",
    mixinStandardHelpOptions = true,
    versionProvider = EspalierCommand.Version.class,
    description = "Run, step through, explain and compare searches of language models.",
    footer = {
      "",
      "Without a command the workbench opens.",
      "Exit codes: 0 fine, 1 the run failed, 2 bad usage or bad input."
    },
    subcommands = {
      RunCommand.class,
      CompareCommand.class,
      ReplayCommand.class,
      ExportCommand.class,
      ModelsCommand.class,
      GrammarCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      CommandLine.HelpCommand.class
    })
public final class EspalierCommand implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(EspalierCommand.class);

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final boolean watched;

  private EspalierCommand(boolean watched) {
    this.watched = watched;
  }

  /** Whether a terminal shows the standard error. */
  boolean watched() {
    return watched;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command.");
  }

  /**
   * Carries a command line out.
   *
   * @return the exit code
   */
  public static int execute(String... arguments) {
    return commandLine(Terminal.watched()).execute(arguments);
  }

  /**
   * @param watched whether a terminal shows the standard error
   */
  static CommandLine commandLine(boolean watched) {
    return new CommandLine(new EspalierCommand(watched))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((fault, command, _) -> explain(fault, command));
  }

  /** A failure in words; how it came about goes to the log. */
  private static int explain(Exception fault, CommandLine command) {
    PrintWriter err = command.getErr();
    log.debug("the command failed", fault);
    return switch (fault) {
      case RunRefused refused -> said(err, refused.words(), BAD_INPUT);
      case SessionFormatException e -> said(err, String.valueOf(e.getMessage()), BAD_INPUT);
      case ModelFormatException e -> said(err, String.valueOf(e.getMessage()), BAD_INPUT);
      case IllegalArgumentException e -> said(err, String.valueOf(e.getMessage()), BAD_INPUT);
      case IOException e -> said(err, String.valueOf(e.getMessage()), BAD_INPUT);
      case ModelFailure e -> said(err, "The model failed. " + e.getMessage(), FAILED);
      default -> said(err, "A fault in the program: " + fault, FAILED);
    };
  }

  private static int said(PrintWriter err, String words, int code) {
    err.println(words);
    err.flush();
    return code;
  }

  /** The version in the manifest of the program's jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = EspalierCommand.class.getPackage().getImplementationVersion();
      return new String[] {"espalier " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
