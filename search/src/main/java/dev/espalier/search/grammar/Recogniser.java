package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows texts through a grammar byte by byte (Earley, doi:10.1145/362007.362035, over automata).
 *
 * <p>Hands out interned, immutable {@link ParserState}s. Interning is bounded: when the tables are
 * full they are emptied, after which equal states may exist twice; nothing but speed depends on
 * identity. Thread-safe.
 */
public final class Recogniser {

  private static final int MAX_INTERNED = 200_000;

  private final Grammar grammar;
  private final Column root;
  private final ParserState start;
  private final Map<Set<Column.Item>, Column> columns = new HashMap<>();
  private final Map<ParserState.Key, ParserState> states = new HashMap<>();
  private int nextColumn = 1;
  private int nextState;

  public Recogniser(Grammar grammar) {
    this.grammar = grammar;
    this.root = Column.first(0, grammar);
    this.start = intern(List.of(), root);
  }

  public Grammar grammar() {
    return grammar;
  }

  /** The state before any text. */
  public ParserState start() {
    return start;
  }

  /** The state after one more byte (0 to 255), or null if no text goes on so. */
  synchronized @Nullable ParserState advance(ParserState state, int b) {
    List<ParserState.Reading> going = new ArrayList<>(state.readings().length);
    Set<Column.Item> kernel = Set.of();
    for (ParserState.Reading reading : state.readings()) {
      Automaton automaton = grammar.automaton(reading.terminal());
      int next = automaton.step(reading.state(), b);
      if (next == Automaton.DEAD) {
        continue;
      }
      if (automaton.goesOn(next)) {
        going.add(new ParserState.Reading(reading.terminal(), next, reading.begun()));
      }
      if (automaton.accepts(next)) {
        kernel = kernel.isEmpty() ? new HashSet<>() : kernel;
        reading.begun().scan(reading.terminal(), kernel);
      }
    }
    if (going.isEmpty() && kernel.isEmpty()) {
      return null;
    }
    return intern(going, kernel.isEmpty() ? null : column(kernel));
  }

  /** The state after a whole token that the grammar names, or null if it may not come here. */
  synchronized @Nullable ParserState advanceOver(ParserState state, int terminal) {
    Column here = state.boundary();
    if (here == null) {
      return null;
    }
    Set<Column.Item> kernel = new HashSet<>();
    here.scan(terminal, kernel);
    return kernel.isEmpty() ? null : intern(List.of(), column(kernel));
  }

  /** The state in which just the text that {@code reading} reads has come to its end. */
  synchronized ParserState completed(ParserState.Reading reading) {
    Set<Column.Item> kernel = new HashSet<>();
    reading.begun().scan(reading.terminal(), kernel);
    return intern(List.of(), column(kernel));
  }

  private Column column(Set<Column.Item> kernel) {
    Column known = columns.get(kernel);
    if (known == null) {
      if (columns.size() >= MAX_INTERNED) {
        columns.clear();
      }
      known = Column.of(nextColumn++, grammar, root, kernel);
      columns.put(kernel, known);
    }
    return known;
  }

  private ParserState intern(List<ParserState.Reading> going, @Nullable Column boundary) {
    List<ParserState.Reading> readings = new ArrayList<>(going);
    if (boundary != null) {
      for (int terminal : boundary.terminals()) {
        if (grammar.isAutomaton(terminal)) {
          readings.add(new ParserState.Reading(terminal, 0, boundary));
        }
      }
    }
    readings.sort(ParserState.READING_ORDER);
    ParserState.Key key = new ParserState.Key(List.copyOf(readings), boundary);
    ParserState known = states.get(key);
    if (known == null) {
      if (states.size() >= MAX_INTERNED) {
        states.clear();
      }
      known = new ParserState(this, nextState++, key);
      states.put(key, known);
    }
    return known;
  }
}
