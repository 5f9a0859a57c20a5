package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable set of Unicode scalar values (surrogates are never members), as sorted ranges. */
public final class CodePoints {

  public static final CodePoints NONE = new CodePoints(new int[0]);
  public static final CodePoints ALL = NONE.complement();

  /** Inclusive bounds from0, to0, from1, to1, …, sorted, not adjacent. */
  private final int[] bounds;

  private CodePoints(int[] bounds) {
    this.bounds = bounds;
  }

  public static CodePoints of(int codePoint) {
    return range(codePoint, codePoint);
  }

  public static CodePoints of(String characters) {
    return characters.codePoints().mapToObj(CodePoints::of).reduce(NONE, CodePoints::or);
  }

  /** All scalar values from {@code from} to {@code to}, inclusive. */
  public static CodePoints range(int from, int to) {
    if (from < 0 || to > Character.MAX_CODE_POINT || from > to) {
      throw new IllegalArgumentException("range U+%04X to U+%04X".formatted(from, to));
    }
    return normal(List.of(new int[] {from, to}));
  }

  public static CodePoints union(List<CodePoints> sets) {
    List<int[]> ranges = new ArrayList<>();
    sets.forEach(set -> ranges.addAll(set.ranges()));
    return normal(ranges);
  }

  public CodePoints or(CodePoints other) {
    List<int[]> ranges = new ArrayList<>(ranges());
    ranges.addAll(other.ranges());
    return normal(ranges);
  }

  public CodePoints complement() {
    List<int[]> gaps = new ArrayList<>();
    int next = 0;
    for (int[] range : ranges()) {
      if (next < range[0]) {
        gaps.add(new int[] {next, range[0] - 1});
      }
      next = range[1] + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      gaps.add(new int[] {next, Character.MAX_CODE_POINT});
    }
    return normal(gaps);
  }

  public CodePoints and(CodePoints other) {
    return complement().or(other.complement()).complement();
  }

  public CodePoints minus(CodePoints other) {
    return and(other.complement());
  }

  /** With the other case of every ASCII letter, and of other letters by simple case mapping. */
  public CodePoints ignoringCase() {
    List<int[]> ranges = new ArrayList<>(ranges());
    for (int[] range : ranges()) {
      // Simple mappings move whole blocks; beyond this bound there are none.
      for (int c = range[0]; c <= Math.min(range[1], 0x1E943); c++) {
        int upper = Character.toUpperCase(c);
        int lower = Character.toLowerCase(c);
        if (upper != c) {
          ranges.add(new int[] {upper, upper});
        }
        if (lower != c) {
          ranges.add(new int[] {lower, lower});
        }
      }
    }
    return normal(ranges);
  }

  public boolean contains(int codePoint) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (codePoint >= bounds[i] && codePoint <= bounds[i + 1]) {
        return true;
      }
    }
    return false;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  List<int[]> ranges() {
    List<int[]> ranges = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      ranges.add(new int[] {bounds[i], bounds[i + 1]});
    }
    return ranges;
  }

  private static CodePoints normal(List<int[]> unsorted) {
    List<int[]> ranges = new ArrayList<>();
    for (int[] range : unsorted) {
      // Surrogates cut out: they have no UTF-8 form.
      if (range[0] < Character.MIN_SURROGATE) {
        ranges.add(new int[] {range[0], Math.min(range[1], Character.MIN_SURROGATE - 1)});
      }
      if (range[1] > Character.MAX_SURROGATE) {
        ranges.add(new int[] {Math.max(range[0], Character.MAX_SURROGATE + 1), range[1]});
      }
    }
    ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
    int[] merged = new int[ranges.size() * 2];
    int n = 0;
    for (int[] range : ranges) {
      if (n > 0 && range[0] <= merged[n - 1] + 1) {
        merged[n - 1] = Math.max(merged[n - 1], range[1]);
      } else {
        merged[n++] = range[0];
        merged[n++] = range[1];
      }
    }
    return new CodePoints(Arrays.copyOf(merged, n));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodePoints that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }
}
