package dev.espalier.app.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By what the hub knows a file's content.
 *
 * @param hex the digest
 */
record Checksum(Kind kind, String hex) {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA_1 = Pattern.compile("[0-9a-f]{40}");
  private static final int READ_AT_ONCE = 1 << 20;

  /** How it is computed. */
  enum Kind {
    /** SHA-256 of the content, of large files. */
    SHA256,
    /** Git's name of a blob: SHA-1 of its length and its content. */
    GIT_BLOB
  }

  /** What a text is, by its length; null if it is no digest, or none at all. */
  static @Nullable Checksum of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String hex = text.replaceFirst("^W/", "").replace("\"", "");
    return SHA_256.matcher(hex).matches()
        ? new Checksum(Kind.SHA256, hex)
        : SHA_1.matcher(hex).matches() ? new Checksum(Kind.GIT_BLOB, hex) : null;
  }

  /**
   * Whether a file's content is the one meant. It is read by the channel that is open already:
   * closing another would give up what locks are held on the file.
   */
  boolean matches(FileChannel channel) throws IOException, InterruptedException {
    MessageDigest digest = digest();
    if (kind == Kind.GIT_BLOB) {
      digest.update(("blob " + channel.size() + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
    long position = 0;
    while (channel.read(buffer.clear(), position) > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      position += buffer.position();
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest()).equals(hex);
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(kind == Kind.SHA256 ? "SHA-256" : "SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
    }
  }
}
