package dev.espalier.search.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.eclipse.collections.impl.list.mutable.primitive.ByteArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A place in a text that a grammar accepts so far; immutable to its users, and shared: going on
 * from one never changes it.
 */
public final class ParserState {

  static final Comparator<Reading> READING_ORDER =
      Comparator.comparingInt(Reading::terminal)
          .thenComparingInt(Reading::state)
          .thenComparingInt(reading -> reading.begun().id());

  /**
   * One terminal being read.
   *
   * @param state of its automaton
   * @param begun the column it began in
   */
  record Reading(int terminal, int state, Column begun) {}

  /** What makes two states equal. */
  record Key(List<Reading> readings, @Nullable Column boundary) {}

  private final Recogniser recogniser;
  private final int id;
  private final Reading[] readings;
  private final @Nullable Column boundary;

  /** Successors that were asked for; null where the text cannot go on. Guarded by itself. */
  private final IntObjectHashMap<@Nullable ParserState> successors = new IntObjectHashMap<>();

  ParserState(Recogniser recogniser, int id, Key key) {
    this.recogniser = recogniser;
    this.id = id;
    this.readings = key.readings().toArray(Reading[]::new);
    this.boundary = key.boundary();
  }

  /** A number that no other state of the same recogniser has. */
  public int id() {
    return id;
  }

  /** Whether the text may end here. */
  public boolean accepting() {
    return boundary != null && boundary.accepting();
  }

  /** The state after one more byte (0 to 255), or null if no text goes on so. */
  public @Nullable ParserState advance(int b) {
    synchronized (successors) {
      ParserState known = successors.get(b);
      if (known != null || successors.containsKey(b)) {
        return known;
      }
      ParserState next = recogniser.advance(this, b);
      successors.put(b, next);
      return next;
    }
  }

  /** The state after these bytes, or null if no text goes on so. */
  public @Nullable ParserState advance(byte[] bytes) {
    ParserState state = this;
    for (byte b : bytes) {
      state = state.advance(b & 0xFF);
      if (state == null) {
        return null;
      }
    }
    return state;
  }

  /** The bytes that must follow: the only way on, as far as there is just one; possibly none. */
  public byte[] forced() {
    ByteArrayList forced = new ByteArrayList();
    ParserState state = this;
    // A grammar of one endless text would force for ever; no one needs more at a time.
    while (forced.size() < 4096 && !state.accepting() && state.specialTerminals().length == 0) {
      int only = state.onlyByte();
      ParserState next = only < 0 ? null : state.advance(only);
      if (next == null) {
        break;
      }
      forced.add((byte) only);
      state = next;
    }
    return forced.toArray();
  }

  private int onlyByte() {
    int only = -1;
    for (Reading reading : readings) {
      Automaton automaton = recogniser.grammar().automaton(reading.terminal());
      for (int b = 0; b < 256; b++) {
        if (b != only && automaton.step(reading.state(), b) != Automaton.DEAD) {
          if (only >= 0) {
            return -1;
          }
          only = b;
        }
      }
    }
    return only;
  }

  Recogniser recogniser() {
    return recogniser;
  }

  Reading[] readings() {
    return readings;
  }

  @Nullable Column boundary() {
    return boundary;
  }

  /** The terminals that stand for whole tokens and may come here. */
  int[] specialTerminals() {
    if (boundary == null) {
      return new int[0];
    }
    return Arrays.stream(boundary.terminals())
        .filter(terminal -> !recogniser.grammar().isAutomaton(terminal))
        .toArray();
  }
}
