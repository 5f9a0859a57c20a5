package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.Lists;

/** Forms as rules: one rule a set of values, rules of its own for each kind of array and object. */
final class SchemaWriter {

  private final String start;
  private final SchemaReader reader;
  private final JsonText text;
  private final Map<String, Expression> rules = new LinkedHashMap<>();
  private final Map<Conjunction, String> names = new HashMap<>();
  private final ArrayDeque<Conjunction> open = new ArrayDeque<>();
  private final Map<NumberForm, Regex> numbers = new HashMap<>();
  private int fresh;

  /**
   * @param start the rule of the whole value; the names of all other rules begin with it
   */
  SchemaWriter(SchemaReader reader, JsonText text, String start) {
    this.start = start;
    this.reader = reader;
    this.text = text;
  }

  Map<String, Expression> rules() throws GrammarException {
    rules.put(start, value(reader.root()));
    while (!open.isEmpty()) {
      Conjunction values = open.remove();
      rules.put(
          name(values),
          SchemaReader.reading(reader.place(values), "schema", () -> write(reader.form(values))));
    }
    return rules;
  }

  /** A value of a named set. */
  Expression value(Conjunction values) {
    return new Expression.Call(name(values));
  }

  private String name(Conjunction values) {
    String known = names.get(values);
    if (known == null) {
      known = start + ".value" + names.size();
      names.put(values, known);
      open.add(values);
    }
    return known;
  }

  JsonText text() {
    return text;
  }

  /** A name that no rule has yet. */
  String fresh(String kind) {
    return start + "." + kind + fresh++;
  }

  void rule(String name, Expression expression) {
    rules.put(name, expression);
  }

  private Expression write(Form form) throws GrammarException {
    List<Expression> options = new ArrayList<>();
    List<Regex> scalars = new ArrayList<>();
    if (form.isNull()) {
      scalars.add(Regex.text("null"));
    }
    if (form.isTrue()) {
      scalars.add(Regex.text("true"));
    }
    if (form.isFalse()) {
      scalars.add(Regex.text("false"));
    }
    for (NumberForm number : form.numbers()) {
      scalars.add(number(number));
    }
    for (StringForm strings : form.strings()) {
      if (strings.language() == null) {
        options.add(
            new Expression.Quoted(
                new Regex.Compiled(text.character(strings.alphabet()).automaton()),
                strings.min(),
                strings.max()));
      } else {
        scalars.add(new Regex.Compiled(text.quoted(strings.language())));
      }
    }
    if (!scalars.isEmpty()) {
      options.add(
          Expression.lexeme(
              scalars.size() == 1
                  ? scalars.getFirst()
                  : new Regex.Either(Lists.immutable.withAll(scalars))));
    }
    for (ArrayForm arrays : form.arrays()) {
      options.add(new ArrayRules(this, arrays).write());
    }
    for (ObjectForm objects : form.objects()) {
      options.add(new ObjectRules(this, objects).write());
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  private Regex number(NumberForm form) throws GrammarException {
    Regex known = numbers.get(form);
    if (known == null) {
      known = new Regex.Compiled(NumberText.of(form, text.isFree()));
      numbers.put(form, known);
    }
    return known;
  }
}
