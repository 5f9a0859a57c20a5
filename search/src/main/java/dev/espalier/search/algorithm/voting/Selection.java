package dev.espalier.search.algorithm.voting;

import dev.espalier.search.algorithm.Parameter;
import dev.espalier.search.answer.AnswerEquality;
import dev.espalier.search.answer.AnswerExtraction;
import dev.espalier.search.answer.AnswerGroup;
import dev.espalier.search.event.Ballot;
import dev.espalier.search.event.SearchEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * How one of several scored solutions is chosen. Ties go to the answer that appeared first.
 *
 * <p>Solutions without an answer do not vote, unless none has one.
 */
public enum Selection {
  /** The greatest score. */
  BEST,
  /** The answer of the greatest sum of scores. */
  WEIGHTED,
  /** The answer that most solutions give. */
  MAJORITY;

  /** The parameter by which users choose one. */
  public static final Parameter PARAMETER =
      new Parameter.Choice(
          "selection",
          "What is chosen: the best score, the answer of the greatest sum of scores (weighted), or"
              + " the most frequent answer (majority).",
          "best",
          Lists.immutable.with("best", "weighted", "majority"));

  public static Selection of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One answer and who gives it. */
  private record Party(AnswerGroup group, double sum, double best, double power) {}

  /**
   * Holds the vote.
   *
   * @param texts of the candidates, at least one
   * @param scores theirs, at least 0 each
   * @param nodes where they end
   */
  public Election elect(
      ImmutableList<String> texts, ImmutableDoubleList scores, ImmutableIntList nodes) {
    if (texts.isEmpty() || texts.size() != scores.size() || texts.size() != nodes.size()) {
      throw new IllegalArgumentException(
          "a vote over %d texts with %d scores at %d nodes"
              .formatted(texts.size(), scores.size(), nodes.size()));
    }
    ImmutableList<AnswerGroup> groups =
        AnswerGroup.of(texts.collect(Selection::answer), AnswerEquality.STRICT);
    boolean anyAnswer = groups.anySatisfy(group -> !group.representative().isEmpty());
    ImmutableList<Party> parties =
        groups
            .collect(group -> party(group, scores, !anyAnswer || !group.representative().isEmpty()))
            .toSortedList(Comparator.comparingDouble(Party::power).reversed())
            .toImmutable();
    int[] order = order(parties, scores);
    double[] shares = new double[texts.size()];
    double total = parties.sumOfDouble(party -> Math.max(0, party.power()));
    for (Party party : parties) {
      double share = total > 0 ? Math.max(0, party.power()) / total : 1.0 / parties.size();
      party.group().members().forEach(i -> shares[i] = share);
    }
    return new Election(
        IntLists.immutable.with(order),
        DoubleLists.immutable.with(shares),
        this == BEST ? 1 : parties.getFirst().group().members().size(),
        new SearchEvent.Voted(
            label(),
            parties.collect(party ->
                new Ballot(
                    party.group().representative(),
                    IntLists.immutable.with(
                        party.group().members().primitiveStream().map(nodes::get).toArray()),
                    party.sum(),
                    party.best()))));
  }

  /** The final answer of a solution, or an empty text. */
  private static String answer(String text) {
    AnswerExtraction.Extracted found = AnswerExtraction.extract(text);
    return found == null ? "" : found.answer();
  }

  private Party party(AnswerGroup group, ImmutableDoubleList scores, boolean votes) {
    double[] own = group.members().primitiveStream().mapToDouble(scores::get).toArray();
    double sum = Arrays.stream(own).sum();
    double best = Arrays.stream(own).max().orElseThrow();
    double power =
        switch (this) {
          case BEST -> best;
          case WEIGHTED -> sum;
          case MAJORITY -> own.length;
        };
    // Where scores alone decide, no answer is needed.
    return new Party(group, sum, best, votes || this == BEST ? power : -1);
  }

  private int[] order(ImmutableList<Party> parties, ImmutableDoubleList scores) {
    Comparator<Integer> better = Comparator.<Integer>comparingDouble(scores::get).reversed();
    return this == BEST
        ? IntStream.range(0, scores.size()).boxed().sorted(better).mapToInt(i -> i).toArray()
        : parties.stream()
            .flatMapToInt(party ->
                party.group().members().primitiveStream().boxed().sorted(better).mapToInt(i -> i))
            .toArray();
  }
}
