package dev.espalier.app.transport;

/** How fast playing goes, in moves of the chosen grain a second. */
public enum Speed {
  SLOW("½×", 1),
  NORMAL("1×", 2),
  FAST("4×", 8),
  FASTER("16×", 32),
  FASTEST("64×", 128);

  private final String label;
  private final double stepsPerSecond;

  Speed(String label, double stepsPerSecond) {
    this.label = label;
    this.stepsPerSecond = stepsPerSecond;
  }

  public String label() {
    return label;
  }

  public double stepsPerSecond() {
    return stepsPerSecond;
  }
}
