package dev.espalier.app.run;

/** A search cannot begin; the message says why and what to do, in words for the user. */
public final class RunRefused extends Exception {

  private static final long serialVersionUID = 1L;

  public RunRefused(String message) {
    super(message);
  }

  public RunRefused(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message for the user. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
