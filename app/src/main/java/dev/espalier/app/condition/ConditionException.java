package dev.espalier.app.condition;

/** A condition cannot be read; the message says what is wrong at which character. */
public final class ConditionException extends Exception {

  private static final long serialVersionUID = 1L;

  /** From 0. */
  private final int offset;

  ConditionException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Where in the condition, from 0. */
  public int offset() {
    return offset;
  }

  /** The message for the user. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
