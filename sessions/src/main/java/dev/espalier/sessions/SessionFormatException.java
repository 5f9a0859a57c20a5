package dev.espalier.sessions;

import java.nio.file.Path;

/** A file is no session, or a damaged one; the message names file, line and what was found. */
public final class SessionFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  SessionFormatException(Path file, String message) {
    super(file + ": " + message);
  }

  SessionFormatException(Path file, long line, String message) {
    super(file + ", line " + line + ": " + message);
  }
}
