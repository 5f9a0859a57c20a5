package dev.espalier.search.answer;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact fraction in lowest terms, of bounded size.
 *
 * <p>Operations whose result would be undefined or larger than {@link #MAX_BITS} give null.
 *
 * @param below positive
 */
record Rational(BigInteger above, BigInteger below) {
  static final int MAX_BITS = 1 << 14;

  static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

  static @Nullable Rational of(BigInteger above, BigInteger below) {
    if (below.signum() == 0
        || above.bitLength() > 2 * MAX_BITS
        || below.bitLength() > 2 * MAX_BITS) {
      return null;
    }
    BigInteger divisor = above.gcd(below);
    if (below.signum() < 0) {
      divisor = divisor.negate();
    }
    Rational result = new Rational(above.divide(divisor), below.divide(divisor));
    return result.bits() > MAX_BITS ? null : result;
  }

  /** A number written with digits and at most one point. */
  static @Nullable Rational parse(String digits) {
    int point = digits.indexOf('.');
    String whole = digits.replace(".", "");
    if (whole.isEmpty() || whole.length() > AnswerNormaliser.MAX_LENGTH) {
      return null;
    }
    int decimals = point < 0 ? 0 : digits.length() - point - 1;
    return of(new BigInteger(whole), BigInteger.TEN.pow(decimals));
  }

  private int bits() {
    return Math.max(above.bitLength(), below.bitLength());
  }

  boolean isWhole() {
    return below.equals(BigInteger.ONE);
  }

  Rational negated() {
    return new Rational(above.negate(), below);
  }

  @Nullable Rational plus(Rational other) {
    return of(
        above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
  }

  @Nullable Rational times(Rational other) {
    return of(above.multiply(other.above), below.multiply(other.below));
  }

  @Nullable Rational over(Rational other) {
    return of(above.multiply(other.below), below.multiply(other.above));
  }

  @Nullable Rational power(Rational exponent) {
    if (!exponent.isWhole() || exponent.above.bitLength() > 15) {
      return null;
    }
    int e = exponent.above.intValue();
    if ((long) bits() * Math.abs(e) > 2L * MAX_BITS || (above.signum() == 0 && e <= 0)) {
      return null;
    }
    return e >= 0 ? of(above.pow(e), below.pow(e)) : of(below.pow(-e), above.pow(-e));
  }

  @Nullable Rational factorial() {
    if (!isWhole() || above.signum() < 0 || above.bitLength() > 11) {
      return null;
    }
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= above.intValue() && product.bitLength() <= MAX_BITS; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return of(product, BigInteger.ONE);
  }

  double toDouble() {
    return new java.math.BigDecimal(above)
        .divide(new java.math.BigDecimal(below), java.math.MathContext.DECIMAL64)
        .doubleValue();
  }
}
