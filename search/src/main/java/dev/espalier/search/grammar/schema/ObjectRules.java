package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.impl.factory.Lists;

/**
 * Rules for a kind of object: declared properties in their order, others anywhere between them.
 *
 * <pre>
 * object  → { } | { seen(n) }
 * last(0) → other | last(0) , other
 * last(i) → p_i                        if all before p_i are optional
 *         | seen(i − 1) , p_i
 *         | last(i) , other
 * seen(i) → last(i) | seen(i − 1)      the latter if p_i is optional
 * </pre>
 *
 * <p>{@code last(i)} ends with p_i or with others after it, {@code seen(i)} has decided on p_1 to
 * p_i, so no text has two readings. Everything is left-recursive: which optional properties came
 * before makes no difference to the state after one. Where the number of properties is bounded, the
 * rules also count.
 */
final class ObjectRules {

  private static final int MAX_RULES = 20_000;

  private final SchemaWriter writer;
  private final ObjectForm form;
  private final Expression comma;
  private final String name;
  private final List<Expression> properties = new ArrayList<>();
  private final List<Boolean> required = new ArrayList<>();
  private final Expression other;

  /** The highest number of properties that is counted; 0 if none need be. */
  private final int counted;

  /** Whether more than {@link #counted} properties count like so many. */
  private final boolean endless;

  ObjectRules(SchemaWriter writer, ObjectForm form) throws GrammarException {
    this.writer = writer;
    this.form = form;
    this.comma = Expression.lexeme(writer.text().mark(","));
    this.name = writer.fresh("properties");
    this.other = other();
    int needed = 0;
    for (Map.Entry<String, ObjectForm.Property> entry : form.declared().entrySet()) {
      ObjectForm.Property property = entry.getValue();
      if (property.value().isNothing() && !property.required()) {
        continue;
      }
      properties.add(
          Expression.sequence(
              Expression.lexeme(writer.text().name(entry.getKey())),
              writer.value(property.value())));
      required.add(property.required());
      needed += property.required() ? 1 : 0;
    }
    boolean bounded = !form.others().isEmpty() || properties.size() > form.max();
    this.endless = form.max() == ObjectForm.UNBOUNDED || !bounded;
    boolean counts = !endless || form.min() > Math.max(1, needed);
    this.counted = !counts ? 0 : endless ? form.min() : form.max();
    if ((properties.size() + 1L) * Math.max(1, counted) > MAX_RULES) {
      throw GrammarException.of(
          "%d properties counted up to %d need more than %d rules"
              .formatted(properties.size(), counted, MAX_RULES));
    }
  }

  private Expression other() throws GrammarException {
    List<Expression> options = new ArrayList<>();
    for (ObjectForm.Names names : form.others()) {
      Expression key =
          names.names().equals(JsonText.ANY_STRING)
              ? new Expression.Quoted(writer.text().anyCharacter(), 0, Regex.Repeat.UNBOUNDED)
              : Expression.lexeme(new Regex.Compiled(writer.text().quoted(names.names())));
      options.add(
          Expression.sequence(
              key, Expression.lexeme(writer.text().mark(":")), writer.value(names.value())));
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  Expression write() {
    List<Expression> options = new ArrayList<>();
    if (form.min() == 0 && !required.contains(true)) {
      options.add(Expression.lexeme(writer.text().mark("{}")));
    }
    int highest = Math.max(1, counted);
    if (form.max() > 0 && (!properties.isEmpty() || !form.others().isEmpty())) {
      for (int i = 0; i <= properties.size(); i++) {
        for (int count = 1; count <= highest; count++) {
          writer.rule(last(i, count), lastRule(i, count));
          writer.rule(seen(i, count), seenRule(i, count));
        }
      }
      List<Expression> whole = new ArrayList<>();
      for (int count = counted == 0 ? 1 : Math.max(1, form.min()); count <= highest; count++) {
        whole.add(new Expression.Call(seen(properties.size(), count)));
      }
      options.add(
          Expression.sequence(
              Expression.lexeme(writer.text().mark("{")),
              new Expression.Either(Lists.immutable.withAll(whole)),
              Expression.lexeme(writer.text().mark("}"))));
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  private String last(int i, int count) {
    return name + ".last." + i + "." + count;
  }

  private String seen(int i, int count) {
    return name + ".seen." + i + "." + count;
  }

  private Expression lastRule(int i, int count) {
    List<Expression> options = new ArrayList<>();
    Expression own = i == 0 ? other : properties.get(i - 1);
    boolean mayBeFirst = i == 0 || !required.subList(0, i - 1).contains(true);
    if (count == 1 && mayBeFirst) {
      options.add(own);
    }
    for (int before : countsBefore(count)) {
      if (i > 0) {
        options.add(Expression.sequence(new Expression.Call(seen(i - 1, before)), comma, own));
      }
      options.add(Expression.sequence(new Expression.Call(last(i, before)), comma, other));
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  private Expression seenRule(int i, int count) {
    Expression ends = new Expression.Call(last(i, count));
    return i == 0 || required.get(i - 1)
        ? ends
        : Expression.either(ends, new Expression.Call(seen(i - 1, count)));
  }

  /** The counts that one property more makes into {@code count}. */
  private List<Integer> countsBefore(int count) {
    List<Integer> before = new ArrayList<>();
    if (counted == 0) {
      before.add(1);
      return before;
    }
    if (count > 1) {
      before.add(count - 1);
    }
    if (endless && count == counted) {
      before.add(count);
    }
    return before;
  }
}
