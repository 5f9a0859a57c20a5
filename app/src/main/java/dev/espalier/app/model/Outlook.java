package dev.espalier.app.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the models in the form.
 *
 * @param checking whether it is still being found out
 * @param forecast what they will need, or null while that is not known
 * @param problem why they cannot be used, or empty
 */
public record Outlook(boolean checking, @Nullable Forecast forecast, String problem) {

  static final Outlook CHECKING = new Outlook(true, null, "");

  static Outlook of(Forecast forecast) {
    return new Outlook(false, forecast, "");
  }

  static Outlook wrong(String problem) {
    return new Outlook(false, null, problem);
  }

  /** Whether they can be loaded. */
  public boolean good() {
    return forecast != null && forecast.fits();
  }
}
