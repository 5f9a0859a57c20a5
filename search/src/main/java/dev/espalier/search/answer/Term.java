package dev.espalier.search.answer;

/** A mathematical expression as a tree. */
sealed interface Term {
  record Numeral(Rational value) implements Term {}

  /** Euler's number or the circle's. */
  record Constant(double value) implements Term {}

  record Variable(String name) implements Term {}

  record Negation(Term of) implements Term {}

  record Binary(Operator operator, Term left, Term right) implements Term {}

  record Call(Function function, Term of) implements Term {}

  /** The {@code index}th root. */
  record Root(Term index, Term of) implements Term {}

  record Logarithm(Term base, Term of) implements Term {}

  record Factorial(Term of) implements Term {}

  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    OVER,
    POWER
  }

  enum Function {
    SIN,
    COS,
    TAN,
    COT,
    SEC,
    CSC,
    ARCSIN,
    ARCCOS,
    ARCTAN,
    SINH,
    COSH,
    TANH,
    LN,
    EXP,
    ABS
  }
}
