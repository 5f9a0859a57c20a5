package dev.espalier.app.format;

import java.util.Locale;

/** Numbers as the window writes them: the same figures everywhere, on every machine. */
public final class Numbers {

  private static final char MINUS = '\u2212';
  private static final char THIN_SPACE = '\u202F';

  private Numbers() {}

  /** A score with three decimals, a true minus sign, and words for what is no number. */
  public static String score(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : MINUS + "∞";
    }
    double rounded = Math.rint(value * 1000) / 1000;
    String digits =
        Math.abs(rounded) >= 10_000
            ? String.format(Locale.ROOT, "%.3g", Math.abs(value))
            : String.format(Locale.ROOT, "%.3f", Math.abs(rounded));
    return rounded < 0 ? MINUS + digits : digits;
  }

  /** A probability in [0, 1] as a percentage with as many decimals as it needs. */
  public static String percent(double probability) {
    if (Double.isNaN(probability)) {
      return "–";
    }
    double p = 100 * probability;
    if (p > 0 && p < 0.01) {
      return "< 0.01 %";
    }
    return String.format(Locale.ROOT, p >= 99.95 || p == 0 ? "%.0f %%" : "%.3g %%", p)
        .replace(' ', THIN_SPACE);
  }

  /** A whole number in groups of three from five digits on. */
  public static String count(long n) {
    return Math.abs(n) < 10_000
        ? Long.toString(n).replace('-', MINUS)
        : String.format(Locale.ROOT, "%,d", n).replace(',', THIN_SPACE).replace('-', MINUS);
  }

  /** An amount of memory in the largest decimal unit that leaves a whole part. */
  public static String bytes(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3).replace(' ', THIN_SPACE);
    }
    return (bytes < 1_000_000_000
            ? String.format(Locale.ROOT, bytes < 10_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6)
            : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9))
        .replace(' ', THIN_SPACE);
  }

  /** A number of weights, such as "2.3 million weights". */
  public static String millions(long weights) {
    return weights < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f million weights", weights / 1e6)
        : String.format(Locale.ROOT, "%.1f billion weights", weights / 1e9);
  }

  /** "1 node", "2 nodes". */
  public static String counted(long n, String noun) {
    return count(n) + " " + (n == 1 || noun.endsWith("s") ? noun : noun + "s");
  }

  /** "1st", "2nd", "3rd", "11th". */
  public static String ordinal(int n) {
    int tens = n / 10 % 10;
    String ending =
        tens == 1
            ? "th"
            : switch (n % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return n + ending;
  }
}
