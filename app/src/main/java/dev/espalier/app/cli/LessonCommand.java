package dev.espalier.app.cli;

import dev.espalier.app.lesson.Lesson;
import dev.espalier.app.lesson.LessonException;
import dev.espalier.app.lesson.LessonText;
import dev.espalier.app.lesson.Lessons;
import dev.espalier.app.run.RunRefused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier lesson}. */
@Command(
    name = "lesson",
    mixinStandardHelpOptions = true,
    description = "Lists, reads and checks lessons, those of the program or of a folder.",
    subcommands = {
      LessonCommand.ListCommand.class,
      LessonCommand.Show.class,
      LessonCommand.Check.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier lesson list",
      "  espalier lesson show greedys-trap",
      "  espalier lesson check my-lessons",
      "",
      "The workbench takes lessons in its menu Learn."
    })
final class LessonCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which: list, show or check.");
  }

  private static Lessons lessons(@Nullable Path folder) throws RunRefused {
    try {
      return folder == null ? Lessons.shipped() : Lessons.in(folder);
    } catch (LessonException e) {
      throw new RunRefused(e.words(), e);
    }
  }

  /** {@code espalier lesson list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints the names and titles of lessons.",
      footerHeading = "%nExamples:%n",
      footer = "  espalier lesson list")
  static final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lessons", paramLabel = "DIR", description = "a folder of lessons")
    private @Nullable Path folder;

    @Override
    public Integer call() throws RunRefused {
      PrintWriter out = spec.commandLine().getOut();
      lessons(folder).entries().each(one -> out.printf("%-16s  %s%n", one.id(), one.title()));
      out.flush();
      return 0;
    }
  }

  /** {@code espalier lesson show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a lesson with the figures of its recordings, and the right answers.",
      footerHeading = "%nExamples:%n",
      footer = "  espalier lesson show greedys-trap")
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lessons", paramLabel = "DIR", description = "a folder of lessons")
    private @Nullable Path folder;

    @Parameters(paramLabel = "NAME", description = "a lesson, as `lesson list` names it")
    private String name = "";

    @Override
    public Integer call() throws RunRefused {
      Lessons lessons = lessons(folder);
      Lessons.Entry entry = lessons.entries().detect(one -> one.id().equals(name));
      if (entry == null) {
        throw new RunRefused(
            "There is no lesson “%s”; there are %s."
                .formatted(name, lessons.entries().collect(Lessons.Entry::id).makeString(", ")));
      }
      try {
        PrintWriter out = spec.commandLine().getOut();
        out.print(LessonText.of(lessons.read(entry)));
        out.flush();
        return 0;
      } catch (LessonException e) {
        throw new RunRefused(e.words(), e);
      }
    }
  }

  /** {@code espalier lesson check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Reads every lesson of a folder with its recordings, and says with file and line what is"
            + " wrong: a figure without a value, a task that cannot be solved, a field misspelt.",
        "The exit code is 2 if anything is."
      },
      footerHeading = "%nExamples:%n",
      footer = "  espalier lesson check my-lessons")
  static final class Check implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "a folder of lessons")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws RunRefused {
      PrintWriter out = spec.commandLine().getOut();
      Lessons lessons = lessons(folder);
      int wrong = 0;
      for (Lessons.Entry entry : lessons.entries()) {
        try {
          Lesson lesson = lessons.read(entry);
          out.printf(
              "%s: sound, %d pages, %d tasks%n",
              entry.id(), lesson.pages().size(), lesson.tasks().size());
        } catch (LessonException e) {
          out.println(e.words());
          wrong++;
        }
      }
      out.flush();
      return wrong == 0 ? 0 : 2;
    }
  }
}
