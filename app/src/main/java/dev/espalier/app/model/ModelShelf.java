package dev.espalier.app.model;

import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.DeviceReport;
import org.eclipse.collections.api.list.ImmutableList;

/** The models there are, looked at without loading them. Called off the window's thread. */
public interface ModelShelf {

  /** Names of the models that come with the program. */
  ImmutableList<String> bundled();

  /** Names of the models that were downloaded from the hub. */
  ImmutableList<String> downloaded();

  /** The devices there are, and why others are not. */
  ImmutableList<DeviceReport> devices();

  /**
   * What models would need in place of those that are loaded.
   *
   * @throws RunRefused if one is missing, damaged, or of a kind that cannot be run
   */
  Forecast forecast(ModelChoice choice) throws RunRefused;
}
