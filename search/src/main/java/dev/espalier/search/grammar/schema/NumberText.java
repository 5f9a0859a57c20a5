package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Nfa;
import dev.espalier.search.grammar.Regex;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * How numbers are written: without conditions in any way that JSON allows, under conditions in
 * decimal notation without an exponent. An automaton over the digits decides each condition: bounds
 * by comparing digit by digit, multiples by the remainder so far.
 */
final class NumberText {

  /** Beyond this many remainders a divisor is out of proportion. */
  private static final int MAX_REMAINDERS = 20_000;

  private static final ByteAutomaton FREE =
      constant("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final ByteAutomaton DECIMAL = constant("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
  private static final ByteAutomaton UNSIGNED = constant("(0|[1-9][0-9]*)(\\.[0-9]+)?");
  private static final ByteAutomaton INTEGER = constant("-?(0|[1-9][0-9]*)(\\.0+)?");
  private static final ByteAutomaton CANONICAL =
      constant("0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\\.[0-9]*[1-9]");
  private static final ByteAutomaton CANONICAL_INTEGER = constant("0|-?[1-9][0-9]*");

  private NumberText() {}

  private static ByteAutomaton constant(String pattern) {
    try {
      return Regex.matching(pattern).automaton();
    } catch (GrammarException e) {
      throw new IllegalStateException("a constant of the program is wrong", e);
    }
  }

  static ByteAutomaton of(NumberForm form, boolean free) throws GrammarException {
    if (form.equals(NumberForm.ANY)) {
      return free ? FREE : CANONICAL;
    }
    if (form.equals(NumberForm.INTEGER)) {
      return free ? INTEGER : CANONICAL_INTEGER;
    }
    BigDecimal single = form.single();
    if (single != null) {
      return just(form, single, free);
    }
    ByteAutomaton texts = free ? DECIMAL : CANONICAL;
    BigDecimal divisor = form.multipleOf();
    if (divisor != null) {
      texts =
          divisor.compareTo(BigDecimal.ONE) == 0
              ? free ? INTEGER : CANONICAL_INTEGER
              : texts.and(multiples(divisor));
    }
    for (BigDecimal excluded : form.notMultiplesOf()) {
      texts = texts.minus(multiples(excluded));
    }
    BigDecimal min = form.min();
    if (min != null) {
      texts = texts.and(from(min, form.minExclusive()));
    }
    BigDecimal max = form.max();
    if (max != null) {
      texts = texts.and(upTo(max, form.maxExclusive()));
    }
    return texts;
  }

  private static ByteAutomaton just(NumberForm form, BigDecimal value, boolean free)
      throws GrammarException {
    BigDecimal divisor = form.multipleOf();
    if ((divisor != null && !NumberForm.isMultiple(value, divisor))
        || form.notMultiplesOf().anySatisfy(d -> NumberForm.isMultiple(value, d))) {
      return Regex.either().automaton();
    }
    Regex written = Regex.text(value.toPlainString());
    if (!free) {
      return written.automaton();
    }
    Regex sign = value.signum() == 0 ? Regex.text("-").optional() : Regex.empty();
    Regex zeros = Regex.text("0").times(1, Regex.Repeat.UNBOUNDED);
    Regex tail =
        value.scale() > 0 ? zeros.optional() : Regex.sequence(Regex.text("."), zeros).optional();
    return Regex.sequence(sign, written, tail).automaton();
  }

  /** Decimal texts of numbers from {@code bound} up. */
  private static ByteAutomaton from(BigDecimal bound, boolean exclusive) throws GrammarException {
    int sign = bound.signum();
    Regex minus = Regex.text("-");
    if (sign > 0 || (sign == 0 && exclusive)) {
      return magnitudes(bound, 1, !exclusive);
    }
    Regex small = new Regex.Compiled(magnitudes(bound.negate(), -1, !exclusive));
    return Regex.either(new Regex.Compiled(UNSIGNED), Regex.sequence(minus, small)).automaton();
  }

  /** Decimal texts of numbers up to {@code bound}. */
  private static ByteAutomaton upTo(BigDecimal bound, boolean exclusive) throws GrammarException {
    Regex minus = Regex.text("-");
    if (bound.signum() < 0) {
      return Regex.sequence(minus, new Regex.Compiled(magnitudes(bound.negate(), 1, !exclusive)))
          .automaton();
    }
    Regex negative =
        Regex.sequence(minus, new Regex.Compiled(magnitudes(BigDecimal.ZERO, 1, true)));
    if (bound.signum() == 0 && exclusive) {
      return Regex.sequence(minus, new Regex.Compiled(magnitudes(BigDecimal.ZERO, 1, false)))
          .automaton();
    }
    return Regex.either(negative, new Regex.Compiled(magnitudes(bound, -1, !exclusive)))
        .automaton();
  }

  /**
   * Unsigned decimal texts whose value compares with {@code bound}, which is not negative, as
   * {@code sign} says or, if {@code orEqual}, is the same.
   */
  private static ByteAutomaton magnitudes(BigDecimal bound, int sign, boolean orEqual)
      throws GrammarException {
    String[] digits = bound.toPlainString().split("\\.", -1);
    String whole = digits[0];
    String fraction = digits.length == 1 ? "" : digits[1].replaceAll("0+$", "");
    return new Comparison(whole, fraction, sign, orEqual).automaton();
  }

  /** States are how many digits have been read and how they compare with the bound's. */
  private static final class Comparison {
    private final String whole;
    private final String fraction;
    private final int sign;
    private final boolean orEqual;
    private final Nfa nfa = new Nfa();

    Comparison(String whole, String fraction, int sign, boolean orEqual) {
      this.whole = whole;
      this.fraction = fraction;
      this.sign = sign;
      this.orEqual = orEqual;
    }

    ByteAutomaton automaton() throws GrammarException {
      int start = nfa.addState();
      int end = nfa.addState();
      int less = decided(-1, end);
      int greater = decided(1, end);
      int[] fractionEqual = fractionStates(less, greater, end);
      int longer = nfa.addState();
      nfa.edge(longer, '0', '9', longer);
      finishWhole(longer, 1, less, greater, fractionEqual, end);
      int[] at = new int[3];
      Arrays.fill(at, -1);
      at[1] = start;
      for (int k = 0; k < whole.length(); k++) {
        int[] next = {nfa.addState(), nfa.addState(), nfa.addState()};
        char digit = whole.charAt(k);
        for (int order = -1; order <= 1; order++) {
          int from = at[order + 1];
          if (from < 0) {
            continue;
          }
          if (order != 0) {
            nfa.edge(from, '0', '9', next[order + 1]);
            continue;
          }
          compare(from, digit, next);
        }
        boolean last = k == whole.length() - 1;
        for (int order = -1; order <= 1; order++) {
          finishWhole(next[order + 1], last ? order : -1, less, greater, fractionEqual, end);
          if (last) {
            nfa.edge(next[order + 1], '0', '9', longer);
          }
        }
        at = next;
      }
      return nfa.automaton(start, end);
    }

    private void compare(int from, char digit, int[] next) {
      if (digit > '0') {
        nfa.edge(from, '0', digit - 1, next[0]);
      }
      nfa.edge(from, digit, digit, next[1]);
      if (digit < '9') {
        nfa.edge(from, digit + 1, '9', next[2]);
      }
    }

    /** After the whole part: its end, or a point and a fraction. */
    private void finishWhole(
        int from, int order, int less, int greater, int[] fractionEqual, int end) {
      if (holds(order == 0 && !fraction.isEmpty() ? -1 : order)) {
        nfa.join(from, end);
      }
      nfa.edge(from, '.', '.', order < 0 ? less : order > 0 ? greater : fractionEqual[0]);
    }

    /** Fraction digits that change nothing any more. */
    private int decided(int order, int end) throws GrammarException {
      int state = nfa.addState();
      nfa.edge(state, '0', '9', state);
      if (holds(order)) {
        nfa.join(state, end);
      }
      return state;
    }

    private int[] fractionStates(int less, int greater, int end) throws GrammarException {
      int[] equal = new int[fraction.length() + 1];
      for (int j = 0; j < equal.length; j++) {
        equal[j] = nfa.addState();
      }
      for (int j = 0; j < fraction.length(); j++) {
        compare(equal[j], fraction.charAt(j), new int[] {less, equal[j + 1], greater});
        if (holds(-1)) {
          nfa.join(equal[j], end);
        }
      }
      int all = equal[fraction.length()];
      nfa.edge(all, '0', '0', all);
      nfa.edge(all, '1', '9', greater);
      if (holds(0)) {
        nfa.join(all, end);
      }
      return equal;
    }

    private boolean holds(int order) {
      return order == 0 ? orEqual : order == sign;
    }
  }

  /**
   * Refuses a divisor that is out of proportion.
   *
   * @throws GrammarException if it is
   */
  static void check(BigDecimal divisor) throws GrammarException {
    int places = Math.max(0, divisor.scale());
    BigInteger scaled = divisor.setScale(places).unscaledValue();
    if (scaled.bitLength() > 30 || scaled.intValueExact() > MAX_REMAINDERS / (places + 2)) {
      throw GrammarException.of(
          "a divisor of %s needs more than %d remainders"
              .formatted(divisor.toPlainString(), MAX_REMAINDERS));
    }
  }

  /** Decimal texts, signed or not, of multiples of a positive divisor. */
  private static ByteAutomaton multiples(BigDecimal divisor) throws GrammarException {
    check(divisor);
    int places = Math.max(0, divisor.scale());
    int modulus = divisor.setScale(places).unscaledValue().intValueExact();
    Nfa nfa = new Nfa();
    int start = nfa.addState();
    int end = nfa.addState();
    int[][] states = new int[places + 2][modulus];
    for (int[] phase : states) {
      for (int r = 0; r < modulus; r++) {
        phase[r] = nfa.addState();
      }
    }
    nfa.join(start, states[0][0]);
    nfa.edge(start, '-', '-', states[0][0]);
    for (int phase = 0; phase <= places + 1; phase++) {
      int digitsRead = Math.max(0, phase - 1);
      long shift = 1;
      for (int i = digitsRead; i < places; i++) {
        shift = shift * 10 % modulus;
      }
      for (int r = 0; r < modulus; r++) {
        if (r * shift % modulus == 0) {
          nfa.join(states[phase][r], end);
        }
        if (phase == 0) {
          nfa.edge(states[0][r], '.', '.', states[1][r]);
        }
        if (phase == places + 1) {
          nfa.edge(states[phase][r], '0', '0', states[phase][r]);
          continue;
        }
        for (int d = 0; d <= 9; d++) {
          int next = (int) ((r * 10L + d) % modulus);
          nfa.edge(states[phase][r], '0' + d, '0' + d, states[phase == 0 ? 0 : phase + 1][next]);
        }
      }
    }
    return nfa.automaton(start, end);
  }
}
