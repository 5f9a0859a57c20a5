package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.search.lm.transformer.KvCacheTree.Node;
import dev.espalier.search.token.TokenSequence;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class KvCacheTreeTest {

  private static final TokenSequence TRUNK = TokenSequence.of(1, 2, 3);

  private final KvCacheTree tree = new KvCacheTree(8, 100);

  @Test
  void siblingsShareTheirPrefix() {
    tree.begin();
    claim(TRUNK.append(4));
    claim(TRUNK.append(5));
    assertThat(tree.size()).isEqualTo(5);
    assertThat(tree.fresh()).extracting(Node::token).containsExactly(1, 2, 3, 4, 5);
    assertThat(tree.fresh()).extracting(Node::position).containsExactly(0, 1, 2, 3, 3);
  }

  @Test
  void aSequenceClaimedAgainMakesNothingNew() {
    tree.begin();
    claim(TRUNK);
    tree.computed();
    claim(TokenSequence.of(1, 2, 3));
    claim(TRUNK.parent());
    assertThat(tree.fresh()).isEmpty();
  }

  @Test
  void aSequenceSeveralTokensBelowACachedOneMakesOnlyThose() {
    claimRound(TRUNK);
    tree.begin();
    claim(TRUNK.append(4).append(5));
    assertThat(tree.fresh()).extracting(Node::token).containsExactly(4, 5);
  }

  @Test
  void theLeastRecentlyUsedLeafMakesRoom() {
    claimRound(TRUNK.append(4));
    claimRound(TRUNK.append(5));
    claimRound(TRUNK.append(6));
    claimRound(TRUNK.append(4));
    claimRound(TRUNK.append(7).append(8).append(9));
    assertThat(tree.size()).isEqualTo(8);
    assertThat(tree.holds(TRUNK.append(5))).isFalse();
    assertThat(tree.holds(TRUNK.append(6))).isTrue();
    assertThat(tree.holds(TRUNK.append(4))).isTrue();
  }

  @Test
  void aWholeOldBranchGoesLeavesFirst() {
    claimRound(TokenSequence.of(9, 9, 9, 9));
    claimRound(TRUNK.append(4));
    claimRound(TRUNK.append(5).append(6).append(7));
    assertThat(tree.holds(TokenSequence.of(9))).isTrue();
    assertThat(tree.holds(TokenSequence.of(9, 9))).isFalse();
    assertThat(tree.size()).isEqualTo(8);
  }

  @Test
  void anAncestorOfAClaimedSequenceIsNeverDropped() {
    tree.begin();
    claim(TRUNK.append(4));
    tree.computed();
    assertThat(tree.claim(TokenSequence.of(7, 7, 7, 7, 7))).isNull();
    assertThat(tree.holds(TRUNK)).isTrue();
  }

  @Test
  void whatDidNotFitOneRoundFitsTheNext() {
    tree.begin();
    claim(TRUNK.append(4));
    tree.computed();
    TokenSequence other = TokenSequence.of(7, 7, 7, 7, 7);
    assertThat(tree.claim(other)).isNull();
    tree.begin();
    assertThat(tree.claim(other)).isNotNull();
  }

  @Test
  void abandonedNodesWereNeverThere() {
    claimRound(TRUNK);
    tree.begin();
    claim(TRUNK.append(4).append(5));
    claim(TRUNK.append(6));
    tree.abandonFresh();
    assertThat(tree.size()).isEqualTo(3);
    assertThat(tree.holds(TRUNK.append(4))).isFalse();
    tree.begin();
    claim(TRUNK.append(4));
    assertThat(tree.fresh()).extracting(Node::slot).containsExactly(3);
  }

  @Test
  void anUnknownTokenInTheMiddleIsRefused() {
    tree.begin();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tree.claim(TokenSequence.of(1, 100, 2)))
        .withMessage("token 100 at position 1, the vocabulary has 100");
    assertThat(tree.size()).isZero();
  }

  @Test
  void aSequenceLongerThanTheCacheIsRefused() {
    tree.begin();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tree.claim(TokenSequence.of(1, 1, 1, 1, 1, 1, 1, 1, 1)))
        .withMessage("a sequence of 9 tokens, the cache holds 8");
  }

  @Test
  void compactingMovesNodesDownInOrder() {
    claimRound(TokenSequence.of(9, 9, 9, 9, 9));
    claimRound(TRUNK);
    claimRound(TRUNK.append(4).append(5).append(6).append(7));
    int[] from = tree.compact();
    assertThat(from).hasSize(tree.size()).isSorted().doesNotHaveDuplicates();
    assertThat(tree.extent()).isEqualTo(tree.size());
    tree.begin();
    Node trunk = claim(TRUNK);
    assertThat(trunk.slot()).isLessThan(tree.size());
    assertThat(tree.fresh()).isEmpty();
  }

  @Test
  void underRandomRequestsSlotsStayDistinctAndWithinTheLimit() {
    SplittableRandom random = new SplittableRandom(5);
    KvCacheTree small = new KvCacheTree(40, 4);
    for (int round = 0; round < 300; round++) {
      small.begin();
      MutableList<Node> pinned = Lists.mutable.empty();
      for (int i = 0; i < 6; i++) {
        TokenSequence sequence = TokenSequence.empty();
        int length = 1 + random.nextInt(10);
        for (int t = 0; t < length; t++) {
          sequence = sequence.append(random.nextInt(4));
        }
        Node node = small.claim(sequence);
        if (node != null) {
          pinned.add(node);
        }
      }
      Set<Integer> slots = new HashSet<>();
      Set<Node> seen = new HashSet<>();
      for (Node leaf : pinned) {
        for (Node n = leaf; n != null; n = n.parent) {
          if (seen.add(n)) {
            assertThat(slots.add(n.slot())).isTrue();
          }
        }
      }
      assertThat(slots).allMatch(slot -> slot < 40);
      assertThat(small.size()).isLessThanOrEqualTo(40);
      small.computed();
      if (round % 50 == 49) {
        small.compact();
      }
    }
  }

  private void claimRound(TokenSequence sequence) {
    tree.begin();
    claim(sequence);
    tree.computed();
  }

  private Node claim(TokenSequence sequence) {
    return Objects.requireNonNull(tree.claim(sequence));
  }
}
