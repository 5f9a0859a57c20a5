package dev.espalier.sessions;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two programs from recording to one file.
 *
 * <p>The sessions of a user share one small file in the folder for temporary files; each session
 * has its own byte of it, whose place follows from the session's path, and the operating system
 * locks bytes. So a killed program leaves no lock behind, no file appears beside a session, and
 * reading a session, which would end a lock on the session itself on some systems, does no harm.
 * Programs on other machines are not seen.
 */
final class RecordingLock implements AutoCloseable {

  /** Open as long as the program runs: closing it would end all its locks. */
  private static @Nullable FileChannel shared;

  /** Another recorder has the right to write a session; the message says so. */
  static final class Taken extends IOException {

    private static final long serialVersionUID = 1L;

    private Taken(Path file) {
      super(
          file
              + " is being recorded at this moment. Wait until that search has ended, or choose"
              + " another name.");
    }
  }

  private final FileLock lock;

  private RecordingLock(FileLock lock) {
    this.lock = lock;
  }

  /**
   * The right to write a session.
   *
   * @throws Taken if another recorder has it, in this program or in another one
   */
  static RecordingLock of(Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel().tryLock(place(file), 1, false);
    } catch (OverlappingFileLockException _) {
      lock = null;
    }
    if (lock == null) {
      throw new Taken(file);
    }
    return new RecordingLock(lock);
  }

  private static synchronized FileChannel channel() throws IOException {
    FileChannel channel = shared;
    if (channel == null) {
      String name = "espalier-%s.locks".formatted(System.getProperty("user.name", "user"));
      Path locks = Path.of(System.getProperty("java.io.tmpdir"), name.replaceAll("[^\\w.-]", "_"));
      channel = new RandomAccessFile(locks.toFile(), "rw").getChannel();
      shared = channel;
    }
    return channel;
  }

  private static long place(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path real =
        Files.exists(file) || folder == null
            ? file.toRealPath()
            : folder.toRealPath().resolve(file.getFileName());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(real.toString().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong() >>> 2;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
  }
}
