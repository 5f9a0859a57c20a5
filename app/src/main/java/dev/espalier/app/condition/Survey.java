package dev.espalier.app.condition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of claims and figures: what can be asked of all events of a search at once.
 *
 * <pre>{@code
 * survey ::= [search "."] question
 * question ::= ("some" | "none" | "count") "(" condition ")"
 *            | ("first" | "last" | "max" | "min" | "sum") "(" fact ["," condition] ")"
 * }</pre>
 *
 * <p>{@code first} and {@code last} give the fact where the condition holds for the first or last
 * time and the event has that fact; what no event has is NaN or the empty text.
 */
final class Survey implements ConditionReader.Vocabulary<Evidence> {

  private static final String NAMES =
      Arrays.stream(Question.values()).map(Question::key).collect(Collectors.joining(", "));

  /** Names of searches that were asked for. */
  private final Set<String> searches = new TreeSet<>();

  private enum Question {
    SOME,
    NONE,
    COUNT,
    FIRST,
    LAST,
    MAX,
    MIN,
    SUM;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Question named(String key) {
      return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst().orElse(null);
    }
  }

  Set<String> searches() {
    return searches;
  }

  @Override
  public Term<Evidence> term(ConditionReader<Evidence> reader) throws ConditionException {
    reader.space();
    int begin = reader.offset();
    String name = reader.name(NAMES);
    String search = "";
    if (reader.take(".")) {
      search = name;
      begin = reader.offset();
      name = reader.name(NAMES);
    }
    Question question = Question.named(name);
    if (question == null) {
      throw new ConditionException(begin, "there is no “%s”; there are %s".formatted(name, NAMES));
    }
    if (!reader.take("(")) {
      throw reader.wrong("expected ( after %s".formatted(name));
    }
    Term<Evidence> read =
        switch (question) {
          case SOME, NONE, COUNT -> counted(question, search, reader.inner(Fact::term));
          case FIRST, LAST, MAX, MIN, SUM -> told(question, search, reader);
        };
    reader.close();
    if (!search.isEmpty()) {
      searches.add(search);
    }
    return read;
  }

  private static Term<Evidence> counted(Question question, String name, Term.Test<Moment> test) {
    return switch (question) {
      case SOME -> new Term.Truth<>(evidence -> next(of(evidence, name), test, 0, 1) >= 0);
      case NONE -> new Term.Truth<>(evidence -> next(of(evidence, name), test, 0, 1) < 0);
      default ->
          new Term.Count<>(evidence -> {
            Search search = of(evidence, name);
            int count = 0;
            for (int i = next(search, test, 0, 1); i >= 0; i = next(search, test, i + 1, 1)) {
              count++;
            }
            return count;
          });
    };
  }

  private static Term<Evidence> told(
      Question question, String name, ConditionReader<Evidence> reader) throws ConditionException {
    int begin = reader.offset();
    Fact fact = Fact.read(reader);
    Term.Test<Moment> test = reader.take(",") ? reader.inner(Fact::term) : _ -> true;
    int by = question == Question.LAST ? -1 : 1;
    if (fact.isText()) {
      if (question != Question.FIRST && question != Question.LAST) {
        throw new ConditionException(
            begin, "%s is a text; texts have a first and a last only".formatted(fact.key()));
      }
      Term.Test<Moment> both = moment -> test.holds(moment) && !fact.words(moment).isEmpty();
      return new Term.Text<>(evidence -> {
        Search search = of(evidence, name);
        int i = next(search, both, by > 0 ? 0 : search.size() - 1, by);
        return i < 0 ? "" : fact.words(search.moment(i));
      });
    }
    Term.Test<Moment> both = moment -> test.holds(moment) && !Double.isNaN(fact.number(moment));
    return new Term.Count<>(
        switch (question) {
          case MAX -> folded(name, both, fact, Math::max);
          case MIN -> folded(name, both, fact, Math::min);
          case SUM -> folded(name, both, fact, Double::sum);
          default ->
              evidence -> {
                Search search = of(evidence, name);
                int i = next(search, both, by > 0 ? 0 : search.size() - 1, by);
                return i < 0 ? Double.NaN : fact.number(search.moment(i));
              };
        });
  }

  private static Term.Quantity<Evidence> folded(
      String name, Term.Test<Moment> test, Fact fact, DoubleBinaryOperator fold) {
    return evidence -> {
      Search search = of(evidence, name);
      double value = Double.NaN;
      for (int i = next(search, test, 0, 1); i >= 0; i = next(search, test, i + 1, 1)) {
        double here = fact.number(search.moment(i));
        value = Double.isNaN(value) ? here : fold.applyAsDouble(value, here);
      }
      return value;
    };
  }

  /** The event nearest to {@code from} in a direction for which the test holds; −1 for none. */
  private static int next(Search search, Term.Test<Moment> test, int from, int by) {
    for (int i = from; i >= 0 && i < search.size(); i += by) {
      if (test.holds(search.moment(i))) {
        return i;
      }
    }
    return -1;
  }

  private static Search of(Evidence evidence, String name) {
    return name.isEmpty()
        ? evidence.own()
        : Objects.requireNonNull(evidence.named().get(name), () -> "no search called " + name);
  }
}
