package dev.espalier.app.hub;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of downloaded models, laid out as Hugging Face's library does: a folder a model, in it
 * {@code blobs} named by their checksums, {@code snapshots} of a commit each, whose files are links
 * to blobs, and {@code refs}, the commits that branches stood for.
 */
final class HubCache {

  private static final String PREFIX = "models--";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path root;

  HubCache(Path root) {
    this.root = root;
  }

  private Path folder(HubModel model) {
    return root.resolve(PREFIX + model.id().replace("/", "--"));
  }

  Path blob(HubModel model, HubFile file) {
    return folder(model).resolve("blobs").resolve(file.checksum().hex());
  }

  private Path snapshot(HubModel model, String commit) {
    return folder(model).resolve("snapshots").resolve(commit);
  }

  /** Makes a commit's files of their blobs, all of which are there. */
  Path link(HubModel model, String commit, ImmutableList<HubFile> files) throws IOException {
    Path snapshot = snapshot(model, commit);
    for (HubFile file : files) {
      Path link = snapshot.resolve(file.name());
      Path blob = blob(model, file);
      Files.createDirectories(Objects.requireNonNull(link.getParent()));
      if (!Files.exists(link) || !Files.isSameFile(link, blob)) {
        Files.deleteIfExists(link);
        link(link, blob);
      }
    }
    if (!model.revision().equals(commit)) {
      Path ref = folder(model).resolve("refs").resolve(model.revision());
      Path folder = Objects.requireNonNull(ref.getParent());
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, "ref", ".part");
      Files.writeString(written, commit);
      Files.move(written, ref, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return snapshot;
  }

  private static void link(Path link, Path blob) throws IOException {
    try {
      Files.createSymbolicLink(link, Objects.requireNonNull(link.getParent()).relativize(blob));
    } catch (FileAlreadyExistsException e) {
      // Another download of the same commit was faster.
    } catch (IOException | UnsupportedOperationException e) {
      // Some systems allow links to administrators alone.
      Files.createLink(link, blob);
    }
  }

  /** The snapshot that a revision stood for when it was last asked for, or null. */
  private @Nullable Path snapshot(HubModel model) throws IOException {
    Path ref = folder(model).resolve("refs").resolve(model.revision());
    String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : model.revision();
    Path snapshot = HubModel.isPath(commit) ? snapshot(model, commit) : folder(model);
    return commit.contains("/") || !Files.isDirectory(snapshot) ? null : snapshot;
  }

  /**
   * A model all of whose files are there, or null.
   *
   * @param file a GGUF file, or null for the folder or the only GGUF file there is
   */
  @Nullable Path find(HubModel model, @Nullable String file) throws IOException {
    @Nullable Path snapshot = snapshot(model);
    if (snapshot == null) {
      return null;
    }
    if (file != null) {
      Path path = snapshot.resolve(file);
      return Files.isRegularFile(path) ? path : null;
    }
    if (isWhole(snapshot)) {
      return snapshot;
    }
    ImmutableList<Path> files = ggufFiles(snapshot);
    return files.size() == 1 ? files.getOnly() : null;
  }

  /** Whether a folder has all files of a model. */
  private static boolean isWhole(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve(Needed.CONFIG))
        || !Files.isRegularFile(folder.resolve(Needed.TOKENIZER))) {
      return false;
    }
    if (Files.isRegularFile(folder.resolve(Needed.WEIGHTS))) {
      return true;
    }
    Path index = folder.resolve(Needed.INDEX);
    if (!Files.isRegularFile(index)) {
      return false;
    }
    try {
      for (JsonNode shard : JSON.readTree(Files.readAllBytes(index)).path("weight_map")) {
        String name = shard.asString("");
        if (!HubModel.isPath(name) || !Files.isRegularFile(folder.resolve(name))) {
          return false;
        }
      }
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static ImmutableList<Path> ggufFiles(Path snapshot) throws IOException {
    try (Stream<Path> files = Files.walk(snapshot, 3)) {
      return Lists.immutable
          .withAll(files.filter(Files::isRegularFile).toList())
          .select(path -> Needed.isGguf(path.toString()))
          .toSortedList()
          .toImmutable();
    }
  }

  /** All models that are whole, sorted by name. */
  ImmutableList<Downloaded> models() throws IOException {
    MutableList<Downloaded> found = Lists.mutable.empty();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, PREFIX + "*")) {
        for (Path folder : folders) {
          String id = folder.getFileName().toString().substring(PREFIX.length()).replace("--", "/");
          if (HubModel.isId(id)) {
            add(id, found);
          }
        }
      }
    }
    return found.sortThisBy(Downloaded::name).toImmutable();
  }

  private void add(String id, MutableList<Downloaded> found) throws IOException {
    @Nullable Path snapshot = snapshot(new HubModel(id, HubModel.MAIN));
    if (snapshot == null) {
      return;
    }
    if (isWhole(snapshot)) {
      found.add(Downloaded.ofFolder(id, snapshot));
    }
    for (Path file : ggufFiles(snapshot)) {
      String name = snapshot.relativize(file).toString().replace('\\', '/');
      found.add(new Downloaded(id + "/" + name, file, Files.size(file)));
    }
  }
}
