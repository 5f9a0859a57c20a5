package dev.espalier.app.run;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** What is different in a fork. */
public sealed interface Edit {

  /** In words, to follow "after step 3: ". */
  String words();

  /** Other values of parameters or another budget, from there on. */
  record Parameters(String words) implements Edit {}

  /**
   * Tokens that must or must not be written at a place.
   *
   * @param before all tokens before the place, those of the prompt included
   * @param text of the tokens, for people
   */
  record Tokens(ImmutableIntList before, ImmutableIntList tokens, String text, boolean forbid)
      implements Edit {
    @Override
    public String words() {
      return (forbid ? "never “" : "forced “") + text + "”";
    }
  }

  /** A text that must be written at a place. */
  record Text(ImmutableIntList before, String text) implements Edit {
    @Override
    public String words() {
      return "forced “" + text.strip() + "”";
    }
  }
}
