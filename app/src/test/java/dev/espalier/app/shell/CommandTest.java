package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class CommandTest {

  private final ImmutableList<Command> commands =
      Lists.immutable
          .of("File › Open…", "File › Reopen", "Run › Stop", "View › Show Whole Tree")
          .collect(name -> new Command(name, "", () -> {}));

  private ImmutableList<String> matching(String typed) {
    return Command.matching(commands, typed).collect(Command::name);
  }

  @Test
  void nothingTypedShowsEverythingInItsOrder() {
    assertThat(matching(" ")).isEqualTo(commands.collect(Command::name));
  }

  @Test
  void wholeWordsComeBeforePartsOfWords() {
    assertThat(matching("open")).containsExactly("File › Open…", "File › Reopen");
  }

  @Test
  void lettersInOrderAreEnough() {
    assertThat(matching("swt")).containsExactly("View › Show Whole Tree");
    assertThat(matching("xyz")).isEmpty();
  }
}
