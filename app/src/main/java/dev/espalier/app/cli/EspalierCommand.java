package dev.espalier.app.cli;

import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command and its subcommands. */
@Command(
    name = "espalier",
    mixinStandardHelpOptions = true,
    versionProvider = EspalierCommand.Version.class,
    description = "Run, step through, explain and compare searches of language models.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier",
      "  espalier run --algorithm a-star --prompt \"Ada has 7 pens and buys 5. How many has she?\"",
      "  espalier compare --problems bundled:50 --algorithms greedy,best-of-n --out rows.jsonl",
      "  espalier compare --help",
      "",
      "Without a command the workbench opens. Results go to the standard output, everything else to"
          + " the standard error.",
      "Exit codes: 0 fine, 1 the run failed, 2 bad usage or bad input."
    },
    subcommands = {
      RunCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      ReplayCommand.class,
      ResumeCommand.class,
      ExportCommand.class,
      LibraryCommand.class,
      ModelsCommand.class,
      GrammarCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      LessonCommand.class,
      CompletionCommand.class,
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
    CommandLine command = commandLine(Terminal.watched());
    try {
      return command.execute(arguments);
    } catch (OutOfMemoryError e) {
      log.debug("the command failed", e);
      return said(
          command.getErr(),
          "There was not enough memory. Give Java more with JAVA_TOOL_OPTIONS=-Xmx4g, or ask for"
              + " less.",
          FAILED);
    } catch (LinkageError e) {
      log.debug("the command failed", e);
      return said(command.getErr(), "A library the program stands on cannot be used: " + e, FAILED);
    }
  }

  /**
   * @param watched whether a terminal shows the standard error
   */
  static CommandLine commandLine(boolean watched) {
    return new CommandLine(new EspalierCommand(watched))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((fault, _) -> misused(fault))
        .setExecutionExceptionHandler((fault, command, _) -> explain(fault, command));
  }

  /** A wrong usage in words: the whole help would hide what is wrong. */
  private static int misused(ParameterException fault) {
    CommandLine command = fault.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(fault.getMessage());
    UnmatchedArgumentException.printSuggestions(fault, err);
    return said(
        err, command.getCommandSpec().qualifiedName() + " --help tells how it is used.", BAD_INPUT);
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
      case UncheckedIOException e -> said(err, String.valueOf(e.getMessage()), BAD_INPUT);
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
