package dev.espalier.app.tree.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.FoldsViewModel;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import dev.espalier.app.tree.TreeViewModel;
import dev.espalier.search.event.EventLog;
import dev.espalier.search.event.SearchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class TreeSceneTest {

  private static final TextMeasure MEASURE = _ -> 6;

  private final SearchTree tree = SearchTree.of(SyntheticSearch.aStar());
  private final TreeScene scene = TreeScene.of(tree, MEASURE);

  private static EventLog chain(int tokens) {
    List<SearchEvent> events = new ArrayList<>();
    events.add(new SearchEvent.Rooted(0, IntLists.immutable.with(0), "Once"));
    for (int i = 1; i <= tokens; i++) {
      events.add(new SearchEvent.Grown(i, i - 1, IntLists.immutable.with(i), " w" + i, -0.1));
    }
    return EventLog.of(events);
  }

  @Test
  void aStepIsABoxOfItsOwn() {
    assertThat(scene.boxes()).isEqualTo(tree.nodes());
  }

  @Test
  void stepsAreEquallyWideSoThatDepthsFormColumns() {
    for (int box = 1; box < scene.boxes(); box++) {
      assertThat(scene.width(box)).isEqualTo(scene.width(1));
      int depth = tree.depth(scene.firstNode(box));
      assertThat(scene.x(box))
          .isEqualTo(scene.width(0) + Boxes.EDGE + (depth - 1) * (scene.width(1) + Boxes.EDGE));
    }
  }

  @Test
  void aChainOfSingleTokensIsJoinedToRunsOfText() {
    SearchTree chain = SearchTree.of(chain(100));
    TreeScene joined = TreeScene.of(chain, MEASURE);
    assertThat(joined.boxes()).isEqualTo(1 + (100 + TextRuns.LONGEST - 1) / TextRuns.LONGEST);
    assertThat(joined.lines(1).getFirst().text()).startsWith("␣w1 w2 w3");
    assertThat(joined.boxOf(1)).isEqualTo(joined.boxOf(TextRuns.LONGEST)).isEqualTo(1);
    assertThat(joined.lastNode(1)).isEqualTo(TextRuns.LONGEST);
  }

  @Test
  void aBranchEndsARun() {
    SearchTree beam = SearchTree.of(SyntheticSearch.beam());
    TreeScene branched = TreeScene.of(beam, MEASURE);
    for (int box = 0; box < branched.boxes(); box++) {
      for (int node = branched.lastNode(box); node != branched.firstNode(box); ) {
        node = beam.parent(node);
        assertThat(beam.children(node).size()).isEqualTo(1);
      }
    }
  }

  @Test
  void boxesDoNotOverlap() {
    for (int a = 0; a < scene.boxes(); a++) {
      for (int b = a + 1; b < scene.boxes(); b++) {
        boolean apart =
            scene.x(a) + scene.width(a) <= scene.x(b)
                || scene.x(b) + scene.width(b) <= scene.x(a)
                || scene.y(a) + scene.height(a) <= scene.y(b)
                || scene.y(b) + scene.height(b) <= scene.y(a);
        assertThat(apart).as("boxes %d and %d", a, b).isTrue();
      }
    }
  }

  @Test
  void everyBoxIsFoundAtItsMiddle() {
    for (int box = 0; box < scene.boxes(); box++) {
      assertThat(scene.boxAt(scene.x(box) + scene.width(box) / 2, scene.middleY(box)))
          .isEqualTo(box);
    }
    assertThat(scene.boxAt(-5, -5)).isEqualTo(-1);
  }

  @Test
  void aWindowShowsJustTheBoxesAndEdgesThatMeetIt() {
    SplittableRandom random = new SplittableRandom(Long.getLong("tests.seed", 42L));
    for (int round = 0; round < 200; round++) {
      double x = random.nextDouble(-200, scene.totalWidth());
      double y = random.nextDouble(-200, scene.totalHeight());
      double w = random.nextDouble(1, 600);
      double h = random.nextDouble(1, 400);
      int[] expected =
          IntStream.range(0, scene.boxes()).filter(box -> meets(box, x, y, x + w, y + h)).toArray();
      assertThat(scene.visible(x, y, w, h)).isEqualTo(expected);
    }
  }

  private boolean meets(int box, double left, double top, double right, double bottom) {
    int parent = scene.parent(box);
    double from = parent < 0 ? scene.x(box) : scene.x(parent) + scene.width(parent);
    double anchor = parent < 0 ? scene.middleY(box) : scene.middleY(parent);
    return from <= right
        && scene.x(box) + scene.width(box) >= left
        && Math.min(scene.y(box), anchor) <= bottom
        && Math.max(scene.y(box) + scene.height(box), anchor) >= top;
  }

  @Test
  void aGrownSceneIsTheSceneOfTheWhole() {
    EventLog log = SyntheticSearch.aStar();
    SearchTree growing = new SearchTree();
    TreeScene grown = TreeScene.of(growing, MEASURE);
    while (growing.append(log, 40) > 0) {
      grown = grown.grown(growing, Folding.NONE, MEASURE);
    }
    assertThat(grown.boxes()).isEqualTo(scene.boxes());
    for (int box = 0; box < scene.boxes(); box++) {
      assertThat(grown.lines(box)).isEqualTo(scene.lines(box));
      assertThat(grown.y(box)).isEqualTo(scene.y(box));
      assertThat(grown.height(box)).isEqualTo(scene.height(box));
    }
  }

  private int innerNode() {
    return IntStream.range(1, tree.nodes())
        .filter(node -> tree.children(node).notEmpty())
        .findFirst()
        .orElseThrow();
  }

  private int below(int node) {
    int count = 0;
    for (int n = 0; n < tree.nodes(); n++) {
      for (int above = tree.parent(n); above >= 0; above = tree.parent(above)) {
        count += above == node ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void whatIsFoldedHasASignInsteadOfBoxes() {
    FoldsViewModel folds = folds();
    int node = innerNode();
    folds.fold(node);
    TreeScene folded = TreeScene.of(tree, folds.byHand(), MEASURE);
    int box = folded.boxOf(node);
    assertThat(folded.boxes()).isEqualTo(scene.boxes() - below(node));
    assertThat(folded.hidden(box)).isEqualTo(below(node));
    assertThat(folded.childCount(box)).isZero();
    assertThat(folded.hides(tree.children(node).get(0))).isTrue();
    assertThat(folded.boxOf(tree.children(node).get(0))).isEqualTo(box);
    double x = folded.stubX(box) + 1;
    double y = folded.middleY(box);
    assertThat(folded.stubAt(x, y)).isEqualTo(box);
    assertThat(folded.boxAt(x, y)).isEqualTo(-1);
    assertThat(scene.stubAt(x, y)).isEqualTo(-1);
  }

  @Test
  void unfoldingGivesTheSameSceneAgain() {
    FoldsViewModel folds = folds();
    folds.fold(innerNode());
    TreeScene folded = scene.grown(tree, folds.byHand(), MEASURE);
    folds.unfoldAll();
    TreeScene unfolded = folded.grown(tree, folds.byHand(), MEASURE);
    assertThat(unfolded.folded()).isFalse();
    for (int box = 0; box < scene.boxes(); box++) {
      assertThat(unfolded.y(box)).isEqualTo(scene.y(box));
      assertThat(unfolded.lines(box)).isEqualTo(scene.lines(box));
    }
  }

  private static FoldsViewModel folds() {
    TreeViewModel model = new TreeViewModel();
    model.open(SyntheticSearch.aStar());
    return model.folds();
  }

  @Test
  void whatIsShownOfATextGrowsWithTheCursor() {
    int box = 3;
    int node = scene.firstNode(box);
    int last = 0;
    for (int cursor = 0; cursor <= tree.size(); cursor++) {
      int shown = scene.shownAt(tree, box, cursor);
      assertThat(shown).isGreaterThanOrEqualTo(last);
      assertThat(scene.lastBornAt(tree, box, cursor))
          .isEqualTo(tree.bornAt(node, cursor) ? node : -1);
      last = shown;
    }
    assertThat(last).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aTreeWithoutNodesIsAnEmptyScene() {
    TreeScene empty = TreeScene.of(new SearchTree(), MEASURE);
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.visible(0, 0, 100, 100)).isEmpty();
    assertThat(empty.boxAt(1, 1)).isEqualTo(-1);
  }

  @Test
  void aHundredThousandNodesAreLaidOutAndAWindowOnThemIsSmall() {
    SplittableRandom random = new SplittableRandom(1);
    List<SearchEvent> events = new ArrayList<>();
    events.add(new SearchEvent.Rooted(0, IntLists.immutable.with(0), "root"));
    for (int i = 1; i < 100_000; i++) {
      int parent = Math.max(0, i - 1 - random.nextInt(400));
      events.add(new SearchEvent.Grown(i, parent, IntLists.immutable.with(1, 2), "some words", -1));
    }
    TreeScene large = TreeScene.of(SearchTree.of(EventLog.of(events)), MEASURE);
    assertThat(large.boxes()).isEqualTo(100_000);
    int[] seen = large.visible(large.totalWidth() / 2, large.totalHeight() / 2, 1440, 900);
    assertThat(seen.length).isLessThan(2_000);
  }
}
