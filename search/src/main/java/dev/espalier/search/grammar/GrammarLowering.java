package dev.espalier.search.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;
import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From rules as written to a reduced {@link Grammar}: regular parts folded into terminals,
 * repetitions expanded, symbols that derive nothing or are never reached dropped.
 */
final class GrammarLowering {

  private static final int MAX_SYMBOLS = 2_000_000;

  /** Up to this a repetition has a rule for each count. */
  private static final int COUNTED_OUT = 1_000;

  /** A regular part above this size stays a set of rules: its automaton could explode. */
  private static final int FOLD_LIMIT = 4_000;

  private final Map<String, Expression> rules;
  private final String start;

  /**
   * Regular forms of rules; empty while one is worked out (a recursive rule has none) and after.
   */
  private final Map<String, Optional<Regex>> regular = new HashMap<>();

  private final List<String> names = new ArrayList<>();
  private final ObjectIntHashMap<String> ids = new ObjectIntHashMap<>();
  private final List<List<IntArrayList>> productions = new ArrayList<>();
  private final Map<Automaton, Integer> automata = new LinkedHashMap<>();
  private final Map<TokenChoice, Integer> tokens = new LinkedHashMap<>();

  /** Terminals of tokens are numbered apart until all automata are known. */
  private static final int TOKEN_BASE = 1 << 28;

  private int written;

  GrammarLowering(Map<String, Expression> rules, String start) {
    this.rules = rules;
    this.start = start;
  }

  Grammar lower() throws GrammarException {
    if (!rules.containsKey(start)) {
      throw GrammarException.of(
          "there is no rule \"%s\" to start from; there are %s"
              .formatted(start, String.join(", ", rules.keySet())));
    }
    lowerRule(start);
    return reduce();
  }

  /** The number of a rule, its productions made on first use. Iterative over a queue of rules. */
  private void lowerRule(String first) throws GrammarException {
    ids.put(first, fresh(first));
    List<String> open = new ArrayList<>(List.of(first));
    for (int i = 0; i < open.size(); i++) {
      String name = open.get(i);
      Expression expression = rules.get(name);
      if (expression == null) {
        throw GrammarException.of("the rule \"" + name + "\" is used but not defined");
      }
      Regex regex = regularForm(name);
      Expression folded = regex == null ? expression : new Expression.Terminal(regex);
      int id = ids.getOrThrow(name);
      for (Expression option :
          folded instanceof Expression.Either(var options)
              ? options
              : Lists.immutable.with(folded)) {
        IntArrayList body = new IntArrayList();
        write(option, body, open);
        produce(id, body);
      }
    }
  }

  private int fresh(String name) {
    names.add(name);
    productions.add(new ArrayList<>());
    return names.size() - 1;
  }

  private void produce(int rule, IntArrayList body) throws GrammarException {
    written += body.size() + 1;
    if (written > MAX_SYMBOLS) {
      throw GrammarException.of("the grammar needs more than " + MAX_SYMBOLS + " symbols");
    }
    productions.get(rule).add(body);
  }

  private void write(Expression expression, IntArrayList body, List<String> open)
      throws GrammarException {
    Regex regex = regularForm(expression);
    if (regex != null) {
      writeTerminal(regex, body);
      return;
    }
    switch (expression) {
      case Expression.Terminal(Regex r) -> writeTerminal(r, body);
      case Expression.Lexeme(Regex r) -> writeLexeme(r, body);
      case Expression.Quoted(Regex character, int min, int max) ->
          body.add(automatonSymbol(counted(character, min, max)));
      case Expression.SpecialToken(TokenChoice choice) ->
          body.add(terminalSymbol(TOKEN_BASE + tokens.computeIfAbsent(choice, _ -> tokens.size())));
      case Expression.Call(String name) -> {
        if (!ids.containsKey(name)) {
          ids.put(name, fresh(name));
          open.add(name);
        }
        body.add(ids.getOrThrow(name));
      }
      case Expression.Sequence(var parts) -> writeSequence(parts, body, open);
      case Expression.Either(var options) -> {
        int choice = fresh("(choice)");
        body.add(choice);
        for (Expression option : options) {
          IntArrayList alternative = new IntArrayList();
          write(option, alternative, open);
          produce(choice, alternative);
        }
      }
      case Expression.Repeat(Expression inner, int min, int max) ->
          writeRepeat(inner, min, max, body, open);
    }
  }

