package dev.espalier.app.cli;

import dev.espalier.app.desktop.Display;
import dev.espalier.app.engine.Replays;
import dev.espalier.app.export.ExportFormat;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.TreePicture;
import dev.espalier.search.event.EventSource;
import dev.espalier.sessions.Notebook;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.nio.file.Files;
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
    description = "Writes the tree of a recorded search in a form that other programs read.")
final class ExportCommand implements Callable<Integer> {

  /** Forms a tree can be written in. */
  enum Format {
    PNG,
    SVG,
    HTML,
    CSV,
    JSONL,
    DOT,
    MERMAID,
    TIKZ
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

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "as it was after step N, from 0 (as it is at the end)")
  private int step = Integer.MAX_VALUE;

  @Option(names = "--dark", description = "light on dark, for PNG")
  private boolean dark;

  @Override
  public Integer call() throws IOException, SessionFormatException {
    Session session = SessionFile.open(file);
    session.notices().forEach(spec.commandLine().getErr()::println);
    if (step < 0) {
      throw new IllegalArgumentException("--step " + step + ": steps are counted from 0");
    }
    EventSource events = Replays.upTo(session.log(), step);
    switch (format) {
      case PNG -> {
        Display.prepare();
        TreePicture.of(SearchTree.of(events), dark).write(output);
      }
      case JSONL -> SessionFile.write(output, session.header(), events, session.notebook());
      case SVG -> write(ExportFormat.SVG, events, session.notebook());
      case HTML -> write(ExportFormat.HTML, events, session.notebook());
      case CSV -> write(ExportFormat.CSV, events, session.notebook());
      case DOT -> write(ExportFormat.DOT, events, session.notebook());
      case MERMAID -> write(ExportFormat.MERMAID, events, session.notebook());
      case TIKZ -> write(ExportFormat.TIKZ, events, session.notebook());
    }
    spec.commandLine().getOut().println(output);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void write(ExportFormat form, EventSource events, Notebook notebook) throws IOException {
    SearchTree tree = SearchTree.of(events);
    String caution = form.caution(tree.nodes());
    if (!caution.isEmpty()) {
      spec.commandLine().getErr().println(caution);
    }
    Files.writeString(output, form.write(tree, tree.size(), notebook));
  }
}
