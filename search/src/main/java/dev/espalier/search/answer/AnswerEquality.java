package dev.espalier.search.answer;

import dev.espalier.search.answer.Comparison.Rung;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether two answers are the same, by a ladder whose first decisive rung counts.
 *
 * <ol>
 *   <li>their normal forms are the same text;
 *   <li>both are exact fractions: equal or not, without tolerance;
 *   <li>both are tuples, intervals, sets, lists, unions or matrices: brackets must agree, parts are
 *       compared in turn; sets, unions and bare lists have no order;
 *   <li>equations: {@code x = a} is compared by {@code a} with an answer that is no equation, two
 *       equations by the difference of their sides;
 *   <li>both evaluate to the same numbers, at five points if they have variables, within a relative
 *       10⁻⁹;
 *   <li>otherwise the answers are <em>unverified</em>, which is not equal.
 * </ol>
 *
 * <p>Degrees, percent signs, currency signs and trailing units in {@code \text} are dropped, so
 * {@code 10\%} is 10 but never 0.1. Equality is symmetric, but not transitive, because the last
 * rung has a tolerance; see {@link AnswerGroup}. Work is bounded whatever the answers are.
 */
public final class AnswerEquality {
  /** Exact, the same in both directions. */
  public static final AnswerEquality STRICT = new AnswerEquality(AnswerNormaliser.HENDRYCKS, false);

  /**
   * As published figures of Qwen2.5-Math are graded: letters of either case, numbers within a
   * relative 10⁻⁴ of the reference, a hundredth or a hundredfold of it. Not symmetric.
   */
  public static final AnswerEquality QWEN = new AnswerEquality(AnswerNormaliser.QWEN, true);