  /** Neighbouring regular parts become one terminal: fewer boundaries to keep track of. */
  private void writeSequence(ImmutableList<Expression> parts, IntArrayList body, List<String> open)
      throws GrammarException {
    List<Regex> run = new ArrayList<>();
    int weight = 0;
    for (Expression part : parts) {
      Regex regex = regularForm(part);
      int partWeight = regex == null ? 0 : weight(regex);
      if (regex == null || weight + partWeight > FOLD_LIMIT) {
        flush(run, body);
        weight = 0;
      }
      if (regex == null) {
        write(part, body, open);
      } else {
        run.add(regex);
        weight += partWeight;
      }
    }
    flush(run, body);
  }

  private void flush(List<Regex> run, IntArrayList body) throws GrammarException {
    if (!run.isEmpty()) {
      writeTerminal(
          run.size() == 1 ? run.getFirst() : new Regex.Sequence(Lists.immutable.withAll(run)),
          body);
      run.clear();
    }
  }

  private void writeLexeme(Regex regex, IntArrayList body) throws GrammarException {
    ByteAutomaton automaton = lexemes.get(regex);
    if (automaton == null) {
      automaton = Automata.of(regex);
      lexemes.put(regex, automaton);
    }
    writeTerminal(automaton, body);
  }

  private void writeTerminal(Regex regex, IntArrayList body) throws GrammarException {
    writeTerminal(Automata.of(regex), body);
  }

  /** A terminal must not match the empty text; where the regex does, a choice says so. */
  private void writeTerminal(ByteAutomaton automaton, IntArrayList body) throws GrammarException {
    if (automaton.isEmpty()) {
      body.add(fresh("(never)"));
      return;
    }
    if (!automaton.accepts(0)) {
      body.add(automatonSymbol(automaton));
      return;
    }
    ByteAutomaton rest = Automata.minus(automaton, Automata.of(Regex.empty()));
    int choice = fresh("(optional)");
    produce(choice, new IntArrayList());
    if (!rest.isEmpty()) {
      produce(choice, IntArrayList.newListWith(automatonSymbol(rest)));
    }
    body.add(choice);
  }

  private final Map<Regex, ByteAutomaton> lexemes = new HashMap<>();
  private final Map<Regex, ByteAutomaton> quoted = new HashMap<>();

  private CountedAutomaton counted(Regex character, int min, int max) throws GrammarException {
    ByteAutomaton base = quoted.get(character);
    if (base == null) {
      Regex quote = Regex.text("\"");
      base = Automata.of(Regex.sequence(quote, character.star(), quote));
      quoted.put(character, base);
    }
    return new CountedAutomaton(base, base.step(0, '"'), '"', min, max);
  }

  private int automatonSymbol(Automaton automaton) {
    Integer index = automata.get(automaton);
    if (index == null) {
      index = automata.size();
      automata.put(automaton, index);
    }
    return terminalSymbol(index);
  }

  private static int terminalSymbol(int terminal) {
    return -2 - terminal;
  }

  /**
   * Repetitions are left-recursive: every item then begins where the repetition began, so that
   * texts which differ only in what was repeated lead to the same state. Counts that would need too
   * many rules are doubled instead, which costs O(log n) rules but more work for each text.
   */
  private void writeRepeat(Expression inner, int min, int max, IntArrayList body, List<String> open)
      throws GrammarException {
    if (max == 0) {
      return;
    }
    int one = fresh("(repeated)");
    IntArrayList single = new IntArrayList();
    write(inner, single, open);
    produce(one, single);
    if (Math.max(min, max) <= COUNTED_OUT) {
      writeCounted(one, min, max, body);
      return;
    }
    for (int rule : exactly(one, min)) {
      body.add(rule);
    }
    if (max == Regex.Repeat.UNBOUNDED) {
      body.add(star(one));
    } else {
      upTo(one, max - min, body);
    }
  }

  private int star(int one) throws GrammarException {
    int star = fresh("(repetition)");
    produce(star, new IntArrayList());
    produce(star, IntArrayList.newListWith(star, one));
    return star;
  }

