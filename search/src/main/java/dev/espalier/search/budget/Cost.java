package dev.espalier.search.budget;

/**
 * Logical work.
 *
 * @param generatedTokens tokens appended to hypotheses, thrown away later or not
 * @param promptTokens tokens of prompts, once a search
 * @param modelRows next-token distributions asked for
 * @param modelCalls batches those rows came in
 * @param prmPasses candidate prefixes judged by a reward model
 * @param prmTokens tokens it read below the nearest prefix it had judged before
 * @param constraintChecks tokens or texts held against a grammar or another constraint; a mask
 *     holds every token of the vocabulary against it
 */
public record Cost(
    long generatedTokens,
    long promptTokens,
    long modelRows,
    long modelCalls,
    long prmPasses,
    long prmTokens,
    long constraintChecks) {

  public static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0, 0);

  /** One call of the language model over {@code rows} rows. */
  public static Cost modelCall(long rows) {
    return new Cost(0, 0, rows, 1, 0, 0, 0);
  }

  public static Cost generated(long tokens) {
    return new Cost(tokens, 0, 0, 0, 0, 0, 0);
  }

  public static Cost prompt(long tokens) {
    return new Cost(0, tokens, 0, 0, 0, 0, 0);
  }

  /** One call of the reward model over {@code passes} candidates. */
  public static Cost judged(long passes, long tokens) {
    return new Cost(0, 0, 0, 0, passes, tokens, 0);
  }

  /** That many tokens or texts held against a constraint. */
  public static Cost checked(long tokens) {
    return new Cost(0, 0, 0, 0, 0, 0, tokens);
  }

  public Cost plus(Cost other) {
    return new Cost(
        generatedTokens + other.generatedTokens,
        promptTokens + other.promptTokens,
        modelRows + other.modelRows,
        modelCalls + other.modelCalls,
        prmPasses + other.prmPasses,
        prmTokens + other.prmTokens,
        constraintChecks + other.constraintChecks);
  }
}
