package dev.espalier.search.algorithm.aligned;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.SearchAlgorithm;
import dev.espalier.search.algorithm.Transition;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import java.util.Map;
import java.util.Objects;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Four languages small enough to be worked out by hand. */
final class Toys {

  static final ImmutableIntList PROMPT = IntLists.immutable.with(0);

  /** 000 or 1xx: bits as tokens; 0 is rare after a 0, and the text ends after three. */
  static final ToyText A = bits(3);

  static final String A_LANGUAGE = "000|1[01][01]";

  /** 00000 or 1xxxx. */
  static final ToyText B = bits(5);

  static final String B_LANGUAGE = "00000|1[01][01][01][01]";

  /** Letters until b, then the end. */
  static final ToyText C =
      ToyText.of(
          text -> text.endsWith("b") ? new double[] {0, 0, 1} : new double[] {0.5, 0.3, 0.2},
          "a",
          "b");

  static final String C_LANGUAGE = "a*b";

  /** Nested parentheses; every token is as likely at every place. */
  static final ToyText D = ToyText.independent(new double[] {0.6, 0.2, 0.1, 0.1}, "(", "x", ")");

  static final String D_LANGUAGE = "root ::= \"x\" | \"(\" root \")\"";

  private Toys() {}

  private static ToyText bits(int length) {
    return ToyText.of(
        text ->
            text.length() >= length
                ? new double[] {0, 0, 1}
                : text.startsWith("0") ? new double[] {0.1, 0.9, 0} : new double[] {0.5, 0.5, 0},
        "0",
        "1");
  }

  static ExactDistribution exact(Models models, int maxTokens) {
    return Objects.requireNonNull(ExactDistribution.of(models, PROMPT, 1, maxTokens, 100_000));
  }

  @SuppressWarnings("unchecked") // The three have one kind of state.
  static SearchAlgorithm<AlignedState> kernel(String name, Map<String, String> settings) {
    return (SearchAlgorithm<AlignedState>) AlgorithmCatalogue.named(name).create(settings);
  }

  /** The trie's log c̃ of generated tokens: 0 beyond it. */
  static double logFuture(Prefix root, ImmutableIntList tokens) {
    Prefix at = root;
    for (int i = 0; i < tokens.size(); i++) {
      Prefix next = at.children().get(tokens.get(i));
      if (next == null) {
        return 0;
      }
      at = next;
    }
    return at.logFuture();
  }

  /** The state after {@code steps} draws of one text each. */
  static AlignedState afterDraws(
      SearchAlgorithm<AlignedState> kernel, Models models, long seed, int draws) {
    AlignedState state = kernel.init(ToyText.problem(seed)).state();
    while (!state.finished() && (state.begun() < draws || state.draws().notEmpty())) {
      Transition<AlignedState> next = kernel.step(state, models);
      state = next.state();
    }
    return state;
  }
}
