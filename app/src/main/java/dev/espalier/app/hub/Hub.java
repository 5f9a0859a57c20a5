package dev.espalier.app.hub;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.hub.HubListing.Listed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Downloads models from the Hugging Face hub, and finds those that were downloaded. */
public final class Hub {

  private static final int TRIES = 2;

  private final HubSettings settings;
  private final Patience patience;
  private final HubCache cache;

  public Hub(HubSettings settings) {
    this(settings, Patience.USUAL);
  }

  Hub(HubSettings settings, Patience patience) {
    this.settings = settings;
    this.patience = patience;
    this.cache = new HubCache(settings.cache());
  }

  /**
   * The hub as the environment has it.
   *
   * @throws HubException if a variable makes no sense
   */
  public static Hub ofEnvironment() throws HubException {
    return new Hub(HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home", ""))));
  }

  /** Is told how far a download is, on the thread that downloads. */
  @FunctionalInterface
  public interface Progress {

    /** Tells nobody. */
    Progress NONE = (_, _, _) -> {};

    /**
     * Takes how far it is.
     *
     * @param bytes there are, those of earlier attempts included
     * @param all bytes there will be
     * @param file the one that is being downloaded
     */
    void at(long bytes, long all, String file);
  }

  /**
   * Downloads a model, or what is missing of it. Interrupting the thread cancels it; what there is
   * by then is kept for the next time.
   *
   * @param file a GGUF file of the repository, or null for the folder or the only GGUF file
   * @param into a folder that takes the files, or null for the cache
   * @return the folder or file to open
   * @throws HubException if it cannot be had; the message says why and what to do
   * @throws IOException if the disk cannot be written
   * @throws InterruptedException if it was cancelled
   */
  public Path get(HubModel model, @Nullable String file, @Nullable Path into, Progress progress)
      throws IOException, InterruptedException {
    if (settings.offline()) {
      return offline(model, file);
    }
    try (HubClient client = new HubClient(settings, patience)) {
      HubListing listing = client.list(model);
      MutableList<HubFile> files = Lists.mutable.empty();
      for (Listed entry : Needed.of(listing, model, file)) {
        files.add(client.identify(model, listing.commit(), entry));
      }
      Download download =
          new Download(client, model, listing.commit(), files.toImmutable(), into, progress);
      download.refuseWhereThereIsNoRoom();
      download.run();
      Path folder = into == null ? cache.link(model, listing.commit(), download.files) : into;
      String only = files.getLast().name();
      return Needed.isGguf(only) ? folder.resolve(only) : folder;
    }
  }

  private Path offline(HubModel model, @Nullable String file) throws IOException {
    @Nullable Path found = cache.find(model, file);
    if (found == null) {
      throw new HubException(
          "HF_HUB_OFFLINE is set, and %s is not among the downloaded models in %s."
              .formatted(model.id(), settings.cache()));
    }
    return found;
  }

  /**
   * All downloaded models, sorted by name.
   *
   * @throws IOException if the cache cannot be read
   */
  public ImmutableList<Downloaded> downloaded() throws IOException {
    return cache.models();
  }

  /**
   * A downloaded model by its name, or null if there is none.
   *
   * @param name {@code ORG/NAME}, or {@code ORG/NAME/FILE.gguf}
   * @throws IOException if the cache cannot be read
   */
  public @Nullable Path find(String name) throws IOException {
    String[] parts = name.split("/", 3);
    if (parts.length < 2 || !HubModel.isId(parts[0] + "/" + parts[1])) {
      return null;
    }
    @Nullable String file = parts.length == 3 ? parts[2] : null;
    if (file != null && !HubModel.isPath(file)) {
      return null;
    }
    return cache.find(new HubModel(parts[0] + "/" + parts[1], HubModel.MAIN), file);
  }

  /** One download: the files of a commit, one after the other. */
  private final class Download {

    private final HubClient client;
    private final HubModel model;
    private final String commit;
    private final ImmutableList<HubFile> files;
    private final @Nullable Path into;
    private final Progress progress;
    private final long all;

    Download(
        HubClient client,
        HubModel model,
        String commit,
        ImmutableList<HubFile> files,
        @Nullable Path into,
        Progress progress) {
      this.client = client;
      this.model = model;
      this.commit = commit;
      this.files = files;
      this.into = into;
      this.progress = progress;
      this.all = files.sumOfLong(HubFile::bytes);
    }

    private Path whole(HubFile file) {
      return into == null ? cache.blob(model, file) : into.resolve(file.name());
    }

    private Path part(HubFile file) {
      Path whole = whole(file);
      return whole.resolveSibling(whole.getFileName() + ".part");
    }

    void refuseWhereThereIsNoRoom() throws IOException {
      long missing = 0;
      for (HubFile file : files) {
        Path part = part(file);
        missing +=
            Files.exists(whole(file))
                ? 0
                : file.bytes()
                    - (Files.exists(part) ? Math.min(Files.size(part), file.bytes()) : 0);
      }
      Path target = (into == null ? settings.cache() : into).toAbsolutePath();
      Files.createDirectories(target);
      long free = Files.getFileStore(target).getUsableSpace();
      if (missing > free) {
        throw new HubException(
            "%s needs %s more in %s, where %s are free."
                .formatted(model.id(), Numbers.bytes(missing), target, Numbers.bytes(free)));
      }
    }

    void run() throws IOException, InterruptedException {
      long before = 0;
      for (HubFile file : files) {
        long done = before;
        fetch(file, done);
        before += file.bytes();
        progress.at(before, all, file.name());
      }
    }

    private void fetch(HubFile file, long before) throws IOException, InterruptedException {
      if (isThere(file)) {
        return;
      }
      try (PartFile part = PartFile.open(part(file))) {
        if (isThere(file)) {
          part.drop();
          return;
        }
        for (int tries = 1; ; tries++) {
          client.fetch(
              model,
              commit,
              file,
              part.channel(),
              bytes -> progress.at(before + bytes, all, file.name()));
          if (file.checksum().matches(part.channel())) {
            part.becomes(whole(file));
            return;
          }
          part.channel().truncate(0);
          if (tries == TRIES) {
            throw new HubException(
                "%s of %s arrives damaged: its checksum is not %s, which the hub gives. Nothing of it"
                        .formatted(file.name(), model.id(), file.checksum().hex())
                    + " was kept.");
          }
        }
      }
    }

    /** Whether a file is there; in a folder of the user's, whether it is this one. */
    private boolean isThere(HubFile file) throws IOException, InterruptedException {
      Path whole = whole(file);
      if (!Files.exists(whole)) {
        return false;
      }
      if (into != null) {
        try (FileChannel channel = FileChannel.open(whole)) {
          if (channel.size() != file.bytes() || !file.checksum().matches(channel)) {
            throw new HubException(
                "%s is there already and is another file; choose an empty folder."
                    .formatted(whole));
          }
        }
      }
      return true;
    }
  }
}
