package dev.espalier.search.answer;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of expressions: exact where they are fractions, otherwise in double precision. */
final class TermValue {
  /** Coefficients of Lanczos' approximation of the gamma function for g = 7, by Godfrey. */
  private static final double[] LANCZOS = {
    0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531,
    -176.6150291621406, 12.507343278686905, -0.13857109526572012, 9.984369578019572e-06,
    1.5056327351493116e-07
  };

  private TermValue() {}

  /** The value as a fraction; null if it is none, or too large, or depends on variables. */
  static @Nullable Rational exact(Term term) {
    return switch (term) {
      case Term.Numeral(Rational value) -> value;
      case Term.Negation(Term of) -> {
        Rational value = exact(of);
        yield value == null ? null : value.negated();
      }
      case Term.Factorial(Term of) -> {
        Rational value = exact(of);
        yield value == null ? null : value.factorial();
      }
      case Term.Binary(Term.Operator operator, Term l, Term r) -> {
        Rational left = exact(l);
        Rational right = left == null ? null : exact(r);
        yield left == null || right == null
            ? null
            : switch (operator) {
              case PLUS -> left.plus(right);
              case MINUS -> left.plus(right.negated());
              case TIMES -> left.times(right);
              case OVER -> left.over(right);
              case POWER -> left.power(right);
            };
      }
      case Term.Constant _, Term.Variable _, Term.Call _, Term.Root _, Term.Logarithm _ -> null;
    };
  }

  /** The value where variables have the given values; not finite where it is undefined. */
  static double at(Term term, Map<String, Double> variables) {
    return switch (term) {
      case Term.Numeral(Rational value) -> value.toDouble();
      case Term.Constant(double value) -> value;
      case Term.Variable(String name) -> variables.getOrDefault(name, Double.NaN);
      case Term.Negation(Term of) -> -at(of, variables);
      case Term.Factorial(Term of) -> gamma(at(of, variables) + 1);
      case Term.Root(Term index, Term of) -> root(at(index, variables), at(of, variables));
      case Term.Logarithm(Term base, Term of) ->
          Math.log(at(of, variables)) / Math.log(at(base, variables));
      case Term.Call(Term.Function function, Term of) -> call(function, at(of, variables));
      case Term.Binary(Term.Operator operator, Term l, Term r) -> {
        double left = at(l, variables);
        double right = at(r, variables);
        yield switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case OVER -> left / right;
          case POWER -> Math.pow(left, right);
        };
      }
    };
  }

  static void variables(Term term, Set<String> into) {
    switch (term) {
      case Term.Variable(String name) -> into.add(name);
      case Term.Negation(Term of) -> variables(of, into);
      case Term.Factorial(Term of) -> variables(of, into);
      case Term.Call(_, Term of) -> variables(of, into);
      case Term.Root(Term index, Term of) -> {
        variables(index, into);
        variables(of, into);
      }
      case Term.Logarithm(Term base, Term of) -> {
        variables(base, into);
        variables(of, into);
      }
      case Term.Binary(_, Term left, Term right) -> {
        variables(left, into);
        variables(right, into);
      }
      case Term.Numeral _, Term.Constant _ -> {}
    }
  }

  private static double call(Term.Function function, double x) {
    return switch (function) {
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case COT -> 1 / Math.tan(x);
      case SEC -> 1 / Math.cos(x);
      case CSC -> 1 / Math.sin(x);
      case ARCSIN -> Math.asin(x);
      case ARCCOS -> Math.acos(x);
      case ARCTAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case LN -> Math.log(x);
      case EXP -> Math.exp(x);
      case ABS -> Math.abs(x);
    };
  }

  private static double root(double index, double x) {
    if (index == 2) {
      return Math.sqrt(x);
    }
    if (index == 3) {
      return Math.cbrt(x);
    }
    // Odd roots of negative numbers are real.
    return x < 0 && index % 2 == 1 ? -Math.pow(-x, 1 / index) : Math.pow(x, 1 / index);
  }

  private static double gamma(double x) {
    if (x <= 0 && x == Math.rint(x)) {
      return Double.NaN;
    }
    if (x < 0.5) {
      return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
    }
    double shifted = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (shifted + i);
    }
    double t = shifted + 7.5;
    return Math.sqrt(2 * Math.PI) * Math.pow(t, shifted + 0.5) * Math.exp(-t) * sum;
  }
}
