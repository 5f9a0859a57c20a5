package dev.espalier.search.lm;

/**
 * An evaluation that could not be carried out, in words for the user: out of memory, numbers that
 * are no probabilities, a device that went away. The search that asked keeps what it has.
 */
public final class ModelFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelFailure(String message) {
    super(message);
  }

  public ModelFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
