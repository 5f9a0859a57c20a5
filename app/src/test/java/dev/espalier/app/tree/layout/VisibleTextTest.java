package dev.espalier.app.tree.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VisibleTextTest {

  private static List<String> wrap(String text, double width, int lines) {
    return VisibleText.wrap(text, width, lines, _ -> 1).stream()
        .map(VisibleText.Line::text)
        .toList();
  }

  @Test
  void spacesAtTheEdgesAndInRowsAreShownAndThoseBetweenWordsAreNot() {
    assertThat(VisibleText.oneLine(" a b  c ")).isEqualTo("␣a b␣␣c␣");
  }

  @Test
  void newlinesAndTabsAreShown() {
    assertThat(VisibleText.oneLine("a\n\nb\tc")).isEqualTo("a↵↵b→c");
  }

  @Test
  void piecesOfASplitCharacterAreBoxesUntilTheyAreWhole() {
    assertThat(VisibleText.oneLine("\uDCC3")).isEqualTo("□");
    assertThat(VisibleText.oneLine("\uDCC3\uDCA9")).isEqualTo("é");
  }

  @Test
  void linesBreakAtSpaces() {
    assertThat(wrap("one two three", 8, 9)).containsExactly("one two", "three");
  }

  @Test
  void aWordThatFitsNoLineIsBroken() {
    assertThat(wrap("abcdefghij", 4, 9)).containsExactly("abcd", "efgh", "ij");
  }

  @Test
  void aRunOfNewlinesEndsItsLine() {
    assertThat(wrap("a\n\nb", 10, 9)).containsExactly("a↵↵", "b");
  }

  @Test
  void whatDoesNotFitEndsInAnEllipsis() {
    assertThat(wrap("one two three four", 8, 2)).containsExactly("one two", "three…");
  }

  @Test
  void anEllipsisNeverHalvesACharacter() {
    String smiles = "😀".repeat(9);
    for (int width = 2; width < 9; width++) {
      for (String line : wrap(smiles, width, 1)) {
        String kept = line.replace("…", "");
        assertThat(kept.length() % 2).isZero();
        assertThat(kept).isEqualTo("😀".repeat(kept.length() / 2));
      }
    }
  }

  @Test
  void noLineIsWiderThanAllowed() {
    SplittableRandom random = new SplittableRandom(Long.getLong("tests.seed", 42L));
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(1, 80);
      for (int i = 0; i < length; i++) {
        text.append(" abcdefghijk\n".charAt(random.nextInt(13)));
      }
      int width = random.nextInt(3, 20);
      int most = random.nextInt(1, 6);
      List<VisibleText.Line> lines = VisibleText.wrap(text.toString(), width, most, _ -> 1);
      assertThat(lines).hasSizeLessThanOrEqualTo(most);
      assertThat(lines)
          .allSatisfy(
              line -> assertThat(line.text().stripTrailing().length()).isLessThanOrEqualTo(width));
    }
  }

  @Test
  void everyCharacterIsInSomeLineWhenThereIsRoom() {
    String text = "The baker packs 14 boxes with 6 buns each, and then some more.";
    String joined = String.join(" ", wrap(text, 13, 99));
    assertThat(joined).isEqualTo(text);
  }

  @Test
  void linesKnowWhereTheyBegin() {
    String text = "one two three\nfour";
    for (VisibleText.Line line : VisibleText.wrap(text, 8, 9, _ -> 1)) {
      assertThat(VisibleText.oneLine(text).startsWith(line.text(), line.begin())).isTrue();
    }
  }
}
