package dev.espalier.app.tree;

/** How far one press of a transport button goes. */
public enum Grain {
  EVENT("event"),
  TOKEN("token"),
  STEP("step"),
  ITERATION("iteration");

  private final String label;

  Grain(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
