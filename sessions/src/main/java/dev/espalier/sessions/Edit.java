package dev.espalier.sessions;

import dev.espalier.search.run.Steering;
import dev.espalier.search.token.Tokenizer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/** What is different in a fork, as its header keeps it: enough to make the fork again. */
public sealed interface Edit {

  /** In words, to follow "after step 3: ". */
  String words();

  /**
   * What the language model is bound by from there on, or null if by nothing more than before.
   *
   * @throws IllegalArgumentException if the text to be written has no tokens
   */
  default @Nullable Steering steering(Tokenizer tokenizer) {
    return switch (this) {
      case Parameters _ -> null;
      case Forced(ImmutableIntList before, ImmutableIntList tokens, String _) ->
          new Steering(before, tokens, false);
      case Forbidden(ImmutableIntList before, ImmutableIntList tokens, String _) ->
          new Steering(before, tokens, true);
      case Rewritten(ImmutableIntList before, String text) -> {
        ImmutableIntList tokens = tokenizer.encode(text);
        if (tokens.isEmpty()) {
          throw new IllegalArgumentException(
              "there is no text to force; write what should stand there");
        }
        yield new Steering(before, tokens, false);
      }
      case Restricted(ImmutableIntList before, ImmutableIntList tokens, String _) ->
          new Steering(before, tokens, false);
      case Deepened(
              ImmutableIntList before,
              ImmutableIntList tokens,
              String _,
              ImmutableList<Change> _) ->
          new Steering(before, tokens, false);
    };
  }

  /**
   * One value that is another from there on.
   *
   * @param name of a parameter, or {@code budget}
   */
  record Change(String name, String from, String to) {

    static String words(ImmutableList<Change> changes) {
      return changes.makeString(", ");
    }

    @Override
    public String toString() {
      return "%s %s → %s".formatted(name, from, to);
    }
  }

  /** Other values of parameters or another budget. */
  record Parameters(ImmutableList<Change> changes) implements Edit {
    @Override
    public String words() {
      return Change.words(changes);
    }
  }

  /**
   * A token, or those of a step, must be written at a place.
   *
   * @param before all tokens before the place, those of the prompt included
   * @param text of the tokens, for people
   */
  record Forced(ImmutableIntList before, ImmutableIntList tokens, String text) implements Edit {
    @Override
    public String words() {
      return "forced “" + text + "”";
    }
  }

  /**
   * A token, or those of a step, must not be written at a place.
   *
   * @param before all tokens before the place, those of the prompt included
   * @param text of the tokens, for people
   */
  record Forbidden(ImmutableIntList before, ImmutableIntList tokens, String text) implements Edit {
    @Override
    public String words() {
      return "never “" + text + "”";
    }
  }

  /**
   * A text that people wrote must be written at a place.
   *
   * @param before all tokens before the place, those of the prompt included
   */
  record Rewritten(ImmutableIntList before, String text) implements Edit {
    @Override
    public String words() {
      return "forced “" + text.strip() + "”";
    }
  }

  /**
   * Only texts that begin like one node of the tree are searched.
   *
   * @param before the tokens of the prompt
   * @param tokens from there to the end of the node
   * @param text of the node, for people
   */
  record Restricted(ImmutableIntList before, ImmutableIntList tokens, String text) implements Edit {
    @Override
    public String words() {
      return "only below “" + text + "”";
    }
  }

  /**
   * Only texts that begin like one node of the tree are searched, and further than before.
   *
   * @param before the tokens of the prompt
   * @param tokens from there to the end of the node
   * @param text of the node, for people
   * @param changes the limits that were raised
   */
  record Deepened(
      ImmutableIntList before, ImmutableIntList tokens, String text, ImmutableList<Change> changes)
      implements Edit {
    @Override
    public String words() {
      return "deeper below “" + text + "”: " + Change.words(changes);
    }
  }
}
