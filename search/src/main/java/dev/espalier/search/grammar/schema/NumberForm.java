package dev.espalier.search.grammar.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * A set of numbers.
 *
 * @param min null for none
 * @param minExclusive whether {@code min} itself is out
 * @param max null for none
 * @param maxExclusive whether {@code max} itself is out
 * @param multipleOf null if any; 1 for integers
 * @param notMultiplesOf of none of these
 */
record NumberForm(
    @Nullable BigDecimal min,
    boolean minExclusive,
    @Nullable BigDecimal max,
    boolean maxExclusive,
    @Nullable BigDecimal multipleOf,
    ImmutableList<BigDecimal> notMultiplesOf) {

  static final NumberForm ANY =
      new NumberForm(null, false, null, false, null, Lists.immutable.empty());
  static final NumberForm INTEGER = ANY.multiplesOf(BigDecimal.ONE);

  NumberForm {
    min = min == null ? null : plain(min);
    max = max == null ? null : plain(max);
    multipleOf = multipleOf == null ? null : plain(multipleOf);
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  static NumberForm just(BigDecimal value) {
    return new NumberForm(value, false, value, false, null, Lists.immutable.empty());
  }

  NumberForm atLeast(BigDecimal bound, boolean exclusive) {
    return and(new NumberForm(bound, exclusive, null, false, null, Lists.immutable.empty()));
  }

  NumberForm atMost(BigDecimal bound, boolean exclusive) {
    return and(new NumberForm(null, false, bound, exclusive, null, Lists.immutable.empty()));
  }

  NumberForm multiplesOf(BigDecimal divisor) {
    return and(new NumberForm(null, false, null, false, divisor, Lists.immutable.empty()));
  }

  /** The only member, or null. */
  @Nullable BigDecimal single() {
    return min != null && max != null && min.compareTo(max) == 0 && !minExclusive && !maxExclusive
        ? min
        : null;
  }

  NumberForm and(NumberForm other) {
    int low = compare(min, other.min, -1);
    int high = compare(max, other.max, 1);
    return new NumberForm(
        low >= 0 ? min : other.min,
        low == 0 ? minExclusive || other.minExclusive : low > 0 ? minExclusive : other.minExclusive,
        high <= 0 ? max : other.max,
        high == 0
            ? maxExclusive || other.maxExclusive
            : high < 0 ? maxExclusive : other.maxExclusive,
        multipleOf == null
            ? other.multipleOf
            : other.multipleOf == null ? multipleOf : leastCommon(multipleOf, other.multipleOf),
        notMultiplesOf.newWithAll(other.notMultiplesOf).distinct());
  }

  /** Compares bounds; null lies beyond all others in the direction of {@code sign}. */
  private static int compare(@Nullable BigDecimal left, @Nullable BigDecimal right, int sign) {
    if (left == null) {
      return right == null ? 0 : sign;
    }
    return right == null ? -sign : left.compareTo(right);
  }

  private static BigDecimal leastCommon(BigDecimal left, BigDecimal right) {
    int scale = Math.max(0, Math.max(left.scale(), right.scale()));
    BigInteger a = left.setScale(scale).unscaledValue();
    BigInteger b = right.setScale(scale).unscaledValue();
    return new BigDecimal(a.divide(a.gcd(b)).multiply(b), scale);
  }

  /** The numbers outside, as a union. */
  ImmutableList<NumberForm> not() {
    ImmutableList<NumberForm> outside = Lists.immutable.empty();
    if (min != null) {
      outside = outside.newWith(ANY.atMost(min, !minExclusive));
    }
    if (max != null) {
      outside = outside.newWith(ANY.atLeast(max, !maxExclusive));
    }
    if (multipleOf != null) {
      outside =
          outside.newWith(
              new NumberForm(null, false, null, false, null, Lists.immutable.with(multipleOf)));
    }
    for (BigDecimal divisor : notMultiplesOf) {
      outside = outside.newWith(ANY.multiplesOf(divisor));
    }
    return outside;
  }

  boolean isEmpty() {
    if (min == null || max == null) {
      return false;
    }
    int order = min.compareTo(max);
    if (order > 0 || (order == 0 && (minExclusive || maxExclusive))) {
      return true;
    }
    BigDecimal value = single();
    if (value != null && notMultiplesOf.anySatisfy(divisor -> isMultiple(value, divisor))) {
      return true;
    }
    if (multipleOf == null) {
      return false;
    }
    BigDecimal first = min.divide(multipleOf, 0, RoundingMode.CEILING).multiply(multipleOf);
    if (minExclusive && first.compareTo(min) == 0) {
      first = first.add(multipleOf);
    }
    int end = first.compareTo(max);
    return end > 0 || (end == 0 && maxExclusive);
  }

  static boolean isMultiple(BigDecimal value, BigDecimal divisor) {
    return value.remainder(divisor).signum() == 0;
  }
}
