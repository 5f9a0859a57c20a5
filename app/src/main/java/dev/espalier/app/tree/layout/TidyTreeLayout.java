package dev.espalier.app.tree.layout;

import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Places boxes of any size so that subtrees nestle against each other without overlap, parents are
 * centred on their children and siblings keep their order.
 *
 * <pre>{@code
 * for each node, children first:
 *   for each child i > 0:
 *     walk down the right contour of children 0..i−1 and the left contour of child i;
 *       wherever they overlap, push child i away
 *       and share the push among the smaller siblings in between
 *     link the contour that ended to the one that goes on      (a thread)
 *   centre the node on its first and last child
 * for each node, parents first: add up the pushes above it
 * }</pre>
 *
 * <table>
 * <caption>Names in the paper and here</caption>
 * <tr><td>x, w</td><td>across, its size</td></tr>
 * <tr><td>y, h</td><td>along (the direction of growth), its size</td></tr>
 * <tr><td>prelim, mod</td><td>same</td></tr>
 * <tr><td>shift, change</td><td>same: the shared pushes, second differences</td></tr>
 * <tr><td>tl, tr; el, er; msel, mser</td><td>threads; extreme nodes; modifier sums to them</td></tr>
 * <tr><td>IYL</td><td>the stack of siblings that reach deepest</td></tr>
 * </table>
 *
 * <p>Linear in the number of nodes. Departures: parents have smaller numbers than their children,
 * so that both walks are loops and depth costs no stack; a child whose own subtree is wide may move
 * back towards its sibling, where the paper only ever pushes away and leaves a gap.
 *
 * <p>A. van der Ploeg, Drawing non-layered tidy trees in linear time, Software: Practice and
 * Experience 44(12), 2014, doi:10.1002/spe.2213.
 */
public final class TidyTreeLayout {

  private static final int NONE = -1;

  private final int[] firstChild;
  private final int[] lastChild;
  private final int[] nextSibling;
  private final int[] previousSibling;
  private final double[] alongSize;
  private final double[] acrossSize;
  private final double[] along;

  private final double[] prelim;
  private final double[] mod;
  private final double[] shift;
  private final double[] change;
  private final int[] leftThread;
  private final int[] rightThread;
  private final int[] extremeLeft;
  private final int[] extremeRight;
  private final double[] modToLeft;
  private final double[] modToRight;

  /** Siblings that reach deeper than all after them, the latest on top: depth and index. */
  private double[] reach = new double[16];

  private int[] reachChild = new int[16];
  private int reachSize;

  /** Where each box begins. */
  public static final class Places {

    private final double[] along;
    private final double[] across;

    private Places(double[] along, double[] across) {
      this.along = along;
      this.across = across;
    }

    /** In the direction of growth, from 0 at the root. */
    public double along(int node) {
      return along[node];
    }

    /** At right angles to it, the smallest 0. */
    public double across(int node) {
      return across[node];
    }

    public int size() {
      return along.length;
    }
  }

  private TidyTreeLayout(
      int[] parent, double[] alongSize, double[] acrossSize, double alongGap, double acrossGap) {
    int n = parent.length;
    firstChild = filled(n);
    lastChild = filled(n);
    nextSibling = filled(n);
    previousSibling = filled(n);
    this.alongSize = new double[n];
    this.acrossSize = new double[n];
    along = new double[n];
    for (int i = 0; i < n; i++) {
      this.alongSize[i] = size(alongSize[i], i) + alongGap;
      this.acrossSize[i] = size(acrossSize[i], i) + acrossGap;
      int p = parent[i];
      if (i == 0 ? p != NONE : p < 0 || p >= i) {
        throw new IllegalArgumentException(
            "the parent of node %d is %d; it must be %s"
                .formatted(i, p, i == 0 ? "-1, the root's" : "from 0 to " + (i - 1)));
      }
      if (p != NONE) {
        along[i] = along[p] + this.alongSize[p];
        if (firstChild[p] == NONE) {
          firstChild[p] = i;
        } else {
          nextSibling[lastChild[p]] = i;
          previousSibling[i] = lastChild[p];
        }
        lastChild[p] = i;
      }
    }
    prelim = new double[n];
    mod = new double[n];
    shift = new double[n];
    change = new double[n];
    leftThread = filled(n);
    rightThread = filled(n);
    extremeLeft = new int[n];
    extremeRight = new int[n];
    modToLeft = new double[n];
    modToRight = new double[n];
  }

  private static int[] filled(int n) {
    int[] none = new int[n];
    Arrays.fill(none, NONE);
    return none;
  }

