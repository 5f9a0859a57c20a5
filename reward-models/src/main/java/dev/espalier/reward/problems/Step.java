package dev.espalier.reward.problems;

/**
 * One true step of a solution.
 *
 * @param operation one of {@code + - * /}
 * @param text the step as a sentence, with the equation written out
 */
public record Step(long left, char operation, long right, long result, String text) {

  static long apply(long left, char operation, long right) {
    return switch (operation) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      case '/' -> left / right;
      default -> throw new IllegalArgumentException("operation \"" + operation + "\"");
    };
  }
}
