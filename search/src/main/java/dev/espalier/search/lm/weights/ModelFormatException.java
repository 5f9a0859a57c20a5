package dev.espalier.search.lm.weights;

import java.nio.file.Path;

/** A model's file that is not what it should be; the message names the file, the place and why. */
public final class ModelFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  public ModelFormatException(Path file, String message) {
    super(file + ": " + message);
  }

  public ModelFormatException(Path file, String message, Throwable cause) {
    super(file + ": " + message, cause);
  }
}