  /** One rule a count: n are n − 1 and one more. */
  private void writeCounted(int one, int min, int max, IntArrayList body) throws GrammarException {
    if (min == 0 && max == Regex.Repeat.UNBOUNDED) {
      body.add(star(one));
      return;
    }
    int whole = fresh("(between " + min + " and " + (max < 0 ? "any number" : max) + ")");
    body.add(whole);
    if (min == 0) {
      produce(whole, new IntArrayList());
    }
    int before = one;
    for (int count = 1; count <= Math.max(min, max); count++) {
      int exact = one;
      if (count > 1) {
        exact = fresh("(exactly " + count + ")");
        produce(exact, IntArrayList.newListWith(before, one));
      }
      if (count >= min) {
        produce(whole, IntArrayList.newListWith(exact));
      }
      before = exact;
    }
    if (max == Regex.Repeat.UNBOUNDED) {
      produce(whole, IntArrayList.newListWith(whole, one));
    }
  }

  private List<Integer> exactly(int one, int count) throws GrammarException {
    List<Integer> parts = new ArrayList<>();
    int power = one;
    for (int rest = count; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        parts.add(power);
      }
      if (rest > 1) {
        int doubled = fresh("(twice)");
        produce(doubled, IntArrayList.newListWith(power, power));
        power = doubled;
      }
    }
    return parts;
  }

  /** Between none and {@code count}, by halves: up to 2k+1 is (up to k)(up to k)(one or none). */
  private void upTo(int one, int count, IntArrayList body) throws GrammarException {
    if (count <= 0) {
      return;
    }
    int optional = fresh("(at most once)");
    produce(optional, new IntArrayList());
    produce(optional, IntArrayList.newListWith(one));
    if (count == 1) {
      body.add(optional);
      return;
    }
    int half = fresh("(at most " + (count / 2) + ")");
    IntArrayList inner = new IntArrayList();
    upTo(one, count / 2, inner);
    produce(half, inner);
    body.add(half);
    body.add(half);
    if ((count & 1) == 1) {
      body.add(optional);
    }
  }

  // --- regular forms ---

  /** A rule as a regular expression, or null if it is recursive, names tokens or is too large. */
  private @Nullable Regex regularForm(String name) {
    Optional<Regex> known = regular.get(name);
    if (known != null) {
      return known.orElse(null);
    }
    Expression expression = rules.get(name);
    if (expression == null) {
      return null;
    }
    regular.put(name, Optional.empty());
    Regex regex = regularForm(expression);
    if (regex == null || weight(regex) > FOLD_LIMIT) {
      return null;
    }
    regular.put(name, Optional.of(regex));
    return regex;
  }

  private @Nullable Regex regularForm(Expression expression) {
    Regex regex =
        switch (expression) {
          case Expression.Terminal(Regex r) -> r;
          case Expression.SpecialToken _, Expression.Lexeme _, Expression.Quoted _ -> null;
          case Expression.Call(String name) -> regularForm(name);
          case Expression.Sequence(var parts) -> {
            ImmutableList<Regex> regexes = regularForms(parts);
            yield regexes == null ? null : new Regex.Sequence(regexes);
          }
          case Expression.Either(var options) -> {
            ImmutableList<Regex> regexes = regularForms(options);
            yield regexes == null ? null : new Regex.Either(regexes);
          }
          case Expression.Repeat(Expression inner, int min, int max) -> {
            Regex body = regularForm(inner);
            yield body == null ? null : new Regex.Repeat(body, min, max);
          }
        };
    boolean composed = !(expression instanceof Expression.Terminal);
    return regex != null && composed && weight(regex) > FOLD_LIMIT ? null : regex;
  }

  private @Nullable ImmutableList<Regex> regularForms(ImmutableList<Expression> expressions) {
    List<Regex> regexes = new ArrayList<>();
    for (Expression expression : expressions) {
      Regex regex = regularForm(expression);
      if (regex == null) {
        return null;
      }
      regexes.add(regex);
    }
    return Lists.immutable.withAll(regexes);
  }

  /** About how many states the automaton is built from; capped just above the limit. */
  private static int weight(Regex regex) {
    long weight =
        switch (regex) {
          case Regex.Text(var bytes) -> bytes.size();
          case Regex.Chars _ -> 4;
          case Regex.Sequence(var parts) -> parts.sumOfInt(GrammarLowering::weight);
          case Regex.Either(var options) -> options.sumOfInt(GrammarLowering::weight);
          case Regex.Repeat(Regex body, int min, int max) ->
              (long) weight(body) * Math.max(1, Math.max(min, max));
          case Regex.Both(Regex left, Regex right) -> 4L * (weight(left) + weight(right));
          case Regex.Not(Regex excluded) -> 4L * weight(excluded);
          case Regex.Compiled(ByteAutomaton automaton) -> automaton.states();
        };
    return (int) Math.min(weight, FOLD_LIMIT + 1);
  }

  // --- reduction ---

  private Grammar reduce() throws GrammarException {
    boolean[] nullable = fixpoint(true);
    boolean[] productive = fixpoint(false);
    int startId = ids.getOrThrow(start);
    if (!productive[startId]) {
      throw GrammarException.of(
          "no text satisfies the grammar: the rule \"" + start + "\" never comes to an end");
    }
    Set<Integer> reached = reach(startId, productive);
    int[] number = new int[names.size()];
    Arrays.fill(number, -1);
    int[] kept = reached.stream().mapToInt(Integer::intValue).sorted().toArray();
    IntStream.range(0, kept.length).forEach(i -> number[kept[i]] = i);
    IntArrayList symbols = new IntArrayList();
    IntArrayList ruleOf = new IntArrayList();
    int[][] alternatives = new int[kept.length][];
    for (int i = 0; i < kept.length; i++) {
      IntArrayList starts = new IntArrayList();
      for (IntArrayList body : new HashSet<>(productions.get(kept[i]))) {
        if (!body.allSatisfy(s -> s < 0 || productive[s])) {
          continue;
        }
        starts.add(symbols.size());
        int rule = i;
        body.forEach(s -> {
          symbols.add(s >= 0 ? number[s] : terminalSymbol(finalTerminal(-2 - s)));
          ruleOf.add(rule);
        });
        symbols.add(Grammar.END);
        ruleOf.add(rule);
      }
      alternatives[i] = starts.toArray();
    }
    boolean[] keptNullable = new boolean[kept.length];
    IntStream.range(0, kept.length).forEach(i -> keptNullable[i] = nullable[kept[i]]);
    return new Grammar(
        Lists.immutable.withAll(Arrays.stream(kept).mapToObj(names::get).toList()),
        symbols.toArray(),
        ruleOf.toArray(),
        alternatives,
        keptNullable,
        Lists.immutable.withAll(automata.keySet()),
        Lists.immutable.withAll(tokens.keySet()),
        number[startId]);
  }

  private int finalTerminal(int terminal) {
    return terminal >= TOKEN_BASE ? terminal - TOKEN_BASE + automata.size() : terminal;
  }

  /**
   * The rules that can derive the empty text, or (if not {@code empty}) any text: the least set in
   * which some right-hand side consists of members (and terminals). Linear in the grammar's size.
   */
  private boolean[] fixpoint(boolean empty) {
    int n = names.size();
    boolean[] member = new boolean[n];
    List<IntArrayList> waiting = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      waiting.add(new IntArrayList());
    }
    IntArrayList owner = new IntArrayList();
    IntArrayList missing = new IntArrayList();
    IntArrayList open = new IntArrayList();
    for (int rule = 0; rule < n; rule++) {
      for (IntArrayList body : productions.get(rule)) {
        if (empty && body.anySatisfy(s -> s < 0)) {
          continue;
        }
        int production = owner.size();
        owner.add(rule);
        int needed = body.count(s -> s >= 0);
        missing.add(needed);
        body.forEach(s -> {
          if (s >= 0) {
            waiting.get(s).add(production);
          }
        });
        if (needed == 0 && !member[rule]) {
          member[rule] = true;
          open.add(rule);
        }
      }
    }
    for (int i = 0; i < open.size(); i++) {
      IntArrayList productionsOfIt = waiting.get(open.get(i));
      for (int p = 0; p < productionsOfIt.size(); p++) {
        int production = productionsOfIt.get(p);
        missing.set(production, missing.get(production) - 1);
        int rule = owner.get(production);
        if (missing.get(production) == 0 && !member[rule]) {
          member[rule] = true;
          open.add(rule);
        }
      }
    }
    return member;
  }

  private Set<Integer> reach(int first, boolean[] productive) {
    Set<Integer> reached = new HashSet<>(Set.of(first));
    IntArrayList open = IntArrayList.newListWith(first);
    for (int i = 0; i < open.size(); i++) {
      for (IntArrayList body : productions.get(open.get(i))) {
        if (body.allSatisfy(s -> s < 0 || productive[s])) {
          body.forEach(s -> {
            if (s >= 0 && reached.add(s)) {
              open.add(s);
            }
          });
        }
      }
    }
    return reached;
  }
}
