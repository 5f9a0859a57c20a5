package dev.espalier.search.budget;

/** The units a budget is given in, by the names users write. */
public enum CostUnit {
  TOKENS("tokens", "generated tokens"),
  ROWS("rows", "model rows"),
  CALLS("calls", "model calls"),
  PRM("prm", "PRM passes"),
  PRM_TOKENS("prm-tokens", "PRM tokens"),
  CHECKS("checks", "constraint checks");

  private final String key;
  private final String label;

  CostUnit(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** The name on the command line. */
  public String key() {
    return key;
  }

  /** The name in a sentence. */
  public String label() {
    return label;
  }

  public long of(Cost cost) {
    return switch (this) {
      case TOKENS -> cost.generatedTokens();
      case ROWS -> cost.modelRows();
      case CALLS -> cost.modelCalls();
      case PRM -> cost.prmPasses();
      case PRM_TOKENS -> cost.prmTokens();
      case CHECKS -> cost.constraintChecks();
    };
  }
}
