package dev.espalier.search.algorithm;

import dev.espalier.search.event.Outcome;

/**
 * A search as a pure kernel: {@code init}, then {@code step} until the state is finished.
 *
 * <p>Given the models' answers, the next state and the events are functions of the state alone, so
 * a state can be kept, gone back to and continued any number of times.
 *
 * @param <S> the immutable state: what the next step needs and no more
 */
public interface SearchAlgorithm<S extends SearchState> {

  /** The name users and files know it by, such as {@code a-star}. */
  String name();

  /**
   * Whether it holds tokens against {@link Models#constraint()} itself. To any other algorithm a
   * language model is shown that gives forbidden tokens the probability 0.
   */
  default boolean appliesConstraint() {
    return false;
  }

  /** The state before anything was asked of a model. */
  Transition<S> init(Problem problem);

  /**
   * Goes on by one step, with at most one call of the language model and one of the reward model.
   *
   * @param state not finished
   */
  Transition<S> step(S state, Models models);

  /**
   * Winds the search down because of {@code why} ({@code BUDGET}, {@code CANCELLED} or {@code
   * FAILED}). Asks no model, only the tokenizer: what follows for {@code CANCELLED} and {@code
   * FAILED} is finished; for {@code BUDGET} it may be a state that needs a bounded number of
   * further steps to complete a best hypothesis.
   */
  Transition<S> conclude(S state, Models models, Outcome why, String explanation);
}
