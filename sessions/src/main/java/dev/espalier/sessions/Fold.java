package dev.espalier.sessions;

import dev.espalier.search.event.SearchEvent;
import java.util.function.BiFunction;

/**
 * A state that follows from events, one after another.
 *
 * @param <S> the state; may be one that {@link #plus} changes in place
 */
public interface Fold<S> {

  /** The state before any event; a new one each time if states are changed in place. */
  S start();

  /** The state after one more event; may be {@code state} itself, changed. */
  S plus(S state, SearchEvent event);

  /** A state that later events do not change; {@code state} itself if it cannot be changed. */
  S copy(S state);

  /** A fold whose states are immutable. */
  static <S> Fold<S> ofImmutable(S start, BiFunction<S, SearchEvent, S> plus) {
    return new Fold<>() {
      @Override
      public S start() {
        return start;
      }

      @Override
      public S plus(S state, SearchEvent event) {
        return plus.apply(state, event);
      }

      @Override
      public S copy(S state) {
        return state;
      }
    };
  }
}
