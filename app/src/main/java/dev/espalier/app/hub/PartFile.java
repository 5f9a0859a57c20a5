package dev.espalier.app.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being downloaded, owned by one download at a time: of all threads and, by a lock
 * of the file, of all programs. It is never deleted while another may hold it, only emptied.
 */
final class PartFile implements AutoCloseable {

  private static final long LOOK_AGAIN = 200;
  private static final ConcurrentMap<Path, Semaphore> OWNED = new ConcurrentHashMap<>();

  private final Path path;
  private final Semaphore owner;
  private final FileChannel channel;

  private PartFile(Path path, Semaphore owner, FileChannel channel) {
    this.path = path;
    this.owner = owner;
    this.channel = channel;
  }

  /** Opens a part, waiting until no other download has it. */
  @SuppressWarnings("MustBeClosedChecker") // What is returned closes it.
  static PartFile open(Path file) throws IOException, InterruptedException {
    Path path = file.toAbsolutePath().normalize();
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Semaphore owner = OWNED.computeIfAbsent(path, _ -> new Semaphore(1));
    owner.acquire();
    @Nullable FileChannel channel = null;
    boolean done = false;
    try {
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
        Thread.sleep(LOOK_AGAIN);
      }
      done = true;
      return new PartFile(path, owner, channel);
    } finally {
      if (!done) {
        if (channel != null) {
          channel.close();
        }
        owner.release();
      }
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Gives the file its own name, once its bytes are on the disk. */
  void becomes(Path whole) throws IOException {
    channel.force(true);
    Files.createDirectories(Objects.requireNonNull(whole.toAbsolutePath().getParent()));
    Files.move(path, whole, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Drops the part, because another download has made the whole of it. */
  void drop() throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      owner.release();
    }
  }
}
