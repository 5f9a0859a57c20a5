package dev.espalier.app.comparison;

import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.TextTree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.IntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.LongIntHashMap;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One tree of the texts of several runs: two of them share a node as far as their tokens after the
 * prompt are the same, however either run cut its text into nodes.
 *
 * <p>Underneath lies a trie with one place a token. A node is a stretch of places that no run
 * leaves or ends in before its last one, so that every node of a run covers whole nodes here.
 * Places are only ever added, in the order the runs come to them, run by run; siblings therefore
 * keep their order while runs grow, though nodes may be split and numbered anew.
 *
 * <p>A cursor is an index into the places of the {@link Alignment} that was set last. Where models
 * have different vocabularies, tokens are the same if their texts are. Confined to one thread.
 */
final class UnionTree implements TextTree {

  private final ImmutableList<SearchTree> trees;
  private final boolean sameVocabulary;
  private final ObjectIntHashMap<String> words = new ObjectIntHashMap<>();

  // The trie. Place 0 is the end of the prompt.
  private final IntArrayList placeParent = IntArrayList.newListWith(-1);
  private final IntArrayList placeChildren = IntArrayList.newListWith(0);
  private final List<String> placeText = new ArrayList<>(List.of(""));
  private final LongIntHashMap places = new LongIntHashMap();

  /** For each run, where each of its nodes ends, and how many of its tokens were taken in. */
  private final List<IntArrayList> ends = new ArrayList<>();

  private final List<IntArrayList> taken = new ArrayList<>();

  // The nodes, made anew whenever the trie has grown.
  private int[] nodeOfPlace = {0};
  private int[] parents = {-1};
  private List<MutableIntList> children = List.of();
  private List<MutableIntList> placesOf = List.of();
  private List<Carriers> carriers = List.of();
  private @Nullable Alignment alignment;

  /** The nodes of one run that cover each node here, with the tokens they have before it. */
  private record Carriers(List<IntArrayList> nodes, List<IntArrayList> before) {}

  UnionTree(ImmutableList<SearchTree> trees, boolean sameVocabulary) {
    this.trees = trees;
    this.sameVocabulary = sameVocabulary;
    for (int run = 0; run < trees.size(); run++) {
      ends.add(new IntArrayList());
      taken.add(new IntArrayList());
    }
    takeIn();
    rebuild();
  }

  /**
   * Takes in what the runs have grown by; nodes may have other numbers afterwards.
   *
   * @return whether there was anything
   */
  boolean grow() {
    if (!takeIn()) {
      return false;
    }
    rebuild();
    return true;
  }

  private boolean takeIn() {
    boolean any = false;
    for (int run = 0; run < trees.size(); run++) {
      SearchTree tree = trees.get(run);
      for (int node = 0; node < tree.nodes(); node++) {
        any |= takeIn(tree, node, ends.get(run), taken.get(run));
      }
    }
    return any;
  }

  private boolean takeIn(SearchTree tree, int node, IntArrayList end, IntArrayList count) {
    boolean known = node < end.size();
    if (!known) {
      // Runs are compared from the end of their prompts on, whatever these say.
      end.add(node == 0 ? 0 : end.get(tree.parent(node)));
      count.add(0);
    }
    if (node == 0) {
      return !known;
    }
    IntList tokens = tree.tokens(node);
    int from = count.get(node);
    for (int i = from; i < tokens.size(); i++) {
      end.set(node, place(end.get(node), tokens.get(i), tree.tokenText(node, i)));
    }
    count.set(node, tokens.size());
    return !known || from < tokens.size();
  }

  private int place(int parent, int token, String text) {
    int key = sameVocabulary ? token : words.getIfAbsentPut(text, words.size());
    return places.getIfAbsentPut(
        (long) parent << 32 | Integer.toUnsignedLong(key),
        () -> {
          placeParent.add(parent);
          placeChildren.add(0);
          placeChildren.set(parent, placeChildren.get(parent) + 1);
          placeText.add(text);
          return placeParent.size() - 1;
        });
  }

