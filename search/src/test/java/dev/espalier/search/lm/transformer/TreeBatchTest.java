package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.token.TokenSequence;
import org.junit.jupiter.api.Test;

class TreeBatchTest {

  private static final TokenSequence TRUNK = TokenSequence.of(1, 2, 3);

  private final KvCacheTree tree = new KvCacheTree(1000, 100);
  private final TreeBatch batch = new TreeBatch();

  @Test
  void aTokenSeesItselfAndItsAncestors() {
    tree.begin();
    tree.claim(TRUNK.append(4));
    tree.claim(TRUNK.append(5));
    batch.fill(tree.fresh(), tree.extent());
    assertThat(mask()).containsExactly("1....", "11...", "111..", "1111.", "111.1");
  }

  @Test
  void siblingsOfACachedParentDoNotSeeEachOther() {
    tree.begin();
    tree.claim(TRUNK);
    tree.computed();
    tree.begin();
    tree.claim(TRUNK.append(4));
    tree.claim(TRUNK.append(5));
    tree.claim(TRUNK.append(6));
    batch.fill(tree.fresh(), tree.extent());
    assertThat(mask()).containsExactly("1111..", "111.1.", "111..1");
  }

  @Test
  void aFewRowsOfALargeTreeListWhatTheySee() {
    tree.begin();
    tree.claim(TRUNK);
    for (int i = 0; i < 50; i++) {
      tree.claim(TokenSequence.of(50, i));
    }
    tree.computed();
    tree.begin();
    tree.claim(TRUNK.append(7));
    tree.claim(TRUNK.append(8));
    batch.fill(tree.fresh(), tree.extent());
    assertThat(batch.columns()).isEqualTo(5);
    assertThat(batch.seenCount()).isEqualTo(5);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 5; column++) {
        boolean ancestor = batch.seen(column) < 3;
        boolean itself = batch.seen(column) == batch.slot(row);
        assertThat(batch.mask()[row * 5 + column]).isEqualTo((byte) (ancestor || itself ? 1 : 0));
      }
    }
  }

  @Test
  void aLargeBatchAfterASmallOneStartsFromNothing() {
    tree.begin();
    tree.claim(TRUNK);
    batch.fill(tree.fresh(), tree.extent());
    tree.computed();
    tree.begin();
    tree.claim(TRUNK.prefix(1).append(9));
    batch.fill(tree.fresh(), tree.extent());
    assertThat(mask()).containsExactly("1..1");
  }

  private String[] mask() {
    String[] rows = new String[batch.size()];
    for (int row = 0; row < rows.length; row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < batch.columns(); column++) {
        line.append(batch.mask()[row * batch.columns() + column] == 1 ? '1' : '.');
      }
      rows[row] = line.toString();
    }
    return rows;
  }
}
