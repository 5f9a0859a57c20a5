package dev.espalier.app.table;

/** A file is no table of a model; the message says what is wrong in it. */
public final class TableFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  TableFormatException(String message) {
    super(message);
  }

  /** The message for the user. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
