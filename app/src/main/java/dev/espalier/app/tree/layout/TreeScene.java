package dev.espalier.app.tree.layout;

import dev.espalier.app.tree.Folding;
import dev.espalier.app.tree.TextTree;
import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A whole tree laid out: its boxes, their texts and places, all of them in the same place at every
 * cursor. Immutable; a grown tree gets a new scene, which takes over the texts that did not change.
 */
public final class TreeScene {

  /** What a box is longer by when it has something folded away below it. */
  private static final double STUB = Boxes.STUB_GAP + Boxes.STUB_WIDTH;

  private final TextRuns runs;
  private final double[] width;
  private final double[] height;
  private final double[] x;
  private final double[] y;
  private final List<VisibleText.Line>[] lines;

  /** Characters each text was wrapped from, to see whether it has changed. */
  private final int[] chars;

  private final int[] children;
  private final int[] childrenFrom;
  private final boolean steps;
  private final SpatialIndex index;
  private final double totalWidth;
  private final double totalHeight;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private TreeScene(
      TextTree tree, Folding folding, TextMeasure measure, @Nullable TreeScene before) {
    runs = new TextRuns(tree, folding);
    int n = runs.size();
    steps = tree.inColumns();
    width = new double[n];
    height = new double[n];
    lines = new List[n];
    chars = new int[n];
    for (int b = 0; b < n; b++) {
      measure(tree, b, measure, before);
    }
    double[] room = new double[n];
    Arrays.setAll(room, b -> width[b] + (runs.hides[b] > 0 ? STUB : 0));
    TidyTreeLayout.Places places =
        TidyTreeLayout.layout(
            runs.parent, room, height, steps ? Boxes.EDGE : Boxes.TOKEN_EDGE, Boxes.GAP);
    x = new double[n];
    y = new double[n];
    double maxX = 0;
    double maxY = 0;
    double[] left = new double[n];
    double[] top = new double[n];
    double[] right = new double[n];
    double[] bottom = new double[n];
    childrenFrom = new int[n + 1];
    for (int b = 0; b < n; b++) {
      x[b] = places.along(b);
      y[b] = places.across(b);
      maxX = Math.max(maxX, x[b] + room[b]);
      maxY = Math.max(maxY, y[b] + height[b]);
      right[b] = x[b] + room[b];
      left[b] = x[b];
      top[b] = y[b];
      bottom[b] = y[b] + height[b];
      int p = runs.parent[b];
      if (p >= 0) {
        // The edge from the parent belongs to the box, so that it is found when only it is in view.
        left[b] = x[p] + width[p];
        double from = y[p] + height[p] / 2;
        top[b] = Math.min(top[b], from);
        bottom[b] = Math.max(bottom[b], from);
        childrenFrom[p + 1]++;
      }
    }
    totalWidth = maxX;
    totalHeight = maxY;
    index = new SpatialIndex(left, top, right, bottom);
    for (int b = 0; b < n; b++) {
      childrenFrom[b + 1] += childrenFrom[b];
    }
    children = new int[Math.max(0, n - 1)];
    int[] next = Arrays.copyOf(childrenFrom, n);
    for (int b = 1; b < n; b++) {
      children[next[runs.parent[b]]++] = b;
    }
  }

  /** A scene of all there is of a tree by now. */
  public static TreeScene of(TextTree tree, TextMeasure measure) {
    return new TreeScene(tree, Folding.NONE, measure, null);
  }

  /** A scene of all there is of a tree by now but what is folded away. */
  public static TreeScene of(TextTree tree, Folding folding, TextMeasure measure) {
    return new TreeScene(tree, folding, measure, null);
  }

  /** The same for a tree that has grown since this scene, or is folded otherwise. */
  public TreeScene grown(TextTree tree, Folding folding, TextMeasure measure) {
    return new TreeScene(tree, folding, measure, this);
  }

  private void measure(TextTree tree, int box, TextMeasure measure, @Nullable TreeScene before) {
    int length = 0;
    for (int node = runs.lastNode[box]; ; node = tree.parent(node)) {
      length += tree.charsAt(node, Integer.MAX_VALUE);
      if (node == runs.firstNode[box]) {
        break;
      }
    }
    chars[box] = length;
    if (before != null && before.steps == steps && runs.firstNode[box] < before.nodes()) {
      // A fold changes the numbers of boxes, not their texts.
      int was = before.boxOf(runs.firstNode[box]);
      if (before.runs.firstNode[was] == runs.firstNode[box]
          && before.runs.lastNode[was] == runs.lastNode[box]
          && before.chars[was] == length) {
        lines[box] = before.lines[was];
        width[box] = before.width[was];
        height[box] = before.height[was];
        return;
      }
    }
    boolean root = box == 0;
    double most = root ? Boxes.PROMPT_TEXT : steps ? Boxes.STEP_TEXT : Boxes.LONGEST_TOKEN_TEXT;
    List<VisibleText.Line> wrapped =
        VisibleText.wrap(
            root ? PromptText.words(tree.text(0)) : wholeText(tree, box),
            most,
            root ? Boxes.PROMPT_LINES : Boxes.STEP_LINES,
            measure);
    lines[box] = wrapped;
    double widest = wrapped.stream().mapToDouble(VisibleText.Line::width).max().orElse(0);
    double text = steps && !root ? most : Math.clamp(Math.ceil(widest), Boxes.LEAST_TEXT, most);
    width[box] = text + 2 * Boxes.PADDING;
    height[box] = Boxes.PADDING + Math.max(1, wrapped.size()) * Boxes.LINE_HEIGHT + Boxes.FOOTER;
  }

