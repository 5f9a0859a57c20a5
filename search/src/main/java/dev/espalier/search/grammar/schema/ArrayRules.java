package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.Expression;
import dev.espalier.search.grammar.GrammarException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Rules for a kind of array.
 *
 * <pre>
 * array     → [ ] | [ items(n) ]              for each n that is allowed
 * items(1)  → item
 * items(n)  → items(n − 1) , item
 * items(N)  → items(N) , item                 where there is no last one
 * </pre>
 *
 * <p>Where some items must be of a kind ({@code contains}), the rules also count how many have
 * been, an item being counted or not by guess.
 */
final class ArrayRules {

  private static final int MAX_RULES = 20_000;

  private final SchemaWriter writer;
  private final ArrayForm form;
  private final Expression comma;
  private final String name;
  private final boolean endless;

  /** Beyond this many items all further ones are alike. */
  private final int last;

  /** How many ways there are to have counted. */
  private final int tallies;

  ArrayRules(SchemaWriter writer, ArrayForm form) throws GrammarException {
    this.writer = writer;
    this.form = form;
    this.comma = Expression.lexeme(writer.text().mark(","));
    this.name = writer.fresh("items");
    this.endless = form.max() == ArrayForm.UNBOUNDED;
    this.last = Math.max(1, endless ? Math.max(form.prefix().size() + 1, form.min()) : form.max());
    long ways = 1;
    for (ArrayForm.Contained contained : form.contains()) {
      ways = Math.min(MAX_RULES, ways * (contained.times() + 1L));
    }
    this.tallies = (int) ways;
    if ((long) last * tallies > MAX_RULES) {
      throw GrammarException.of(
          "an array with bounds as large as %d needs more than %d rules"
              .formatted(last, MAX_RULES));
    }
  }

  Expression write() {
    List<Expression> options = new ArrayList<>();
    if (form.min() == 0 && form.contains().isEmpty()) {
      options.add(Expression.lexeme(writer.text().mark("[]")));
    }
    if (form.max() > 0) {
      for (int n = 1; n <= last; n++) {
        for (int tally = 0; tally < tallies; tally++) {
          writer.rule(items(n, tally), rule(n, tally));
        }
      }
      List<Expression> whole = new ArrayList<>();
      for (int n = Math.max(1, form.min()); n <= last; n++) {
        whole.add(new Expression.Call(items(n, tallies - 1)));
      }
      options.add(
          Expression.sequence(
              Expression.lexeme(writer.text().mark("[")),
              new Expression.Either(Lists.immutable.withAll(whole)),
              Expression.lexeme(writer.text().mark("]"))));
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  private String items(int n, int tally) {
    return name + "." + n + "." + tally;
  }

  /** The first {@code n} items, of which so many have been counted. */
  private Expression rule(int n, int tally) {
    List<Expression> options = new ArrayList<>();
    for (int before = 0; before < tallies; before++) {
      Conjunction item = counted(before, tally);
      if (item == null) {
        continue;
      }
      Expression value = writer.value(form.item(n - 1).and(item));
      if (n > 1) {
        options.add(Expression.sequence(new Expression.Call(items(n - 1, before)), comma, value));
      } else if (before == 0) {
        options.add(value);
      }
      if (endless && n == last) {
        options.add(
            Expression.sequence(
                new Expression.Call(items(n, before)),
                comma,
                writer.value(form.item(n).and(item))));
      }
    }
    return new Expression.Either(Lists.immutable.withAll(options));
  }

  /** What an item must be to lead from one tally to another; null if none does. */
  private @Nullable Conjunction counted(int before, int after) {
    Conjunction item = Conjunction.ANYTHING;
    int from = before;
    int to = after;
    for (ArrayForm.Contained contained : form.contains()) {
      int base = contained.times() + 1;
      int step = to % base - from % base;
      if (step < 0 || step > 1) {
        return null;
      }
      if (step == 1) {
        item = item.and(contained.item());
      }
      from /= base;
      to /= base;
    }
    return item;
  }
}
