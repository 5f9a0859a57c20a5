package dev.espalier.search.lm;

/**
 * What an evaluation should return for each row.
 *
 * @param top only the {@code top} most probable tokens, or 0 for the whole vocabulary
 * @param hiddenStates also the last layer's output (after the final norm) at the row's last token
 */
public record Wanted(int top, boolean hiddenStates) {

  public static final Wanted ALL_TOKENS = new Wanted(0, false);

  public Wanted {
    if (top < 0) {
      throw new IllegalArgumentException("top " + top + " is negative; 0 means all tokens");
    }
  }

  public static Wanted top(int k) {
    return new Wanted(k, false);
  }

  public Wanted withHiddenStates() {
    return new Wanted(top, true);
  }
}
