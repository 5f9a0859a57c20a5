package dev.espalier.app.condition;

/**
 * What a name in a condition stands for.
 *
 * @param <M> what the condition is about
 */
sealed interface Term<M> {

  /** A condition once read. */
  interface Test<M> {
    boolean holds(M subject);
  }

  /** A number once read. */
  interface Quantity<M> {
    double of(M subject);
  }

  /** A text once read. */
  interface Words<M> {
    String of(M subject);
  }

  record Truth<M>(Test<M> test) implements Term<M> {}

  record Count<M>(Quantity<M> quantity) implements Term<M> {}

  record Text<M>(Words<M> words) implements Term<M> {}

  /** What it is, for messages. */
  default String kind() {
    return switch (this) {
      case Truth<M> _ -> "condition";
      case Count<M> _ -> "number";
      case Text<M> _ -> "text";
    };
  }
}
