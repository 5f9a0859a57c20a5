package dev.espalier.app.hub;

import java.io.IOException;

/** A model cannot be downloaded; the message says why and what to do, in words for the user. */
public final class HubException extends IOException {

  private static final long serialVersionUID = 1L;

  public HubException(String message) {
    super(message);
  }

  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
