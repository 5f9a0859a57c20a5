package dev.espalier.search.grammar.source;

import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.Grammar;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.source.LarkReader.Definition;
import dev.espalier.search.grammar.source.LarkReader.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Reads Lark grammars in the dialect of llguidance: rules in lower case from {@code start},
 * terminals in capitals (regular, with {@code &} and {@code ~}), strings with the flag {@code i},
 * ranges, regular expressions, the repetitions {@code ? * + ~n ~n..m {m,n}}, {@code [ ]} for what
 * may be absent, {@code %ignore}, {@code %import common.…}, special tokens {@code <|end|>} and
 * {@code <[5-7]>}, and {@code %json} with a schema.
 *
 * <p>Departure: there is no lexer. A terminal may stop where it likes, not only where it can go no
 * further, so every text that some split into terminals explains is accepted; ignored text may come
 * before the first and after each terminal.
 *
 * <p>Refused by name: priorities, templates, attributes of rules, {@code %declare}, {@code
 * %override}, {@code %extend}, other imports, look-around.
 */
final class LarkSyntax {

  private static final String START = "start";

  /** Names that no grammar can define. */
  private static final String WHOLE = "(whole)";

  private static final String IGNORED = "(ignored)";

  private final String source;
  private final Map<String, Definition> definitions;
  private final List<Node> ignored;
  private final Map<String, Regex> terminals = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Expression> rules = new LinkedHashMap<>();

  private LarkSyntax(String source, LarkReader reader) {
    this.source = source;
    this.definitions = reader.definitions();
    this.ignored = reader.ignored();
    this.rules.putAll(reader.embedded());
  }

  static Grammar parse(String source) throws GrammarException {
    LarkReader reader = new LarkReader(source);
    reader.read();
    return new LarkSyntax(source, reader).grammar();
  }

  private Grammar grammar() throws GrammarException {
    if (!definitions.containsKey(START)) {
      throw GrammarException.of(
          definitions.isEmpty()
              ? "the grammar has no rules; it needs at least start: …"
              : "there is no rule \"start\" to begin with");
    }
    for (Map.Entry<String, Definition> entry : definitions.entrySet()) {
      if (!isTerminal(entry.getKey())) {
        rules.put(entry.getKey(), rule(entry.getValue().body()));
      } else {
        terminal(entry.getKey(), entry.getValue().offset());
      }
    }
    if (ignored.isEmpty()) {
      return Grammar.of(rules, START);
    }
    List<Regex> options = new ArrayList<>();
    for (Node node : ignored) {
      options.add(regular(node));
    }
    rules.put(
        IGNORED,
        new Expression.Repeat(
            new Expression.Terminal(new Regex.Either(Lists.immutable.withAll(options))),
            0,
            Regex.Repeat.UNBOUNDED));
    rules.put(WHOLE, Expression.sequence(new Expression.Call(IGNORED), new Expression.Call(START)));
    return Grammar.of(rules, WHOLE);
  }

  static boolean isTerminal(String name) {
    return name.chars().anyMatch(Character::isUpperCase)
        && name.chars().noneMatch(Character::isLowerCase);
  }

  /** In a rule each regular part is a terminal of its own, with ignored text after it. */
  private Expression rule(Node node) throws GrammarException {
    return switch (node) {
      case Node.Literal _, Node.And _, Node.Not _ -> lexeme(regular(node));
      case Node.Name(String name, int offset) -> {
        if (isTerminal(name)) {
          yield lexeme(terminal(name, offset));
        }
        if (!definitions.containsKey(name)) {
          throw error(offset, "the rule \"" + name + "\" is not defined");
        }
        yield new Expression.Call(name);
      }
      case Node.Token(var choice, int _) -> withIgnored(new Expression.SpecialToken(choice));
      case Node.Schema(String rule, int _) -> withIgnored(new Expression.Call(rule));
      case Node.Sequence(var parts) -> {
        List<Expression> all = new ArrayList<>();
        for (Node part : parts) {
          all.add(rule(part));
        }
        yield new Expression.Sequence(Lists.immutable.withAll(all));
      }
      case Node.Either(var options) -> {
        List<Expression> all = new ArrayList<>();
        for (Node option : options) {
          all.add(rule(option));
        }
        yield new Expression.Either(Lists.immutable.withAll(all));
      }
      case Node.Repeat(Node body, int min, int max) -> new Expression.Repeat(rule(body), min, max);
    };
  }

  private Expression lexeme(Regex regex) {
    return withIgnored(new Expression.Terminal(regex));
  }

  private Expression withIgnored(Expression expression) {
    return ignored.isEmpty()
        ? expression
        : Expression.sequence(expression, new Expression.Call(IGNORED));
  }

  private Regex terminal(String name, int offset) throws GrammarException {
    Regex known = terminals.get(name);
    if (known != null) {
      return known;
    }
    Definition definition = definitions.get(name);
    if (definition == null) {
      throw error(offset, "the terminal " + name + " is not defined");
    }
    if (!open.add(name)) {
      throw error(offset, "the terminal " + name + " is part of itself; only rules may be");
    }
    Regex regex = regular(definition.body());
    open.remove(name);
    // Compiled once: a terminal that others are built from would grow with each use.
    Regex compiled =
        LarkReader.within(source, definition.offset(), () -> new Regex.Compiled(regex.automaton()));
    terminals.put(name, compiled);
    return compiled;
  }

  private Regex regular(Node node) throws GrammarException {
    return switch (node) {
      case Node.Literal(Regex regex) -> regex;
      case Node.And(Node left, Node right) -> new Regex.Both(regular(left), regular(right));
      case Node.Not(Node excluded) -> new Regex.Not(regular(excluded));
      case Node.Name(String name, int offset) -> {
        if (!isTerminal(name)) {
          throw error(offset, "a terminal cannot use the rule \"" + name + "\"");
        }
        yield terminal(name, offset);
      }
      case Node.Token(var _, int offset) ->
          throw error(offset, "a special token cannot be part of a terminal");
      case Node.Schema(String _, int offset) ->
          throw error(offset, "a schema cannot be part of a terminal");
      case Node.Sequence(var parts) -> {
        List<Regex> all = new ArrayList<>();
        for (Node part : parts) {
          all.add(regular(part));
        }
        yield new Regex.Sequence(Lists.immutable.withAll(all));
      }
      case Node.Either(var options) -> {
        List<Regex> all = new ArrayList<>();
        for (Node option : options) {
          all.add(regular(option));
        }
        yield new Regex.Either(Lists.immutable.withAll(all));
      }
      case Node.Repeat(Node body, int min, int max) -> regular(body).times(min, max);
    };
  }

  private GrammarException error(int offset, String problem) {
    return GrammarException.at(source, offset, problem);
  }
}