  private static double size(double size, int node) {
    if (!(size >= 0 && size < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the size of node " + node + " is " + size + "; it must be a number of at least 0");
    }
    return size;
  }

  /**
   * Lays out a tree.
   *
   * @param parent of each node, smaller than the node; −1 for node 0, the root. Siblings keep the
   *     order of their numbers
   * @param alongSize of each box in the direction of growth
   * @param acrossSize of each box at right angles to it
   * @param alongGap least distance of a child from its parent, which is also the actual one
   * @param acrossGap least distance of boxes beside each other
   * @throws IllegalArgumentException naming a parent or a size that cannot be
   */
  public static Places layout(
      int[] parent, double[] alongSize, double[] acrossSize, double alongGap, double acrossGap) {
    if (parent.length == 0) {
      return new Places(new double[0], new double[0]);
    }
    TidyTreeLayout layout = new TidyTreeLayout(parent, alongSize, acrossSize, alongGap, acrossGap);
    for (int t = parent.length - 1; t >= 0; t--) {
      layout.arrangeChildren(t);
    }
    return new Places(layout.along, layout.addUp(parent));
  }

  private void arrangeChildren(int t) {
    int first = firstChild[t];
    if (first == NONE) {
      extremeLeft[t] = t;
      extremeRight[t] = t;
      return;
    }
    reachSize = 0;
    pushReach(end(extremeLeft[first]), 0);
    IntArrayList children = null;
    int i = 1;
    for (int c = nextSibling[first]; c != NONE; c = nextSibling[c], i++) {
      if (children == null) {
        children = new IntArrayList();
        children.add(first);
      }
      children.add(c);
      double deepest = end(extremeRight[c]);
      separate(first, c, i, children);
      pushReach(deepest, i);
    }
    int last = lastChild[t];
    double begin = prelim[first] + mod[first];
    double end = prelim[last] + mod[last] + acrossSize[last];
    prelim[t] = (begin + end - acrossSize[t]) / 2;
    extremeLeft[t] = extremeLeft[first];
    modToLeft[t] = modToLeft[first];
    extremeRight[t] = extremeRight[last];
    modToRight[t] = modToRight[last];
  }

  private double end(int node) {
    return along[node] + alongSize[node];
  }

  private void pushReach(double depth, int child) {
    while (reachSize > 0 && depth >= reach[reachSize - 1]) {
      reachSize--;
    }
    if (reachSize == reach.length) {
      reach = Arrays.copyOf(reach, 2 * reachSize);
      reachChild = Arrays.copyOf(reachChild, 2 * reachSize);
    }
    reach[reachSize] = depth;
    reachChild[reachSize++] = child;
  }

  /** Moves child {@code c}, the {@code i}th, clear of all before it. */
  private void separate(int first, int c, int i, IntArrayList children) {
    int before = previousSibling[c];
    int right = before;
    double modRight = mod[right];
    int left = c;
    double modLeft = mod[left];
    int top = reachSize - 1;
    boolean atTheTop = true;
    while (right != NONE && left != NONE) {
      if (end(right) > reach[top]) {
        top--;
      }
      double overlap = modRight + prelim[right] + acrossSize[right] - (modLeft + prelim[left]);
      if (overlap > 0 || atTheTop) {
        modLeft += overlap;
        move(c, i, reachChild[top], overlap, children);
      }
      atTheTop = false;
      double rightEnd = end(right);
      double leftEnd = end(left);
      if (rightEnd <= leftEnd) {
        right = nextRight(right);
        if (right != NONE) {
          modRight += mod[right];
        }
      }
      if (rightEnd >= leftEnd) {
        left = nextLeft(left);
        if (left != NONE) {
          modLeft += mod[left];
        }
      }
    }
    if (left != NONE) {
      threadLeft(first, c, left, modLeft);
    } else if (right != NONE) {
      threadRight(before, c, right, modRight);
    }
  }

  private void move(int c, int i, int from, double distance, IntArrayList children) {
    mod[c] += distance;
    modToLeft[c] += distance;
    modToRight[c] += distance;
    int gaps = i - from;
    if (gaps > 1) {
      double share = distance / gaps;
      shift[children.get(from + 1)] += share;
      shift[c] -= share;
      change[c] -= distance - share;
    }
  }

  private int nextLeft(int node) {
    return firstChild[node] == NONE ? leftThread[node] : firstChild[node];
  }

  private int nextRight(int node) {
    return lastChild[node] == NONE ? rightThread[node] : lastChild[node];
  }

  private void threadLeft(int first, int c, int to, double modSum) {
    int from = extremeLeft[first];
    leftThread[from] = to;
    double difference = modSum - mod[to] - modToLeft[first];
    mod[from] += difference;
    prelim[from] -= difference;
    extremeLeft[first] = extremeLeft[c];
    modToLeft[first] = modToLeft[c];
  }

  private void threadRight(int before, int c, int to, double modSum) {
    int from = extremeRight[c];
    rightThread[from] = to;
    double difference = modSum - mod[to] - modToRight[c];
    mod[from] += difference;
    prelim[from] -= difference;
    extremeRight[c] = extremeRight[before];
    modToRight[c] = modToRight[before];
  }

  private double[] addUp(int[] parent) {
    double[] across = new double[parent.length];
    double[] sum = mod;
    double least = Double.POSITIVE_INFINITY;
    for (int t = 0; t < parent.length; t++) {
      if (parent[t] != NONE) {
        sum[t] += sum[parent[t]];
      }
      across[t] = prelim[t] + sum[t];
      least = Math.min(least, across[t]);
      double delta = 0;
      double total = 0;
      for (int c = firstChild[t]; c != NONE; c = nextSibling[c]) {
        delta += shift[c];
        total += delta + change[c];
        mod[c] += total;
      }
    }
    for (int t = 0; t < across.length; t++) {
      across[t] -= least;
    }
    return across;
  }
}
