package dev.espalier.app.shell;

import dev.espalier.app.lesson.pane.LessonProgress;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the window remembers from one start to the next, in a small file of the user's. */
public final class WindowMemory {

  private static final Logger log = LoggerFactory.getLogger(WindowMemory.class);
  private static final int RECENT = 8;

  private final Path file;
  private final Properties values = new Properties();

  /** Reads {@code file}; one that is missing or unreadable is as good as empty. */
  public WindowMemory(Path file) {
    this.file = file;
    if (Files.isRegularFile(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        log.warn("{} is ignored: {}", file, e.getMessage());
      }
    }
  }

  /** In the place the operating system has for it. */
  public static Path place() {
    String home = System.getProperty("user.home", ".");
    String roaming = System.getenv("APPDATA");
    String config = System.getenv("XDG_CONFIG_HOME");
    Path base =
        roaming != null && !roaming.isBlank()
            ? Path.of(roaming)
            : config != null && !config.isBlank() ? Path.of(config) : Path.of(home, ".config");
    return base.resolve("espalier").resolve("window.properties");
  }

  /** Writes everything; a failure is logged and costs no more than the memory. */
  public void write() {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (Writer writer = Files.newBufferedWriter(file)) {
        values.store(writer, null);
      }
    } catch (IOException e) {
      log.warn("the window's state is not remembered: {}", e.getMessage());
    }
  }

  public Theme theme() {
    return values.getProperty("theme", "LIGHT").equals("DARK") ? Theme.DARK : Theme.LIGHT;
  }

  public void theme(Theme theme) {
    values.setProperty("theme", theme.name());
  }

  /** A number, or {@code otherwise} where there is none or it is out of range. */
  public double number(String name, double least, double most, double otherwise) {
    try {
      double value = Double.parseDouble(values.getProperty(name, ""));
      return value >= least && value <= most ? value : otherwise;
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  public void number(String name, double value) {
    values.setProperty(name, Double.toString(value));
  }

  /** The models chosen last, or {@code otherwise}. */
  public ModelChoice models(ModelChoice otherwise) {
    String language = values.getProperty("model.language");
    if (language == null) {
      return otherwise;
    }
    try {
      return new ModelChoice(
          language,
          values.getProperty("model.reward", ""),
          values.getProperty("model.device", "auto"),
          PrecisionChoice.of(values.getProperty("model.precision", "auto")),
          (int) number("model.context", 0, Integer.MAX_VALUE, 0));
    } catch (IllegalArgumentException e) {
      log.warn("the models chosen last are forgotten: {}", e.getMessage());
      return otherwise;
    }
  }

  /** Language models chosen lately, the last first. */
  public ImmutableList<String> recentModels() {
    return Lists.immutable
        .of(values.getProperty("model.recent", "").split("\n", -1))
        .reject(String::isBlank);
  }

  public void models(ModelChoice choice, ImmutableList<String> recent) {
    values.setProperty("model.language", choice.language());
    values.setProperty("model.reward", choice.reward());
    values.setProperty("model.device", choice.device());
    values.setProperty("model.precision", choice.precision().name());
    number("model.context", choice.context());
    values.setProperty("model.recent", recent.makeString("\n"));
  }

  /** Where it is kept. */
  public Path file() {
    return file;
  }

  /** The folder that the library showed last, or {@code otherwise} if there is none any more. */
  public Path library(Path otherwise) {
    String named = values.getProperty("library", "");
    return named.isEmpty() || !Files.isDirectory(Path.of(named)) ? otherwise : Path.of(named);
  }

  public void libraryIs(Path folder) {
    values.setProperty("library", folder.toAbsolutePath().normalize().toString());
  }

  /** What lessons remember. */
  public LessonProgress lessons() {
    return new LessonProgress() {
      @Override
      public boolean solved(String lesson, int task) {
        return number("lesson.%s.%d".formatted(lesson, task), 0, 1, 0) == 1;
      }

      @Override
      public void solve(String lesson, int task) {
        number("lesson.%s.%d".formatted(lesson, task), 1);
      }

      @Override
      public int tasks(String lesson) {
        return (int) number("lesson.%s.tasks".formatted(lesson), 0, 10_000, 0);
      }

      @Override
      public void tasks(String lesson, int count) {
        number("lesson.%s.tasks".formatted(lesson), count);
      }
    };
  }

  /** Files opened or saved lately, the last first, only those that still exist. */
  public ImmutableList<Path> recent() {
    return Lists.immutable
        .of(values.getProperty("recent", "").split("\n", -1))
        .reject(String::isBlank)
        .collect(Path::of)
        .select(Files::isRegularFile);
  }

  public void used(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    values.setProperty(
        "recent",
        Lists.immutable
            .of(whole)
            .newWithAll(recent().reject(whole::equals))
            .take(RECENT)
            .makeString("\n"));
  }
}
