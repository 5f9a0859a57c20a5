package dev.espalier.app.hub;

import java.time.Duration;

/**
 * How long a server is borne with.
 *
 * @param attempts that may fail in a row without getting further
 * @param pause before the second attempt; doubled before each further one
 * @param longestPause that a server may ask for
 * @param silence after which an answer, or its next bytes, are given up
 */
record Patience(int attempts, Duration pause, Duration longestPause, Duration silence) {

  static final Patience USUAL =
      new Patience(6, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(60));
}
