package dev.espalier.app.tree;

import dev.espalier.search.event.Ending;
import dev.espalier.search.event.Reason;
import dev.espalier.search.event.Score;
import java.util.Arrays;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.jspecify.annotations.Nullable;

/** Everything that happened to one node, in the order it happened. */
final class NodeHistory {

  final int parent;
  final int depth;
  final int born;
  final IntArrayList children = new IntArrayList(2);
  final IntArrayList events = new IntArrayList(4);
  final IntArrayList tokens;
  final Timeline<NodeStatus> status = new Timeline<>();
  final Timeline<Score> scores = new Timeline<>();
  final Timeline<Integer> ranks = new Timeline<>();
  @Nullable Ending ending;
  @Nullable Reason reason;
  double finishedScore = Double.NaN;

  private final int bornTokens;
  private final double bornLogProb;
  private final int bornChars;
  private StringBuilder text;

  /** Event, characters and log-probability after each extension. */
  private int[] extendedBy = {};

  private int[] chars = {};
  private double[] logProbs = {};
  private int extensions;

  NodeHistory(int parent, int depth, int born, IntArrayList tokens, String text, double logProb) {
    this.parent = parent;
    this.depth = depth;
    this.born = born;
    this.tokens = tokens;
    this.bornTokens = tokens.size();
    this.bornLogProb = logProb;
    this.bornChars = text.length();
    this.text = new StringBuilder(text);
    events.add(born);
  }

  void extend(int event, int token, String piece, double logProb) {
    if (extensions == extendedBy.length) {
      int capacity = Math.max(8, 2 * extensions);
      extendedBy = Arrays.copyOf(extendedBy, capacity);
      chars = Arrays.copyOf(chars, capacity);
      logProbs = Arrays.copyOf(logProbs, capacity);
    }
    double before = extensions == 0 ? bornLogProb : logProbs[extensions - 1];
    text.append(piece);
    tokens.add(token);
    extendedBy[extensions] = event;
    chars[extensions] = text.length();
    logProbs[extensions] = before + logProb;
    extensions++;
  }

  String text() {
    return text.toString();
  }

  /** The text of one token; of tokens that appeared together, the last has all of it. */
  String tokenText(int index) {
    return text.substring(index == 0 ? 0 : tokenEnd(index - 1), tokenEnd(index));
  }

  private int tokenEnd(int index) {
    return index >= bornTokens
        ? chars[index - bornTokens]
        : index == bornTokens - 1 ? bornChars : 0;
  }

  int charsAt(int cursor) {
    int i = extensionsBefore(cursor);
    return i == 0 ? bornChars : chars[i - 1];
  }

  double logProbAt(int cursor) {
    int i = extensionsBefore(cursor);
    return i == 0 ? bornLogProb : logProbs[i - 1];
  }

  int tokensAt(int cursor) {
    return bornTokens + extensionsBefore(cursor);
  }

  private int extensionsBefore(int cursor) {
    if (extensions == 0 || extendedBy[extensions - 1] < cursor) {
      return extensions;
    }
    int i = Arrays.binarySearch(extendedBy, 0, extensions, cursor);
    return i >= 0 ? i : -i - 1;
  }
}
