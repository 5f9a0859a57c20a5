package dev.espalier.app.desktop;

import java.util.Locale;

/** Whether there is a screen to show a window on. */
public final class Display {

  private static final String PLATFORM = "glass.platform";
  private static final String HEADLESS = "Headless";

  private Display() {}

  /** Whether a window would be seen by anyone. */
  public static boolean available() {
    if (HEADLESS.equals(System.getProperty(PLATFORM))) {
      return false;
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("linux")) {
      return named("DISPLAY") || named("WAYLAND_DISPLAY");
    }
    return !java.awt.GraphicsEnvironment.isHeadless();
  }

  private static boolean named(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isBlank();
  }

  /** Lets pictures be drawn where there is no display; to be called before JavaFX starts. */
  public static void prepare() {
    if (!available()) {
      System.setProperty("java.awt.headless", "true");
      System.setProperty(PLATFORM, HEADLESS);
      System.setProperty("prism.order", "sw");
    }
  }
}
