package dev.espalier.search.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is made of.
 *
 * @param kind brackets and all: two answers of different kinds are different
 * @param ordered whether the parts stand in an order
 * @param parts texts of the parts; of a single value, itself alone
 */
record AnswerShape(String kind, boolean ordered, ImmutableList<String> parts) {
  static final String SINGLE = "single";

  private static final int MAX_PARTS = 64;
  private static final Pattern MATRIX =
      Pattern.compile(
          "\\\\begin\\{(?:[pbvB]?matrix|array)\\}(?:\\{[lcr|]*+\\})?(.*)\\\\end\\{(?:[pbvB]?matrix|array)\\}");
  private static final Pattern AND = Pattern.compile("\\\\text\\{ ?and ?\\}|(?<=\\s)and(?=\\s)");

  /** The shape of a cleaned answer; null if it has too many parts or brackets do not match. */
  static @Nullable AnswerShape of(String answer) {
    if (answer.equals("\\emptyset") || answer.equals("\\varnothing")) {
      return new AnswerShape("{}", false, Lists.immutable.empty());
    }
    Matcher matrix = MATRIX.matcher(answer);
    if (matrix.matches()) {
      return matrix(matrix.group(1));
    }
    List<String> union = split(answer, "\\cup");
    if (union == null) {
      return null;
    }
    if (union.size() > 1) {
      return some("union", false, union);
    }
    String s = answer.replace("\\{", "\u0001").replace("\\}", "\u0002");
    if (s.length() >= 2 && closesAtEnd(s)) {
      char open = s.charAt(0);
      char close = s.charAt(s.length() - 1);
      List<String> inner = split(s.substring(1, s.length() - 1), ",");
      if (inner == null) {
        return null;
      }
      boolean set = open == '\u0001' || (open == '{' && inner.size() > 1);
      if (set && inner.size() == 1 && inner.getFirst().isBlank()) {
        return new AnswerShape("{}", false, Lists.immutable.empty());
      }
      if (set) {
        return some("{}", false, inner);
      }
      if (inner.size() > 1) {
        return some("" + open + close, true, inner);
      }
    }
    int plusMinus = answer.indexOf("\\pm");
    if (plusMinus >= 0 && answer.indexOf("\\pm", plusMinus + 3) < 0) {
      String before = answer.substring(0, plusMinus);
      String after = answer.substring(plusMinus + 3);
      return some("list", false, List.of(before + "+" + after, before + "-" + after));
    }
    List<String> list = split(AND.matcher(s).replaceAll(","), ",");
    if (list == null) {
      return null;
    }
    return list.size() > 1
        ? some("list", false, list)
        : new AnswerShape(SINGLE, true, Lists.immutable.of(answer));
  }

  private static @Nullable AnswerShape some(String kind, boolean ordered, List<String> parts) {
    if (parts.size() > MAX_PARTS) {
      return null;
    }
    return new AnswerShape(
        kind,
        ordered,
        Lists.immutable
            .withAll(parts)
            .collect(p -> p.replace("\u0001", "\\{").replace("\u0002", "\\}").strip()));
  }

  private static @Nullable AnswerShape matrix(String body) {
    List<String> rows = split(body, "\\\\");
    if (rows == null) {
      return null;
    }
    if (rows.getLast().isBlank()) {
      rows.removeLast();
    }
    List<String> cells = new ArrayList<>();
    int width = -1;
    for (String row : rows) {
      List<String> columns = split(row, "&");
      if (columns == null || (width >= 0 && columns.size() != width)) {
        return null;
      }
      width = columns.size();
      cells.addAll(columns);
    }
    return some("matrix of " + rows.size() + " rows", true, cells);
  }

  /** Whether the first bracket is closed by the last character and not before. */
  private static boolean closesAtEnd(String s) {
    if (!isOpen(s.charAt(0)) || !isClose(s.charAt(s.length() - 1))) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < s.length(); i++) {
      if (isOpen(s.charAt(i))) {
        depth++;
      } else if (isClose(s.charAt(i)) && --depth == 0) {
        return i == s.length() - 1;
      }
    }
    return false;
  }

  /** Splits outside of brackets; null if brackets close that were not opened. */
  static @Nullable List<String> split(String s, String separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (isOpen(c)) {
        depth++;
      } else if (isClose(c)) {
        if (--depth < 0) {
          return null;
        }
      } else if (depth == 0 && s.startsWith(separator, i)) {
        parts.add(s.substring(from, i));
        i += separator.length() - 1;
        from = i + 1;
      }
    }
    parts.add(s.substring(from));
    return depth == 0 ? parts : null;
  }

  private static boolean isOpen(char c) {
    return c == '(' || c == '[' || c == '{' || c == '\u0001';
  }

  private static boolean isClose(char c) {
    return c == ')' || c == ']' || c == '}' || c == '\u0002';
  }
}
