package dev.espalier.search.event;

/** Why the text of a node ends. */
public enum Ending {
  /** At the step separator; another step may follow. */
  SEPARATOR,
  /** At an end-of-text token. */
  END_OF_TEXT,
  /** The step holds a boxed final answer. */
  ANSWER,
  /** At the limit of tokens for a step or a text; not a finished answer. */
  LENGTH,
  /** At the model's context limit; not a finished answer. */
  CONTEXT,
  /** The end-of-text token came first, so there is no text. */
  EMPTY
}
