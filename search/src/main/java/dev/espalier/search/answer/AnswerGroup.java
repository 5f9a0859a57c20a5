package dev.espalier.search.answer;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Answers that count as one in a vote.
 *
 * @param representative the first of them
 * @param members their places in what was grouped, ascending
 */
public record AnswerGroup(String representative, ImmutableIntList members) {

  /**
   * Groups answers by their first representative: each joins the first group whose representative
   * it equals, in order of appearance. Equality is not transitive, so groups are never merged.
   *
   * @param answers empty for those without an answer; these form a group of their own
   * @return the groups in order of their representatives
   */
  public static ImmutableList<AnswerGroup> of(
      ImmutableList<String> answers, AnswerEquality equality) {
    List<String> representatives = new ArrayList<>();
    List<IntArrayList> members = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String answer = answers.get(i).strip();
      int group = 0;
      while (group < representatives.size()
          && !joins(answer, representatives.get(group), equality)) {
        group++;
      }
      if (group == representatives.size()) {
        representatives.add(answer);
        members.add(new IntArrayList());
      }
      members.get(group).add(i);
    }
    List<AnswerGroup> groups = new ArrayList<>();
    for (int i = 0; i < representatives.size(); i++) {
      groups.add(new AnswerGroup(representatives.get(i), members.get(i).toImmutable()));
    }
    return Lists.immutable.withAll(groups);
  }

  private static boolean joins(String answer, String representative, AnswerEquality equality) {
    return (answer.isEmpty() || representative.isEmpty())
        ? answer.equals(representative)
        : equality.equal(answer, representative);
  }
}
