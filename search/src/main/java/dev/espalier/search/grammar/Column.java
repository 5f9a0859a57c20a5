package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An Earley set: the items that hold at one boundary between terminals, closed under prediction and
 * completion; immutable. An item's origin is the column its rule began in, possibly this one.
 *
 * <p>Columns are interned by their kernel, the items that were moved over a terminal. Since origins
 * are interned too, texts after which the same may follow share one column, and with it everything
 * that is cached for it.
 */
final class Column {

  /** Beyond this a grammar is too ambiguous to follow. */
  static final int MAX_ITEMS = 20_000;

  private final int id;
  private final boolean accepting;

  /** Item i is (items[i], origins[i]). */
  private final int[] items;

  private final Column[] origins;

  /** Indices of the items that wait for a rule, by rule. */
  private final IntObjectHashMap<IntArrayList> waitingForRule = new IntObjectHashMap<>();

  /** Indices of the items that wait for a terminal, by terminal. */
  private final IntObjectHashMap<IntArrayList> waitingForTerminal = new IntObjectHashMap<>();

  private final int[] terminals;

  /** An item as it is collected: an origin of null is the column itself. */
  record Item(int item, @Nullable Column origin) {}

  private Column(int id, Grammar grammar, Closure closure) {
    this.id = id;
    this.items = closure.items.toArray();
    this.origins = closure.origins.toArray(Column[]::new);
    boolean accepts = false;
    for (int i = 0; i < items.length; i++) {
      if (origins[i] == null) {
        origins[i] = this;
      }
      int symbol = grammar.symbol(items[i]);
      if (symbol == Grammar.END) {
        accepts |= closure.isStart(items[i], origins[i], this);
      } else if (Grammar.isRule(symbol)) {
        waitingForRule.getIfAbsentPut(symbol, IntArrayList::new).add(i);
      } else {
        waitingForTerminal.getIfAbsentPut(Grammar.terminal(symbol), IntArrayList::new).add(i);
      }
    }
    this.accepting = accepts;
    this.terminals = waitingForTerminal.keySet().toSortedArray();
  }

  /** The column before any text. */
  static Column first(int id, Grammar grammar) {
    Closure closure = new Closure(grammar, null);
    closure.predict(grammar.start());
    closure.run();
    return new Column(id, grammar, closure);
  }

  /** The column closed over {@code kernel}; {@code root} is the one before any text. */
  static Column of(int id, Grammar grammar, Column root, Iterable<Item> kernel) {
    Closure closure = new Closure(grammar, root);
    kernel.forEach(item -> closure.add(item.item(), item.origin()));
    closure.run();
    return new Column(id, grammar, closure);
  }

  int id() {
    return id;
  }

  /** Whether the text up to here is complete. */
  boolean accepting() {
    return accepting;
  }

  /** The terminals that may come next, sorted. */
  int[] terminals() {
    return terminals;
  }

  /** Collects the items that wait for {@code terminal}, moved over it. */
  void scan(int terminal, Set<Item> kernel) {
    IntArrayList waiting = waitingForTerminal.get(terminal);
    if (waiting != null) {
      waiting.forEach(i -> kernel.add(new Item(items[i] + 1, origins[i])));
    }
  }

  /** Items as text, for people. */
  @Override
  public String toString() {
    return "column " + id + " of items " + Arrays.toString(items);
  }

  /** Prediction and completion until nothing is new. */
  private static final class Closure {
    private final Grammar grammar;
    private final @Nullable Column root;
    private final IntArrayList items = new IntArrayList();
    private final List<@Nullable Column> origins = new ArrayList<>();
    private final Set<Item> seen = new HashSet<>();

    private final BitSet predicted = new BitSet();

    Closure(Grammar grammar, @Nullable Column root) {
      this.grammar = grammar;
      this.root = root;
    }

    void add(int item, @Nullable Column origin) {
      if (seen.add(new Item(item, origin))) {
        items.add(item);
        origins.add(origin);
        if (items.size() > MAX_ITEMS) {
          throw new GrammarTooComplexException(
              "more than " + MAX_ITEMS + " readings of the text are possible at one place");
        }
      }
    }

    void predict(int rule) {
      if (!predicted.get(rule)) {
        predicted.set(rule);
        for (int item : grammar.alternatives(rule)) {
          add(item, null);
        }
      }
    }

    void run() {
      for (int i = 0; i < items.size(); i++) {
        int item = items.get(i);
        Column origin = origins.get(i);
        int symbol = grammar.symbol(item);
        if (symbol == Grammar.END) {
          // What completes without text is stepped over where it is predicted (Aycock, Horspool).
          if (origin != null) {
            complete(grammar.ruleOf(item), origin);
          }
        } else if (Grammar.isRule(symbol)) {
          predict(symbol);
          if (grammar.nullable(symbol)) {
            add(item + 1, origin);
          }
        }
      }
    }

    private void complete(int rule, Column origin) {
      IntArrayList waiting = origin.waitingForRule.get(rule);
      if (waiting != null) {
        waiting.forEach(i -> add(origin.items[i] + 1, origin.origins[i]));
      }
    }

    boolean isStart(int item, Column origin, Column self) {
      return grammar.ruleOf(item) == grammar.start() && origin == (root == null ? self : root);
    }
  }
}
