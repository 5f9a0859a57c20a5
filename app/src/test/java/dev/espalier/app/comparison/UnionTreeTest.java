package dev.espalier.app.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.course.Axis;
import dev.espalier.app.course.Course;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.SyntheticSearch;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class UnionTreeTest {

  private static UnionTree union(Course... courses) {
    ImmutableList<Course> all = Lists.immutable.with(courses);
    UnionTree union = new UnionTree(all.collect(Course::tree), true);
    union.align(Alignment.of(Axis.EVENTS, all));
    return union;
  }

  /** Every node in one line: its parent, text and the runs that have it. */
  private static String drawn(UnionTree union) {
    StringBuilder lines = new StringBuilder();
    for (int node = 1; node < union.nodes(); node++) {
      lines.append(
          "%d<%d %s %s%n"
              .formatted(
                  node,
                  union.parent(node),
                  union.text(node),
                  (union.has(0, node) ? "A" : "") + (union.has(1, node) ? "B" : "")));
    }
    return lines.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void aSharedBeginningIsOneNodeAndTheRestIsEachRunsOwn() {
    Script a = new Script();
    a.grow(0, 1, 2, 3);
    Script b = new Script();
    b.grow(0, 1, 2, 4, 5);
    assertThat(drawn(union(a.course(), b.course())))
        .isEqualTo(
            """
            1<0 ab AB
            2<1 c A
            3<1 de B
            """);
  }

  @Test
  void howARunCutsItsTextIntoNodesDoesNotMatter() {
    Script steps = new Script();
    int one = steps.grow(0, 1, 2);
    steps.grow(one, 3, 4);
    Script tokens = new Script();
    int node = 0;
    for (int token = 1; token <= 4; token++) {
      node = tokens.grow(node, token);
    }
    tokens.grow(node, 5);
    assertThat(drawn(union(steps.course(), tokens.course())))
        .isEqualTo(
            """
            1<0 a AB
            2<1 b AB
            3<2 c AB
            4<3 d AB
            5<4 e B
            """);
  }

  @Test
  void aRunThatEndsEarlierEndsItsNodeThere() {
    Script a = new Script();
    a.grow(0, 1, 2);
    Script b = new Script();
    b.grow(0, 1, 2, 3, 4);
    UnionTree union = union(a.course(), b.course());
    assertThat(drawn(union))
        .isEqualTo(
            """
            1<0 ab AB
            2<1 cd B
            """);
    assertThat(union.nodeOf(0, 1)).isEqualTo(1);
    assertThat(union.nodeOf(1, 1)).isEqualTo(2);
    assertThat(union.endingIn(0, 1).toArray()).containsExactly(1);
    assertThat(union.endingIn(1, 1).isEmpty()).isTrue();
  }

  @Test
  void eachRunsOwnStatusIsKept() {
    Script a = new Script();
    int kept = a.grow(0, 1, 2);
    a.end(kept);
    Script b = new Script();
    int pruned = b.grow(0, 1, 2);
    b.end(pruned).prune(pruned);
    int other = b.grow(0, 3);
    b.finish(other, 1);
    UnionTree union = union(a.course(), b.course());
    assertThat(union.statusIn(0, 1, a.size())).isEqualTo(NodeStatus.OPEN);
    assertThat(union.statusIn(1, 1, b.size())).isEqualTo(NodeStatus.PRUNED);
    assertThat(union.statusIn(0, 2, a.size())).isNull();
    assertThat(union.statusIn(1, 2, b.size())).isEqualTo(NodeStatus.FINISHED);
  }

  @Test
  void theSameTextTwiceInOneRunIsOneNodeWithTheWeightierStatus() {
    Script a = new Script();
    int first = a.grow(0, 1, 2);
    a.end(first);
    int second = a.grow(0, 1, 2);
    a.end(second).prune(second);
    UnionTree union = union(a.course());
    assertThat(union.nodes()).isEqualTo(2);
    assertThat(union.endingIn(0, 1).toArray()).containsExactly(1, 2);
    assertThat(union.statusIn(0, 1, a.size())).isEqualTo(NodeStatus.OPEN);
  }

  @Test
  void aTextIsKnownAsFarAsAnyRunHasWrittenIt() {
    Script a = new Script();
    a.grow(0, 1, 2, 3);
    Script b = new Script();
    b.grow(0, 1, 2, 3);
    UnionTree union = union(a.course(), b.course());
    // Both begin with two events; then each token is one.
    assertThat(union.bornAt(1, 2)).isFalse();
    assertThat(union.charsAt(1, 2)).isZero();
    assertThat(union.birth(1)).isEqualTo(3);
    assertThat(union.charsAt(1, 3)).isEqualTo(1);
    assertThat(union.charsAt(1, 4)).isEqualTo(2);
    assertThat(union.charsAt(1, 5)).isEqualTo(3);
    assertThat(union.completionAt(1, 4)).isEqualTo("ab");
    assertThat(union.statusIn(0, 1, 4)).isEqualTo(NodeStatus.WRITING);
  }

  @Test
  void whereTextGoesOnWithinARunsNodeItCountsAsExpanded() {
    Script a = new Script();
    int first = a.grow(0, 1, 2, 3);
    a.end(first).prune(first);
    a.grow(0, 1, 4);
    UnionTree union = union(a.course());
    assertThat(union.text(1)).isEqualTo("a");
    assertThat(union.statusIn(0, 1, a.size())).isEqualTo(NodeStatus.EXPANDED);
    assertThat(union.statusIn(0, 2, a.size())).isEqualTo(NodeStatus.PRUNED);
  }

  @Test
  void otherVocabulariesMeetByText() {
    Script a = new Script();
    a.grow(0, 1, 2);
    ImmutableList<SearchTree> trees =
        Lists.immutable.of(a.course().tree(), new Script().course().tree());
    assertThat(new UnionTree(trees, false).nodes()).isEqualTo(2);
  }

  @Test
  void aRunThatGrowsSplitsWhatItLeaves() {
    Script a = new Script();
    a.grow(0, 1, 2, 3);
    SearchTree growing = new SearchTree();
    Script b = new Script();
    b.grow(0, 1, 2);
    growing.append(b.log());
    Course whole = a.course();
    UnionTree union = new UnionTree(Lists.immutable.of(whole.tree(), growing), true);
    assertThat(drawn(union))
        .isEqualTo(
            """
            1<0 ab AB
            2<1 c A
            """);
    int before = union.lastPlace(2);
    assertThat(union.grow()).isFalse();
    b.extend(1, 4);
    growing.append(b.log());
    assertThat(union.grow()).isTrue();
    assertThat(drawn(union))
        .isEqualTo(
            """
            1<0 ab AB
            2<1 c A
            3<1 d B
            """);
    assertThat(union.nodeOfPlace(before)).isEqualTo(2);
  }

  /** The paths of the union are exactly the paths of the runs, for searches of either kind. */
  @Test
  void theUnionHasTheTextsOfAllRunsAndNoOthers() {
    SearchTree star = SearchTree.of(SyntheticSearch.aStar());
    SearchTree beam = SearchTree.of(SyntheticSearch.beam());
    // Their token numbers are made up, so that only texts can be held against each other.
    UnionTree union = new UnionTree(Lists.immutable.of(star, beam), false);
    Set<String> texts = new HashSet<>();
    for (SearchTree tree : new SearchTree[] {star, beam}) {
      for (int node = 1; node < tree.nodes(); node++) {
        texts.add(tree.completionAt(node, Integer.MAX_VALUE));
      }
    }
    int run = 0;
    for (SearchTree tree : new SearchTree[] {star, beam}) {
      for (int node = 1; node < tree.nodes(); node++) {
        int here = union.nodeOf(run, node);
        assertThat(path(union, here)).isEqualTo(tree.completionAt(node, Integer.MAX_VALUE));
        assertThat(union.endingIn(run, here).contains(node)).isTrue();
      }
      run++;
    }
    for (int node = 1; node < union.nodes(); node++) {
      if (union.children(node).isEmpty()) {
        assertThat(texts).contains(path(union, node));
      }
      assertThat(union.parent(node)).isLessThan(node);
    }
  }

  private static String path(UnionTree union, int node) {
    return node == 0 ? "" : path(union, union.parent(node)) + union.text(node);
  }
}
