package dev.espalier.reward.problems;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which texts may be trained on. A text's side follows from its own hash, so none is on both. */
public enum Split {
  TRAINING,
  HELD_OUT;

  /** One text in this many is held out. */
  private static final int HELD_OUT_ONE_IN = 32;

  /** The side a text is on. */
  public static Split of(String text) {
    return Integer.parseInt(fingerprint(text).substring(0, 6), 16) % HELD_OUT_ONE_IN == 0
        ? HELD_OUT
        : TRAINING;
  }

  /** A short name for a text, the same everywhere. */
  static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