  private void rebuild() {
    BitSet last = new BitSet(placeParent.size());
    last.set(0);
    ends.forEach(end -> end.forEach(last::set));
    nodeOfPlace = new int[placeParent.size()];
    IntArrayList above = IntArrayList.newListWith(-1);
    children = new ArrayList<>();
    placesOf = new ArrayList<>();
    children.add(IntLists.mutable.empty());
    placesOf.add(IntLists.mutable.with(0));
    for (int place = 1; place < nodeOfPlace.length; place++) {
      int before = placeParent.get(place);
      int node = nodeOfPlace[before];
      if (last.get(before) || placeChildren.get(before) > 1) {
        children.get(node).add(above.size());
        above.add(node);
        node = above.size() - 1;
        children.add(new IntArrayList(2));
        placesOf.add(new IntArrayList(4));
      }
      nodeOfPlace[place] = node;
      placesOf.get(node).add(place);
    }
    parents = above.toArray();
    carriers = new ArrayList<>();
    for (int run = 0; run < trees.size(); run++) {
      carriers.add(carry(run));
    }
  }

  private Carriers carry(int run) {
    List<IntArrayList> nodes = new ArrayList<>();
    List<IntArrayList> before = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      nodes.add(new IntArrayList(0));
      before.add(new IntArrayList(0));
    }
    IntArrayList end = ends.get(run);
    for (int own = 0; own < end.size(); own++) {
      int node = nodeOfPlace[end.get(own)];
      int left = taken.get(run).get(own);
      if (own == 0) {
        nodes.getFirst().add(0);
        before.getFirst().add(0);
      }
      while (left > 0) {
        left -= length(node);
        nodes.get(node).add(own);
        before.get(node).add(left);
        node = parents[node];
      }
    }
    return new Carriers(nodes, before);
  }

  /** Sets what cursors mean from now on. */
  void align(Alignment moments) {
    alignment = moments;
  }

  int runs() {
    return trees.size();
  }

  /** How many tokens a node's text has; none for the prompt. */
  int length(int node) {
    return node == 0 ? 0 : placesOf.get(node).size();
  }

  /** Whether a run ever comes to a node. */
  boolean has(int run, int node) {
    return carriers.get(run).nodes().get(node).notEmpty();
  }

  /** The nodes of a run whose texts end in a node here. */
  IntList endingIn(int run, int node) {
    Carriers all = carriers.get(run);
    MutableIntList found = IntLists.mutable.empty();
    for (int i = 0; i < all.nodes().get(node).size(); i++) {
      int own = all.nodes().get(node).get(i);
      if (endsIn(run, own, node)) {
        found.add(own);
      }
    }
    return found;
  }

  private boolean endsIn(int run, int own, int node) {
    return nodeOfPlace[ends.get(run).get(own)] == node;
  }

  /** The node here in which the text of a run's node ends. */
  int nodeOf(int run, int own) {
    return own < ends.get(run).size() ? nodeOfPlace[ends.get(run).get(own)] : 0;
  }

  /** The trie's last place of a node, which stays the same when nodes are numbered anew. */
  int lastPlace(int node) {
    return placesOf.get(node).getLast();
  }

  int nodeOfPlace(int place) {
    return nodeOfPlace[place];
  }

  /** How many tokens of a node a run has written by one of its own cursors. */
  private int known(int run, int node, int cursor) {
    Carriers all = carriers.get(run);
    IntArrayList nodes = all.nodes().get(node);
    int most = 0;
    for (int i = 0; i < nodes.size(); i++) {
      int written = trees.get(run).tokensAt(nodes.get(i), cursor) - all.before().get(node).get(i);
      most = Math.max(most, Math.min(written, length(node)));
    }
    return most;
  }

  private boolean bornIn(int run, int node, int cursor) {
    return node == 0
        ? has(run, 0) && trees.get(run).bornAt(0, cursor)
        : known(run, node, cursor) > 0;
  }

  /**
   * What a run has made of a node by one of its own cursors; null while it has not come to it.
   * Where its text goes on within the run's own node, it counts as expanded; of a node that the run
   * has twice, the weightier status counts.
   */
  @Nullable NodeStatus statusIn(int run, int node, int cursor) {
    SearchTree tree = trees.get(run);
    Carriers all = carriers.get(run);
    IntArrayList nodes = all.nodes().get(node);
    NodeStatus weightiest = null;
    for (int i = 0; i < nodes.size(); i++) {
      int own = nodes.get(i);
      int written = tree.tokensAt(own, cursor) - all.before().get(node).get(i);
      NodeStatus status =
          node != 0 && written <= 0
              ? null
              : node != 0 && written > length(node)
                  ? NodeStatus.EXPANDED
                  : tree.statusAt(own, cursor);
      weightiest = NodeStatus.weightier(weightiest, status);
    }
    return weightiest;
  }

  /** The same at a place of the alignment. */
  @Nullable NodeStatus statusAt(int run, int node, int cursor) {
    return statusIn(run, node, ownCursor(run, cursor));
  }

  /** What a place of the alignment is to a run; beyond the last place nothing happens. */
  private int ownCursor(int run, int cursor) {
    return moments().cursor(run, Math.min(cursor, moments().size() - 1));
  }

  private Alignment moments() {
    return Objects.requireNonNull(alignment, "the runs have not been aligned");
  }

  /** None before any run has begun. */
  @Override
  public int nodes() {
    return ends.stream().allMatch(IntArrayList::isEmpty) ? 0 : parents.length;
  }

  @Override
  public int parent(int node) {
    return parents[node];
  }

  @Override
  public IntList children(int node) {
    return children.get(node);
  }

  @Override
  public String text(int node) {
    if (node == 0) {
      SearchTree first = trees.getFirst();
      return first == null || first.nodes() == 0 ? "" : first.text(0);
    }
    MutableIntList own = placesOf.get(node);
    if (own.size() == 1) {
      return placeText.get(own.get(0));
    }
    StringBuilder text = new StringBuilder();
    own.forEach(place -> text.append(placeText.get(place)));
    return text.toString();
  }

  /** Single tokens in a row are one run of text as long as the same runs have them. */
  @Override
  public boolean continuesParent(int node) {
    int parent = parents[node];
    return parent > 0
        && children.get(parent).size() == 1
        && length(parent) == 1
        && length(node) == 1
        && members(parent) == members(node);
  }

  /** A bit for each run that ever comes to the node. */
  int members(int node) {
    int members = 0;
    for (int run = 0; run < runs(); run++) {
      members |= has(run, node) ? 1 << run : 0;
    }
    return members;
  }

  @Override
  public boolean inColumns() {
    return false;
  }

  @Override
  public boolean bornAt(int node, int cursor) {
    for (int run = 0; run < runs(); run++) {
      if (bornIn(run, node, ownCursor(run, cursor))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int birth(int node) {
    int low = 0;
    int high = moments().size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bornAt(node, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public int charsAt(int node, int cursor) {
    if (node == 0) {
      return bornAt(0, cursor) ? text(0).length() : 0;
    }
    int known = 0;
    for (int run = 0; run < runs(); run++) {
      known = Math.max(known, known(run, node, ownCursor(run, cursor)));
    }
    int chars = 0;
    MutableIntList own = placesOf.get(node);
    for (int i = 0; i < known; i++) {
      chars += placeText.get(own.get(i)).length();
    }
    return chars;
  }

  /** The text from below the prompt down to a node, at a cursor. */
  String completionAt(int node, int cursor) {
    StringBuilder text = new StringBuilder();
    for (int n = node; n > 0; n = parents[n]) {
      text.insert(0, text(n), 0, charsAt(n, cursor));
    }
    return text.toString();
  }
}
