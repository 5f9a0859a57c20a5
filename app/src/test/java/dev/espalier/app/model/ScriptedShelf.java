package dev.espalier.app.model;

import dev.espalier.app.run.ModelChoice;
import dev.espalier.app.run.RunRefused;
import dev.espalier.search.lm.transformer.DeviceReport;
import dev.espalier.search.lm.transformer.MemoryForecast;
import dev.espalier.search.lm.transformer.Precision;
import dev.espalier.search.lm.transformer.RuntimeOptions.PrecisionChoice;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A shelf of models whose sizes are in their names: {@code m7} has 7 million weights. A machine of
 * 100 MB holds them, without an accelerator.
 */
public final class ScriptedShelf implements ModelShelf {

  public static final ModelChoice CHOICE = ModelChoice.of("m2", "m1");
  private static final long MEMORY = 100_000_000;
  private static final int USUAL_CONTEXT = 512;

  @Override
  public ImmutableList<String> bundled() {
    return Lists.immutable.of("m2", "m1");
  }

  @Override
  public ImmutableList<String> downloaded() {
    return Lists.immutable.of("org/m3");
  }

  @Override
  public ImmutableList<DeviceReport> devices() {
    return Lists.immutable.of(
        new DeviceReport("cpu", "", MEMORY, 2 * MEMORY),
        new DeviceReport("cuda", "no CUDA device was found", 0, 0));
  }

  @Override
  public Forecast forecast(ModelChoice choice) throws RunRefused {
    ImmutableList<Forecast.Part> parts =
        Lists.immutable.of(part(choice, choice.language(), MEMORY));
    if (!choice.reward().isEmpty()) {
      parts = parts.newWith(part(choice, choice.reward(), MEMORY));
    }
    return Forecast.shared(parts, MEMORY);
  }

  private static Forecast.Part part(ModelChoice choice, String name, long available)
      throws RunRefused {
    if (!name.matches("m\\d+")) {
      throw new RunRefused("There is no model \"%s\".".formatted(name));
    }
    Precision precision =
        choice.precision() == PrecisionChoice.BF16 ? Precision.BF16 : Precision.FP32;
    int bytes = precision == Precision.BF16 ? 2 : 4;
    long weights = 1_000_000L * Integer.parseInt(name.substring(1));
    int tokens = choice.context() == 0 ? USUAL_CONTEXT : choice.context();
    return new Forecast.Part(
        name,
        new MemoryForecast(
            precision,
            weights,
            weights * bytes,
            1000L * bytes,
            tokens,
            true,
            1_000_000,
            100,
            available));
  }
}
