package dev.espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.run.ScriptedEngine;
import dev.espalier.app.tree.SyntheticSearch;
import java.util.stream.Collectors;
import javafx.scene.Parent;
import javafx.scene.control.TextArea;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The prompt's coloured letters in the real window. */
@Timeout(60)
class PromptWindowTest {

  /** The letters that lie over the field, in reading order. */
  private static String seen(WindowDriver window) {
    return WindowDriver.onFx(() -> {
      Parent field = window.node("prompt").getParent();
      return field.lookupAll(".syntax").stream()
          .map(piece -> ((Text) piece).getText())
          .collect(Collectors.joining());
    });
  }

  @Test
  void lettersOfALongParagraphAreSeenWhereverItIsScrolledTo() {
    var script = SyntheticSearch.aStar();
    try (WindowDriver window =
        WindowDriver.open(ScriptedEngine.of(script), new MemorySessions(), script)) {
      TextArea prompt = (TextArea) window.node("prompt");
      window.type("prompt", "first words " + "and some more ".repeat(200) + "last words");
      window.waitFor("the beginning", () -> seen(window).startsWith("first words"));
      assertThat(seen(window)).doesNotContain("last words");
      WindowDriver.fx(() -> prompt.setScrollTop(Double.MAX_VALUE));
      window.waitFor("the end", () -> seen(window).endsWith("last words"));
      assertThat(seen(window)).doesNotContain("first words");
    }
  }
}
