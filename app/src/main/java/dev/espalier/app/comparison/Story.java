package dev.espalier.app.comparison;

import dev.espalier.app.course.Course;
import dev.espalier.app.format.Numbers;
import dev.espalier.app.tree.Metric;
import dev.espalier.app.tree.NodeStatus;
import dev.espalier.app.tree.SearchTree;
import dev.espalier.app.tree.canvas.RunMark;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What the runs made of the nodes of their union tree, in words.
 *
 * @param courses of the runs
 * @param cursor index of the place on the axis at which it is told
 */
record Story(UnionTree tree, Alignment alignment, ImmutableList<Course> courses, int cursor) {

  /** What a node is and what each run made of it, one line a run. */
  ImmutableList<String> lines(int node) {
    return courses.collectWithIndex((_, run) -> line(run, node));
  }

  private String line(int run, int node) {
    Course course = courses.get(run);
    String letter = RunMark.letter(run);
    if (!tree.has(run, node)) {
      return letter + ": never comes here";
    }
    NodeStatus status = tree.statusAt(run, node, cursor);
    if (status == null) {
      return "%s: comes here at %s %s"
          .formatted(
              letter, alignment.axis().figure(firstSeen(run, node)), alignment.axis().label());
    }
    SearchTree own = course.tree();
    int at = alignment.cursor(run, cursor);
    double score = Double.NaN;
    int times = 0;
    for (int end : tree.endingIn(run, node).toArray()) {
      if (own.bornAt(end, at)) {
        times++;
        var given = own.scoreAt(end, at);
        score = given == null ? score : Metric.quality(given);
      }
    }
    return "%s: %s%s%s, since %s %s"
        .formatted(
            letter,
            node == 0 ? "prompt" : status.label(),
            Double.isNaN(score) ? "" : ", score " + Numbers.score(score),
            times > 1 ? ", " + times + " times" : "",
            alignment.axis().figure(firstSeen(run, node)),
            alignment.axis().label());
  }

  private double firstSeen(int run, int node) {
    int low = 0;
    int high = alignment.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tree.statusIn(run, node, alignment.cursor(run, middle)) != null) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return alignment.place(low);
  }

  /** Whose a node is: "only A", "A and B". */
  String owners(int node) {
    ImmutableList<String> letters =
        Lists.immutable
            .with(0, 1, 2, 3)
            .select(run -> (tree.members(node) >> run & 1) == 1)
            .collect(RunMark::letter);
    return letters.size() == 1
        ? "only " + letters.getFirst()
        : letters.size() == courses.size() && letters.size() == 2
            ? "both"
            : letters.makeString(", ");
  }

  /** How much of the tree is whose, in a sentence. */
  String summary() {
    int shared = 0;
    int[] only = new int[RunMark.MOST];
    for (int node = 1; node < tree.nodes(); node++) {
      int members = tree.members(node);
      if (Integer.bitCount(members) > 1) {
        shared += tree.length(node);
      } else if (members != 0) {
        only[Integer.numberOfTrailingZeros(members)] += tree.length(node);
      }
    }
    StringBuilder words = new StringBuilder(Numbers.counted(shared, "token")).append(" shared");
    for (int run = 0; run < courses.size(); run++) {
      words
          .append(" · ")
          .append(Numbers.count(only[run]))
          .append(" only ")
          .append(RunMark.letter(run));
    }
    return words.toString();
  }

  /** All of that of a node. */
  String words(int node) {
    return "%s. %s. %s"
        .formatted(
            node == 0 ? "Prompt" : tree.text(node).strip(),
            owners(node),
            lines(node).makeString("; "));
  }
}
