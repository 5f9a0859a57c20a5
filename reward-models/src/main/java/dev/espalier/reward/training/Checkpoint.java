package dev.espalier.reward.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/**
 * All that a run needs to go on as if it had never stopped.
 *
 * @param step number of finished steps
 * @param nextExample index of the first example not yet used
 * @param seconds wall time spent so far
 * @param recipe the settings in words; a run with others must not resume from here
 */
record Checkpoint(
    int step,
    long nextExample,
    double seconds,
    String recipe,
    ImmutableList<Weights.Tensor> weights,
    Network.Moments moments) {

  private static final String FIRST = "first_moment.";
  private static final String SECOND = "second_moment.";

  static Path fileOf(Path folder, int step) {
    return folder.resolve(String.format(Locale.ROOT, "step-%06d.safetensors", step));
  }

  /** The newest checkpoint in a folder. */
  static Optional<Path> latest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("step-\\d+\\.safetensors"))
          .max(Comparator.comparing(f -> f.getFileName().toString()));
    }
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ImmutableList<Weights.Tensor> all =
        weights
            .newWithAll(named(FIRST, moments.first()))
            .newWithAll(named(SECOND, moments.second()));
    ImmutableMap<String, String> metadata =
        Maps.immutable
            .<String, String>empty()
            .newWithKeyValue("step", Integer.toString(step))
            .newWithKeyValue("next_example", Long.toString(nextExample))
            .newWithKeyValue("seconds", Double.toString(seconds))
            .newWithKeyValue("recipe", recipe);
    Safetensors.write(fileOf(folder, step), all, metadata, Safetensors.Format.F32);
  }

  private ImmutableList<Weights.Tensor> named(String prefix, ImmutableList<float[]> values) {
    return weights.collectWithIndex(
        (t, i) -> new Weights.Tensor(prefix + t.name(), t.shape(), values.get(i)));
  }

  static Checkpoint read(Path file) throws IOException {
    Safetensors.Content content = Safetensors.read(file);
    ImmutableMap<String, String> metadata = content.metadata();
    try {
      return new Checkpoint(
          Integer.parseInt(require(file, metadata, "step")),
          Long.parseLong(require(file, metadata, "next_example")),
          Double.parseDouble(require(file, metadata, "seconds")),
          require(file, metadata, "recipe"),
          content.tensors().reject(t -> t.name().startsWith(FIRST) || t.name().startsWith(SECOND)),
          new Network.Moments(values(content, FIRST), values(content, SECOND)));
    } catch (NumberFormatException e) {
      throw new IOException(file + " is no checkpoint: " + e.getMessage(), e);
    }
  }

  private static ImmutableList<float[]> values(Safetensors.Content content, String prefix) {
    return content
        .tensors()
        .select(t -> t.name().startsWith(prefix))
        .collect(Weights.Tensor::values);
  }

  private static String require(Path file, ImmutableMap<String, String> metadata, String key)
      throws IOException {
    String value = metadata.get(key);
    if (value == null) {
      throw new IOException(file + " is no checkpoint: its metadata lacks '" + key + "'");
    }
    return value;
  }
}
