package dev.espalier.search.grammar;

import java.util.Arrays;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A reduced context-free grammar whose terminals are automata over bytes; immutable.
 *
 * <p>Reduced: every rule can be reached from the start and derives some text, so a prefix that a
 * recogniser accepts can always be completed. A grammar without any text at all is refused when it
 * is made.
 *
 * <p>Right-hand sides lie in one array, each closed by {@link #END}; an index into it is a dotted
 * item of Earley's algorithm. Symbols from 0 up are rules, below {@link #END} terminals.
 */
public final class Grammar {

  static final int END = -1;

  private final ImmutableList<String> ruleNames;
  private final int[] symbols;

  /** The rule whose right-hand side the position belongs to. */
  private final int[] ruleOf;

  /** First positions of each rule's right-hand sides. */
  private final int[][] alternatives;

  private final boolean[] nullable;
  private final ImmutableList<Automaton> automata;
  private final ImmutableList<TokenChoice> tokens;
  private final int start;

  Grammar(
      ImmutableList<String> ruleNames,
      int[] symbols,
      int[] ruleOf,
      int[][] alternatives,
      boolean[] nullable,
      ImmutableList<Automaton> automata,
      ImmutableList<TokenChoice> tokens,
      int start) {
    this.ruleNames = ruleNames;
    this.symbols = symbols;
    this.ruleOf = ruleOf;
    this.alternatives = alternatives;
    this.nullable = nullable;
    this.automata = automata;
    this.tokens = tokens;
    this.start = start;
  }

  /**
   * Lowers rules to the reduced form.
   *
   * @throws GrammarException if a rule is called that does not exist, no text is derivable, or the
   *     grammar is out of bounds
   */
  public static Grammar of(Map<String, Expression> rules, String start) throws GrammarException {
    return new GrammarLowering(rules, start).lower();
  }

  /**
   * The texts that match a regular expression as a whole.
   *
   * @throws GrammarException with the place that is wrong or not supported
   */
  public static Grammar ofRegex(String pattern) throws GrammarException {
    return of(Map.of("root", new Expression.Terminal(RegexSyntax.whole(pattern))), "root");
  }

  /**
   * Reads GBNF; the start rule is {@code root}.
   *
   * @throws GrammarException with the place that is wrong
   */
  public static Grammar ofGbnf(String source) throws GrammarException {
    return GbnfSyntax.parse(source);
  }

  int start() {
    return start;
  }

  int rules() {
    return alternatives.length;
  }

  /** The symbol after the dot of an item: a rule, a terminal, or {@link #END}. */
  int symbol(int item) {
    return symbols[item];
  }

  int ruleOf(int item) {
    return ruleOf[item];
  }

  int[] alternatives(int rule) {
    return alternatives[rule];
  }

  boolean nullable(int rule) {
    return nullable[rule];
  }

  /** Number of dotted items. */
  int items() {
    return symbols.length;
  }

  static boolean isRule(int symbol) {
    return symbol >= 0;
  }

  /** The index of a terminal symbol: automata first, then tokens. */
  static int terminal(int symbol) {
    return -2 - symbol;
  }

  /** Number of terminals, tokens among them. */
  int terminals() {
    return automata.size() + tokens.size();
  }

  boolean isAutomaton(int terminal) {
    return terminal < automata.size();
  }

  Automaton automaton(int terminal) {
    return automata.get(terminal);
  }

  TokenChoice tokens(int terminal) {
    return tokens.get(terminal - automata.size());
  }

  /** The grammar as rules, for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int rule = 0; rule < alternatives.length; rule++) {
      text.append(ruleNames.get(rule)).append(" →");
      String separator = " ";
      for (int item : alternatives[rule]) {
        text.append(separator);
        for (int i = item; symbols[i] != END; i++) {
          text.append(isRule(symbols[i]) ? ruleNames.get(symbols[i]) : "t" + terminal(symbols[i]))
              .append(' ');
        }
        separator = "| ";
      }
      text.append('\n');
    }
    return text + Arrays.toString(automata.collectInt(Automaton::states).toArray());
  }
}