  private String wholeText(TextTree tree, int box) {
    int first = runs.firstNode[box];
    int last = runs.lastNode[box];
    if (first == last) {
      return tree.text(first);
    }
    IntArrayList nodes = nodes(tree, box);
    StringBuilder text = new StringBuilder();
    nodes.forEach(node -> text.append(tree.text(node)));
    return text.toString();
  }

  private IntArrayList nodes(TextTree tree, int box) {
    IntArrayList nodes = new IntArrayList();
    for (int node = runs.lastNode[box]; ; node = tree.parent(node)) {
      nodes.add(node);
      if (node == runs.firstNode[box]) {
        nodes.reverseThis();
        return nodes;
      }
    }
  }

  /** How many characters of a box's lines are known at a cursor. */
  public int shownAt(TextTree tree, int box, int cursor) {
    int first = runs.firstNode[box];
    if (!tree.bornAt(first, cursor)) {
      return 0;
    }
    int known = 0;
    for (int node = runs.lastNode[box]; ; node = tree.parent(node)) {
      known += tree.charsAt(node, cursor);
      if (node == first) {
        break;
      }
    }
    // A tree that has grown since may know more than was laid out.
    if (known >= chars[box]) {
      return Integer.MAX_VALUE;
    }
    String text = wholeText(tree, box);
    return VisibleText.shown(text, Math.min(known, text.length()));
  }

  /** The last node of a box born by a cursor, −1 if none is. */
  public int lastBornAt(TextTree tree, int box, int cursor) {
    int first = runs.firstNode[box];
    for (int node = runs.lastNode[box]; ; node = tree.parent(node)) {
      if (tree.bornAt(node, cursor)) {
        return node;
      }
      if (node == first) {
        return -1;
      }
    }
  }

  public int boxes() {
    return runs.size();
  }

  public boolean isEmpty() {
    return runs.size() == 0;
  }

  /** The box a node is in, or by which it is hidden. */
  public int boxOf(int node) {
    return runs.boxOfNode[node];
  }

  /** How many nodes the scene has. */
  public int nodes() {
    return runs.boxOfNode.length;
  }

  /** Whether the boxes are steps, all equally wide, and not single tokens or runs of them. */
  public boolean inColumns() {
    return steps;
  }

  /** Whether anything is folded away. */
  public boolean folded() {
    return !runs.hidden.isEmpty();
  }

  /** Whether the node is folded away. */
  public boolean hides(int node) {
    return runs.hidden.get(node);
  }

  /** How many nodes are folded away below a box. */
  public int hidden(int box) {
    return runs.hides[box];
  }

  /** Where the sign of what is folded away below a box begins. */
  public double stubX(int box) {
    return x[box] + width[box] + Boxes.STUB_GAP;
  }

  public double stubY(int box) {
    return middleY(box) - Boxes.STUB_HEIGHT / 2;
  }

  public int firstNode(int box) {
    return runs.firstNode[box];
  }

  public int lastNode(int box) {
    return runs.lastNode[box];
  }

  /** The parent box, −1 for the root. */
  public int parent(int box) {
    return runs.parent[box];
  }

  public int childCount(int box) {
    return childrenFrom[box + 1] - childrenFrom[box];
  }

  public int child(int box, int index) {
    return children[childrenFrom[box] + index];
  }

  public double x(int box) {
    return x[box];
  }

  public double y(int box) {
    return y[box];
  }

  public double width(int box) {
    return width[box];
  }

  public double height(int box) {
    return height[box];
  }

  public double middleY(int box) {
    return y[box] + height[box] / 2;
  }

  public List<VisibleText.Line> lines(int box) {
    return lines[box];
  }

  /** Width of all boxes together; they begin at 0. */
  public double totalWidth() {
    return totalWidth;
  }

  public double totalHeight() {
    return totalHeight;
  }

  /** The boxes that meet a window, themselves or by the edge from their parent, in order. */
  public int[] visible(double left, double top, double windowWidth, double windowHeight) {
    return index.query(left, top, windowWidth, windowHeight);
  }

  /** The box whose sign of what is folded away is at a point, −1 if there is none. */
  public int stubAt(double px, double py) {
    for (int box : index.query(px, py, 0, 0)) {
      if (hidden(box) > 0
          && px >= x[box] + width[box]
          && px <= stubX(box) + Boxes.STUB_WIDTH
          && py >= stubY(box)
          && py <= stubY(box) + Boxes.STUB_HEIGHT) {
        return box;
      }
    }
    return -1;
  }

  /** The box at a point, −1 if there is none. */
  public int boxAt(double px, double py) {
    for (int box : index.query(px, py, 0, 0)) {
      if (px >= x[box] && px <= x[box] + width[box] && py >= y[box] && py <= y[box] + height[box]) {
        return box;
      }
    }
    return -1;
  }
}
