package dev.espalier.app.engine;

import dev.espalier.app.hub.Hub;
import dev.espalier.app.hub.HubModel;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/** Where the models that come with the program are, and how users name them. */
public final class ModelPlaces {

  /** The language model that comes with the program. */
  public static final String LANGUAGE_MODEL = "espalier-lm";

  /** The process reward model that comes with the program. */
  public static final String REWARD_MODEL = "espalier-prm";

  /** Another judge of steps, by likelihood. */
  public static final String LIKELIHOOD_JUDGE = "espalier-likelihood";

  /** The models that come with the program. */
  public static final ModelChoice BUNDLED = ModelChoice.of(LANGUAGE_MODEL, REWARD_MODEL);

  /** Held-out problems that come with the program. */
  public static final String PROBLEMS = "problems/held-out.jsonl";

  /** The system property that names the folder. */
  static final String PROPERTY = "espalier.models";

  private final @Nullable Path bundled;

  private ModelPlaces(@Nullable Path bundled) {
    this.bundled = bundled;
  }

  /**
   * As installed: the folder named by the system property, else {@code models} beside the folder of
   * the program's jars, else {@code reward-models/models} below the working directory or above it.
   */
  public static ModelPlaces installed() {
    MutableList<Path> candidates = Lists.mutable.empty();
    String named = System.getProperty(PROPERTY);
    if (named != null && !named.isBlank()) {
      candidates.add(Path.of(named));
    } else {
      Path work = Path.of("").toAbsolutePath();
      candidates.add(work.resolve("reward-models").resolve("models"));
      Path above = work.getParent();
      if (above != null) {
        candidates.add(above.resolve("reward-models").resolve("models"));
      }
    }
    return new ModelPlaces(candidates.detect(Files::isDirectory));
  }

  /** With the models in {@code folder}. */
  public static ModelPlaces in(Path folder) {
    return new ModelPlaces(folder);
  }

  /** The folder of bundled models. */
  public Path folder() throws RunRefused {
    if (bundled == null) {
      throw new RunRefused(
          "The models that come with the program were not found. Name their folder with"
              + " -D"
              + PROPERTY
              + "=FOLDER, or choose a model of your own with --model FOLDER.");
    }
    return bundled;
  }

  /**
   * The folder or file of a model.
   *
   * @param name of a bundled model, a folder, a GGUF file, or a model downloaded from the hub
   */
  public Path find(String name) throws RunRefused {
    if (bundled != null && !name.isBlank() && Files.isDirectory(bundled.resolve(name))) {
      return bundled.resolve(name);
    }
    Path path = Path.of(name);
    if (Files.exists(path)) {
      return path;
    }
    if (name.equals(LANGUAGE_MODEL) || name.equals(REWARD_MODEL)) {
      folder();
    }
    @Nullable Path downloaded = downloaded(name);
    if (downloaded != null) {
      return downloaded;
    }
    throw new RunRefused(
        "There is no model \"%s\": it is neither a folder nor a GGUF file nor one of %s.%s"
            .formatted(
                name,
                bundledNames().makeString(", "),
                HubModel.isId(name)
                    ? " If the Hugging Face hub has it, espalier models get %s downloads it."
                        .formatted(name)
                    : ""));
  }

  private static @Nullable Path downloaded(String name) throws RunRefused {
    try {
      return Hub.ofEnvironment().find(name);
    } catch (IOException e) {
      throw new RunRefused("The downloaded models cannot be read: " + e.getMessage(), e);
    }
  }

  /** Names of the bundled models, sorted; empty if there are none. */
  public ImmutableList<String> bundledNames() {
    if (bundled == null) {
      return Lists.immutable.empty();
    }
    MutableList<String> names = Lists.mutable.empty();
    for (String name : new String[] {LIKELIHOOD_JUDGE, LANGUAGE_MODEL, REWARD_MODEL}) {
      if (Files.isDirectory(bundled.resolve(name))) {
        names.add(name);
      }
    }
    return names.toImmutable();
  }
}
