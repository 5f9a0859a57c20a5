package dev.espalier.app.tree.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TidyTreeLayoutTest {

  private static final double ALONG = 10;
  private static final double ACROSS = 4;

  static LongStream seeds() {
    return new SplittableRandom(Long.getLong("tests.seed", 42L)).longs(200);
  }

  private static final class Tree {

    final int[] parent;
    final double[] along;
    final double[] across;

    private Tree(int n) {
      parent = new int[n];
      along = new double[n];
      across = new double[n];
    }

    static Tree random(long seed, int n) {
      SplittableRandom random = new SplittableRandom(seed);
      // From bushy to stringy, so that contours of every shape meet.
      int window = 1 + random.nextInt(n);
      Tree tree = new Tree(n);
      for (int i = 0; i < n; i++) {
        tree.parent[i] = i == 0 ? -1 : Math.max(0, i - 1 - random.nextInt(window));
        tree.along[i] = random.nextDouble(1, 120);
        tree.across[i] = random.nextDouble(1, 80);
      }
      return tree;
    }

    TidyTreeLayout.Places laid() {
      return TidyTreeLayout.layout(parent, along, across, ALONG, ACROSS);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noTwoBoxesComeCloserThanTheGap(long seed) {
    Tree tree = Tree.random(seed, 120);
    var places = tree.laid();
    for (int a = 0; a < 120; a++) {
      for (int b = a + 1; b < 120; b++) {
        boolean sideBySide =
            places.along(a) < places.along(b) + tree.along[b] + ALONG - 1e-6
                && places.along(b) < places.along(a) + tree.along[a] + ALONG - 1e-6;
        if (sideBySide) {
          double gap =
              Math.max(
                  places.across(b) - places.across(a) - tree.across[a],
                  places.across(a) - places.across(b) - tree.across[b]);
          assertThat(gap).as("boxes %d and %d", a, b).isGreaterThanOrEqualTo(ACROSS - 1e-6);
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void parentsAreCentredOnTheirChildren(long seed) {
    Tree tree = Tree.random(seed, 200);
    var places = tree.laid();
    double[] begin = new double[200];
    double[] end = new double[200];
    Arrays.fill(begin, Double.NaN);
    for (int i = 1; i < 200; i++) {
      int p = tree.parent[i];
      if (Double.isNaN(begin[p])) {
        begin[p] = places.across(i);
      }
      end[p] = places.across(i) + tree.across[i];
    }
    for (int p = 0; p < 200; p++) {
      if (!Double.isNaN(begin[p])) {
        assertThat(places.across(p) + tree.across[p] / 2)
            .isCloseTo((begin[p] + end[p]) / 2, within(1e-6));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void siblingsKeepTheirOrder(long seed) {
    Tree tree = Tree.random(seed, 200);
    var places = tree.laid();
    int[] last = new int[200];
    for (int i = 1; i < 200; i++) {
      int before = last[tree.parent[i]];
      if (before != 0) {
        assertThat(places.across(i))
            .isGreaterThanOrEqualTo(places.across(before) + tree.across[before] + ACROSS - 1e-6);
      }
      last[tree.parent[i]] = i;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void childrenBeginAtAFixedDistanceFromTheirParent(long seed) {
    Tree tree = Tree.random(seed, 100);
    var places = tree.laid();
    for (int i = 1; i < 100; i++) {
      int p = tree.parent[i];
      assertThat(places.along(i)).isCloseTo(places.along(p) + tree.along[p] + ALONG, within(1e-9));
    }
  }

  private static double[] across(TidyTreeLayout.Places places) {
    return IntStream.range(0, places.size()).mapToDouble(places::across).toArray();
  }

  @Test
  void aSymmetricTreeIsLaidOutSymmetrically() {
    // 1 and 4 have children that collide, 2 and 3 are small and lie between them.
    int[] parent = {-1, 0, 0, 0, 0, 1, 1, 1, 4, 4, 4};
    int[] image = {0, 4, 3, 2, 1, 10, 9, 8, 7, 6, 5};
    double[] sizes = new double[parent.length];
    Arrays.fill(sizes, 20);
    var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
    for (int i = 0; i < parent.length; i++) {
      assertThat(places.across(i) + places.across(image[i]))
          .isCloseTo(2 * places.across(0), within(1e-9));
    }
  }

  @Test
  void smallSiblingsBetweenLargeOnesAreSpreadEvenly() {
    int[] parent = {-1, 0, 0, 0, 0, 1, 1, 1, 4, 4, 4};
    double[] sizes = new double[parent.length];
    Arrays.fill(sizes, 20);
    var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
    assertThat(places.across(2) - places.across(1))
        .isCloseTo(places.across(3) - places.across(2), within(1e-9));
    assertThat(places.across(3) - places.across(2))
        .isCloseTo(places.across(4) - places.across(3), within(1e-9));
  }

  @Test
  void aSmallNodeStaysBesideASiblingWithAWideSubtree() {
    int[] parent = {-1, 0, 0, 2, 2, 2, 2, 2, 2};
    double[] sizes = new double[parent.length];
    Arrays.fill(sizes, 20);
    var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
    assertThat(places.across(2) - places.across(1)).isCloseTo(24, within(1e-9));
  }

  @Test
  void growingATreeAtItsEndKeepsTheOrderOfWhatWasThere() {
    Tree tree = Tree.random(7, 150);
    var whole = tree.laid();
    var part =
        TidyTreeLayout.layout(
            Arrays.copyOf(tree.parent, 100),
            Arrays.copyOf(tree.along, 100),
            Arrays.copyOf(tree.across, 100),
            ALONG,
            ACROSS);
    for (int i = 0; i < 100; i++) {
      assertThat(whole.along(i)).isEqualTo(part.along(i));
    }
  }

  @Test
  void aChainOfAHundredThousandIsAStraightLine() {
    int n = 100_000;
    int[] parent = new int[n];
    double[] sizes = new double[n];
    for (int i = 0; i < n; i++) {
      parent[i] = i - 1;
      sizes[i] = 20;
    }
    var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
    assertThat(across(places)).containsOnly(0);
    assertThat(places.along(n - 1)).isEqualTo(30.0 * (n - 1));
  }

  @Test
  void aHundredThousandNodesOfEveryShapeAreLaidOut() {
    for (int window : new int[] {1, 3, 50, 100_000}) {
      SplittableRandom random = new SplittableRandom(window);
      int n = 100_000;
      int[] parent = new int[n];
      double[] sizes = new double[n];
      for (int i = 0; i < n; i++) {
        parent[i] = i == 0 ? -1 : Math.max(0, i - 1 - random.nextInt(window));
        sizes[i] = random.nextDouble(5, 50);
      }
      var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
      assertThat(Arrays.stream(across(places)).min().getAsDouble()).isZero();
      assertThat(Arrays.stream(across(places)).max().getAsDouble()).isFinite();
    }
  }

  @Test
  void aHundredThousandChildrenOfOneParentAreStacked() {
    int n = 100_000;
    int[] parent = new int[n];
    double[] sizes = new double[n];
    Arrays.fill(sizes, 20);
    parent[0] = -1;
    var places = TidyTreeLayout.layout(parent, sizes, sizes, 10, 4);
    assertThat(places.across(n - 1) - places.across(1)).isCloseTo(24.0 * (n - 2), within(1e-3));
  }

  @Test
  void anEmptyTreeHasNoPlaces() {
    var places = TidyTreeLayout.layout(new int[0], new double[0], new double[0], ALONG, ACROSS);
    assertThat(places.size()).isZero();
  }

  @Test
  void aParentAfterItsChildIsRefused() {
    assertThatThrownBy(() ->
            TidyTreeLayout.layout(
                new int[] {-1, 2, 0}, new double[3], new double[3], ALONG, ACROSS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("node 1 is 2")
        .hasMessageContaining("from 0 to 0");
  }

  @Test
  void aSizeThatIsNoNumberIsRefused() {
    assertThatThrownBy(() ->
            TidyTreeLayout.layout(
                new int[] {-1}, new double[] {Double.NaN}, new double[1], ALONG, ACROSS))
        .hasMessageContaining("node 0 is NaN");
  }
}
