package dev.espalier.search.lm.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.api.set.sorted.MutableSortedSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.SortedSets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All tensors of a model: of a folder's {@code model.safetensors}, of the files its index lists, or
 * of a file that another package reads. They stay mapped until it is closed.
 */
public final class ModelWeights implements AutoCloseable {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  /** A plain file name, so that an index cannot point outside its folder. */
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path path;
  private final ImmutableList<Path> files;
  private final ImmutableMap<String, StoredTensor> tensors;
  private final Arena arena;

  private ModelWeights(
      Path path,
      ImmutableList<Path> files,
      ImmutableMap<String, StoredTensor> tensors,
      Arena arena) {
    this.path = path;
    this.files = files;
    this.tensors = tensors;
    this.arena = arena;
  }

  /**
   * The tensors of one file.
   *
   * @param arena what they are mapped in; closed with them
   */
  public static ModelWeights of(
      Path file, ImmutableMap<String, StoredTensor> tensors, Arena arena) {
    return new ModelWeights(file, Lists.immutable.with(file), tensors, arena);
  }

  /**
   * Maps the weights of a folder.
   *
   * @throws ModelFormatException if there are none, or they are damaged
   */
  @SuppressWarnings("MustBeClosedChecker") // The weights returned close it.
  public static ModelWeights open(Path folder) throws ModelFormatException {
    // Mapped pages may be read by any thread.
    Arena arena = Arena.ofShared();
    boolean done = false;
    try {
      ModelWeights weights = open(folder, arena);
      done = true;
      return weights;
    } finally {
      if (!done) {
        arena.close();
      }
    }
  }

  private static ModelWeights open(Path folder, Arena arena) throws ModelFormatException {
    Path single = folder.resolve(SINGLE);
    if (Files.exists(single)) {
      return new ModelWeights(
          folder, Lists.immutable.with(single), SafetensorsFile.map(single, arena), arena);
    }
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index)) {
      Pickle.refuseIn(folder);
      throw new ModelFormatException(folder, "there is no " + SINGLE + " and no " + INDEX);
    }
    ImmutableMap<String, String> places = places(index);
    MutableMap<String, StoredTensor> tensors = Maps.mutable.empty();
    MutableSortedSet<String> names = SortedSets.mutable.withAll(places.valuesView());
    for (String name : names) {
      Path shard = folder.resolve(name);
      for (StoredTensor tensor : SafetensorsFile.map(shard, arena).valuesView()) {
        if (!name.equals(places.get(tensor.name()))) {
          throw new ModelFormatException(
              shard,
              "tensor %s is here, but %s puts it in %s"
                  .formatted(tensor.name(), INDEX, places.get(tensor.name())));
        }
        tensors.put(tensor.name(), tensor);
      }
    }
    for (String name : places.keysView()) {
      if (!tensors.containsKey(name)) {
        throw new ModelFormatException(
            folder.resolve(places.get(name)), "tensor %s is missing".formatted(name));
      }
    }
    return new ModelWeights(
        folder,
        names.toList().collect(folder::resolve).toImmutable(),
        tensors.toImmutable(),
        arena);
  }

  private static ImmutableMap<String, String> places(Path index) throws ModelFormatException {
    MutableMap<String, String> places = Maps.mutable.empty();
    try {
      JsonNode map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
      for (Map.Entry<String, JsonNode> entry : map.properties()) {
        String file = entry.getValue().asString("");
        if (!FILE_NAME.matcher(file).matches()) {
          throw new ModelFormatException(
              index, "tensor %s is in \"%s\", no plain file name".formatted(entry.getKey(), file));
        }
        places.put(entry.getKey(), file);
      }
    } catch (JacksonException e) {
      throw new ModelFormatException(index, "not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelFormatException(index, "it cannot be read: " + e.getMessage(), e);
    }
    if (places.isEmpty()) {
      throw new ModelFormatException(index, "its weight_map lists no tensor");
    }
    return places.toImmutable();
  }

  /** The folder or file it was read from. */
  public Path path() {
    return path;
  }

  /** The files mapped, in order of their names. */
  public ImmutableList<Path> files() {
    return files;
  }

  public ImmutableSet<String> names() {
    return Sets.immutable.withAll(tensors.keysView());
  }

  /** The tensor of that name, or null if there is none. */
  public @Nullable StoredTensor get(String name) {
    return tensors.get(name);
  }

  @Override
  public void close() {
    arena.close();
  }
}
