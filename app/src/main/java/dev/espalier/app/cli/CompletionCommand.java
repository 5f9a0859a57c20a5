package dev.espalier.app.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code espalier completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script with which bash and zsh complete commands, options and the names of"
          + " algorithms when the tab key is pressed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  espalier completion > espalier-completion.sh",
      "",
      "For this shell alone: source <(espalier completion). For every one, put that line into"
          + " ~/.bashrc; in ~/.zshrc, write it after: autoload -U bashcompinit && bashcompinit"
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("espalier", spec.root().commandLine()));
    out.flush();
  }
}
