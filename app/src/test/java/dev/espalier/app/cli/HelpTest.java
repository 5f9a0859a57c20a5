package dev.espalier.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line says of itself is complete, and its examples can be typed as they are. */
class HelpTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Every command by its full name, such as {@code espalier bench lm}. */
  static Stream<String> commands() {
    List<String> names = new ArrayList<>();
    collect(EspalierCommand.commandLine(false), names);
    return names.stream();
  }

  private static void collect(CommandLine command, List<String> names) {
    if (command.getCommandSpec().userObject() instanceof CommandLine.HelpCommand) {
      return;
    }
    names.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(one -> collect(one, names));
  }

  private static CommandLine named(String name) {
    CommandLine command = EspalierCommand.commandLine(false);
    for (String part : name.split(" ", -1)) {
      if (!part.equals("espalier")) {
        command = Objects.requireNonNull(command.getSubcommands().get(part), part);
      }
    }
    return command;
  }

  /**
   * Lines of the footer that are to be typed, those that end in a backslash joined with the next.
   */
  private static List<String> examples(CommandLine command) {
    String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
    return footer
        .replaceAll("\\\\\\n\\s*", "")
        .lines()
        .map(line -> line.strip().replaceFirst("^.* \\| (?=espalier )", ""))
        .filter(line -> line.equals("espalier") || line.startsWith("espalier "))
        .toList();
  }

  private static String[] words(String example) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(example.replaceAll("\\s[<>|].*", ""));
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandAndOptionIsDescribed(String name) {
    CommandLine command = named(name);
    assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(option.description()).as("%s %s", name, option.longestName()).isNotEmpty();
    }
    assertThat(command.getUsageMessage()).contains("--help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesThatCanBeTyped(String name) {
    List<String> examples = examples(named(name));
    // A command that only has others below it leaves the examples to them.
    if (named(name).getSubcommands().isEmpty()) {
      assertThat(examples).as("examples of %s", name).anyMatch(one -> one.startsWith(name));
    }
    for (String example : examples) {
      assertThatCode(() -> EspalierCommand.commandLine(false).parseArgs(words(example)))
          .as(example)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void helpIsNoError() {
    CommandLineRun run = CommandLineRun.of("compare", "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--algorithms", "a-star", "Examples:");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatIsMistypedIsSetRight() {
    CommandLineRun run = CommandLineRun.of("compere");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("compere", "compare", "espalier --help");
    assertThat(run.err().lines().count()).isLessThan(6);
    CommandLineRun option = CommandLineRun.of("run", "--algoritm", "greedy");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--algorithm", "espalier run --help");
    assertThat(CommandLineRun.of("bench").code()).isEqualTo(2);
    assertThat(CommandLineRun.of().code()).isEqualTo(2);
  }

  @Test
  void theCompletionScriptIsOneThatBashReads(@TempDir Path folder) throws Exception {
    CommandLineRun run = CommandLineRun.of("completion");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("a-star", "--algorithms", "complete -F _complete_espalier");
    Path bash = Path.of("/bin/bash");
    Assumptions.assumeTrue(Files.isExecutable(bash), "there is no bash here");
    Path script = Files.writeString(folder.resolve("completion.sh"), run.out());
    Process process =
        new ProcessBuilder(
                bash.toString(),
                "-c",
                "source \"$0\"; COMP_WORDS=(espalier com); COMP_CWORD=1;"
                    + " _complete_espalier; echo ${COMPREPLY[@]}",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("compare", "completion").doesNotContain("export");
  }
}
