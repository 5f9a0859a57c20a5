package dev.espalier.app.cli;

import dev.espalier.app.engine.Recordings;
import dev.espalier.app.engine.StatedAnswers;
import dev.espalier.app.format.Texts;
import dev.espalier.app.library.Library;
import dev.espalier.app.library.LibraryEntry;
import dev.espalier.app.library.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code espalier library}. */
@Command(
    name = "library",
    mixinStandardHelpOptions = true,
    description = "Lists the sessions of a folder, the last written first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier library",
      "  espalier library runs --search \"a-star buns\"",
      "  espalier library runs --json"
    })
final class LibraryCommand implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TITLE = 48;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "a folder of sessions (where the workbench records them)")
  private @Nullable Path folder;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description =
          "only those with all of these words in prompt, answer, notes, tags, title, algorithm or"
              + " model")
  private String search = "";

  @Option(names = "--json", description = "print one JSON object a session")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    MutableList<LibraryEntry> entries = Lists.mutable.empty();
    new Library(new StatedAnswers())
        .scan(
            folder == null ? Recordings.folder() : folder,
            entry -> {
              if (entry.matches(search)) {
                entries.add(entry);
              }
            },
            () -> false);
    entries.each(entry -> out.println(json ? JSON.writeValueAsString(object(entry)) : line(entry)));
    if (entries.isEmpty() && !json) {
      spec.commandLine()
          .getErr()
          .println(search.isBlank() ? "There are no sessions in it." : "There are none like that.");
    }
    out.flush();
    return 0;
  }

  private static String line(LibraryEntry entry) {
    Summary summary = entry.summary();
    if (summary == null) {
      return "%s  cannot be read: %s".formatted(entry.name(), entry.trouble());
    }
    String answer =
        summary.answer().isEmpty()
            ? summary.outcome()
            : "answer %s%s"
                .formatted(
                    summary.answer(),
                    summary.known().isEmpty() ? "" : summary.correct() ? " (right)" : " (wrong)");
    return "%s  %s  “%s”  %s  %d tokens%s"
        .formatted(
            entry.name(),
            summary.algorithm(),
            Texts.snippet(summary.title(), TITLE),
            answer,
            summary.tokens(),
            summary.tags().isEmpty() ? "" : summary.tags().makeString("  [", ", ", "]"));
  }

  private static ObjectNode object(LibraryEntry entry) {
    ObjectNode object = JSON.createObjectNode();
    object.put("file", entry.file().toString());
    Summary summary = entry.summary();
    if (summary == null) {
      object.put("trouble", entry.trouble());
      return object;
    }
    object.put("title", summary.title());
    object.put("created", summary.created().toString());
    object.put("algorithm", summary.algorithm());
    object.put("model", summary.model());
    object.put("prompt", summary.question());
    object.put("answer", summary.answer().isEmpty() ? null : summary.answer());
    object.put("known", summary.known().isEmpty() ? null : summary.known());
    object.put("finished", summary.outcome());
    object.put("generatedTokens", summary.tokens());
    object.put("prmPasses", summary.passes());
    object.put("events", summary.events());
    summary.tags().each(object.putArray("tags")::add);
    summary.notes().each(object.putArray("notes")::add);
    Summary.Branch branch = summary.branch();
    if (branch == null) {
      object.putNull("parent");
    } else {
      ObjectNode parent = object.putObject("parent");
      parent.put("session", branch.session());
      parent.put("step", branch.step());
      parent.put("edit", branch.edit());
    }
    return object;
  }
}
