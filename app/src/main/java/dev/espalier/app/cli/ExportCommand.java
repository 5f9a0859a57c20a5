package dev.espalier.app.cli;

import dev.espalier.app.desktop.Display;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.TreePicture;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier export}. */
@Command(
    name = "export",
    footerHeading = "%nExample:%n",
    footer = "  espalier export run.espalier --format png -o tree.png",
    mixinStandardHelpOptions = true,
    description = "Draws the tree of a recorded search.")
final class ExportCommand implements Callable<Integer> {

  /** Forms a tree can be written in. */
  enum Format {
    PNG
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "a session")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "png",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Format format = Format.PNG;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "file to write")
  private Path output = Path.of("");

  @Option(names = "--dark", description = "light on dark")
  private boolean dark;

  @Override
  public Integer call() throws IOException, SessionFormatException {
    Session session = SessionFile.read(file);
    session.notices().forEach(spec.commandLine().getErr()::println);
    Display.prepare();
    switch (format) {
      case PNG -> TreePicture.of(SearchTree.of(session.log()), dark).write(output);
    }
    spec.commandLine().getOut().println(output);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
