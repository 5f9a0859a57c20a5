package dev.espalier.app.engine;

import dev.espalier.app.hub.Downloaded;
import dev.espalier.app.hub.Hub;
import dev.espalier.app.model.Forecast;
import dev.espalier.app.model.ModelShelf;
import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.Checkpoint;
import dev.espalier.search.lm.transformer.DeviceReport;
import dev.espalier.search.lm.transformer.RuntimeOptions;
import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that come with the program and those in folders, looked at without loading them. */
public final class InstalledModels implements ModelShelf {

  private static final Logger log = LoggerFactory.getLogger(InstalledModels.class);

  private final ModelPlaces places;

  /** What the loaded models hold, which is free for those that take their place. */
  private volatile long heldBytes;

  public InstalledModels(ModelPlaces places) {
    this.places = places;
  }

  ModelPlaces places() {
    return places;
  }

  void hold(long bytes) {
    heldBytes = bytes;
  }

  @Override
  public ImmutableList<String> bundled() {
    return places.bundledNames();
  }

  @Override
  public ImmutableList<String> downloaded() {
    try {
      return Hub.ofEnvironment().downloaded().collect(Downloaded::name);
    } catch (IOException e) {
      // Their names can still be typed, and then the reason is told.
      log.warn("the downloaded models cannot be listed", e);
      return Lists.immutable.empty();
    }
  }

  @Override
  public ImmutableList<DeviceReport> devices() {
    return DeviceReport.all();
  }

  @Override
  public Forecast forecast(ModelChoice choice) throws RunRefused {
    try {
      RuntimeOptions options = choice.options();
      long available = DeviceReport.of(choice.device()).freeBytes() + heldBytes;
      Path language = places.find(choice.language());
      RewardChoice reward = RewardChoice.parse(choice.reward(), places);
      MutableList<Forecast.Part> parts = Lists.mutable.empty();
      for (Path path : folders(language, reward)) {
        Checkpoint folder = Checkpoint.open(path);
        parts.add(new Forecast.Part(folder.id(), folder.forecast(options, available)));
      }
      return Forecast.shared(parts.toImmutable(), available);
    } catch (ModelFormatException e) {
      throw new RunRefused("The model cannot be used. " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new RunRefused("That cannot be chosen: " + e.getMessage() + ".", e);
    }
  }

  private static ImmutableList<Path> folders(Path language, @Nullable RewardChoice reward) {
    ImmutableList<Path> folders = Lists.immutable.with(language);
    return reward == null ? folders : folders.newWithAll(reward.folders());
  }
}