  private static final int MAX_NESTING = 8;
  private static final int POINTS = 5;
  private static final int TRIES = 25;
  private static final double TOLERANCE = 1e-9;
  private static final double QWEN_TOLERANCE = 1e-4;
  private static final Pattern NAME =
      Pattern.compile("\\\\?[A-Za-z]{1,8}(?:_\\{?\\w{1,4}\\}?)?(?:\\([a-z]\\))?");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,}+(?: [A-Za-z]++)*+");

  private final AnswerNormaliser normaliser;
  private final boolean lenient;

  private AnswerEquality(AnswerNormaliser normaliser, boolean lenient) {
    this.normaliser = normaliser;
    this.lenient = lenient;
  }

  /** Whether {@link #compare} finds them equal. */
  public boolean equal(String candidate, String reference) {
    return compare(candidate, reference).equal();
  }

  /**
   * Compares an answer with a reference.
   *
   * @param reference the gold answer, where one of the two is
   */
  public Comparison compare(String candidate, String reference) {
    return compare(candidate, reference, 0);
  }

  private Comparison compare(String candidate, String reference, int nesting) {
    if (candidate.equals(reference) || sameText(candidate, reference)) {
      return new Comparison(true, Rung.TEXT);
    }
    if (nesting > MAX_NESTING
        || Math.max(candidate.length(), reference.length()) > AnswerNormaliser.MAX_LENGTH) {
      return Comparison.UNVERIFIED;
    }
    String a = AnswerText.clean(candidate);
    String b = AnswerText.clean(reference);
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() && b.isEmpty() ? Comparison.UNVERIFIED : new Comparison(false, Rung.TEXT);
    }
    if (a.equals(b)) {
      return new Comparison(true, Rung.TEXT);
    }
    Rational left = fraction(a);
    Rational right = fraction(b);
    if (left != null && right != null) {
      return new Comparison(
          left.equals(right) || (lenient && near(left.toDouble(), right.toDouble())),
          Rung.RATIONAL);
    }
    AnswerShape shape = AnswerShape.of(a);
    AnswerShape other = AnswerShape.of(b);
    if (shape == null || other == null) {
      return Comparison.UNVERIFIED;
    }
    if (!shape.kind().equals(AnswerShape.SINGLE) || !other.kind().equals(AnswerShape.SINGLE)) {
      return shapes(shape, other, nesting);
    }
    if (a.indexOf('=') >= 0 || b.indexOf('=') >= 0) {
      return equations(a, b, nesting);
    }
    Term term = TermParser.parse(a);
    Term otherTerm = TermParser.parse(b);
    return term == null || otherTerm == null
        ? Comparison.UNVERIFIED
        : numeric(term, otherTerm, Rung.NUMERIC);
  }

  private boolean sameText(String candidate, String reference) {
    String a = normaliser.normalise(candidate);
    String b = normaliser.normalise(reference);
    if (a.isEmpty() || b.isEmpty()) {
      // A normal form that lost everything says nothing.
      return candidate.strip().equals(reference.strip());
    }
    boolean words = WORDS.matcher(a).matches();
    return (lenient || words) ? a.equalsIgnoreCase(b) : a.equals(b);
  }

  private static @Nullable Rational fraction(String text) {
    Term term = TermParser.parse(text);
    return term == null ? null : TermValue.exact(term);
  }

  // structure

  private Comparison shapes(AnswerShape a, AnswerShape b, int nesting) {
    if (!a.kind().equals(b.kind()) || a.parts().size() != b.parts().size()) {
      return new Comparison(false, Rung.STRUCTURE);
    }
    boolean unverified = false;
    List<String> open = new ArrayList<>(b.parts().castToList());
    for (String part : a.parts()) {
      int match = -1;
      boolean unclear = false;
      int last = a.ordered() ? 1 : open.size();
      for (int i = 0; i < last && match < 0; i++) {
        Comparison comparison = compare(part, open.get(i), nesting + 1);
        if (comparison.equal()) {
          match = i;
        }
        unclear |= !comparison.verified();
      }
      if (match < 0 && !unclear) {
        return new Comparison(false, Rung.STRUCTURE);
      }
      unverified |= match < 0;
      open.remove(Math.max(match, 0));
    }
    return unverified ? Comparison.UNVERIFIED : new Comparison(true, Rung.STRUCTURE);
  }

  // equations

  private Comparison equations(String a, String b, int nesting) {
    List<String> left = AnswerShape.split(a, "=");
    List<String> right = AnswerShape.split(b, "=");
    if (left == null || right == null || left.size() > 2 || right.size() > 2) {
      return Comparison.UNVERIFIED;
    }
    if (left.size() == 1 || right.size() == 1) {
      String value = named(left);
      String other = named(right);
      if (value == null || other == null) {
        return Comparison.UNVERIFIED;
      }
      Comparison values = compare(value, other, nesting + 1);
      return values.verified() ? new Comparison(values.equal(), Rung.EQUATION) : values;
    }
    Term difference = difference(left);
    Term other = difference(right);
    if (difference == null || other == null) {
      return Comparison.UNVERIFIED;
    }
    Comparison same = numeric(difference, other, Rung.EQUATION);
    if (same.equal()) {
      return same;
    }
    Comparison swapped = numeric(difference, new Term.Negation(other), Rung.EQUATION);
    // Equations can be equivalent in other ways, so this does not show that they are not.
    return swapped.equal() ? swapped : Comparison.UNVERIFIED;
  }

  /** The value that an equation gives to a name, or the one side there is; null if neither. */
  private static @Nullable String named(List<String> sides) {
    if (sides.size() == 1) {
      return sides.getFirst();
    }
    return NAME.matcher(sides.getFirst().strip()).matches() ? sides.getLast().strip() : null;
  }

  private static @Nullable Term difference(List<String> sides) {
    Term left = TermParser.parse(sides.getFirst());
    Term right = TermParser.parse(sides.getLast());
    return left == null || right == null ? null : new Term.Binary(Term.Operator.MINUS, left, right);
  }

  // numbers

  private Comparison numeric(Term a, Term b, Rung rung) {
    Set<String> names = new TreeSet<>();
    TermValue.variables(a, names);
    TermValue.variables(b, names);
    int wanted = names.isEmpty() ? 1 : POINTS;
    int valid = 0;
    SplittableRandom random = new SplittableRandom(20_250_519);
    for (int i = 0; i < (names.isEmpty() ? 1 : TRIES) && valid < wanted; i++) {
      Map<String, Double> point = new HashMap<>();
      for (String name : names) {
        point.put(name, random.nextDouble(0.3, 2.7));
      }
      double left = TermValue.at(a, point);
      double right = TermValue.at(b, point);
      if (!Double.isFinite(left) || !Double.isFinite(right)) {
        continue;
      }
      valid++;
      if (!same(left, right) && !(lenient && names.isEmpty() && near(left, right))) {
        // As a variable, i stands for a real number, which the imaginary unit is not.
        return names.contains("i") ? Comparison.UNVERIFIED : new Comparison(false, rung);
      }
    }
    return valid == wanted ? new Comparison(true, rung) : Comparison.UNVERIFIED;
  }

  private static boolean same(double a, double b) {
    double size = Math.max(Math.abs(a), Math.abs(b));
    return Math.abs(a - b) <= Math.max(TOLERANCE * size, 1e-12);
  }

  private static boolean near(double value, double reference) {
    if (!Double.isFinite(value)) {
      // Beyond double precision everything would be near infinity.
      return false;
    }
    for (double r : new double[] {reference, reference / 100, reference * 100}) {
      if (Math.abs(value - r) <= QWEN_TOLERANCE * Math.max(Math.abs(value), Math.abs(r))) {
        return true;
      }
    }
    return false;
  }
}
