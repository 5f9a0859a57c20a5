package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A set of JSON values, type by type: since a value has one type, unions, intersections and
 * complements are taken for each type alone. What is inside arrays and objects is only named.
 *
 * @param isNull whether null is in
 * @param isTrue whether true is in
 * @param isFalse whether false is in
 * @param numbers a union, like the other lists
 */
record Form(
    boolean isNull,
    boolean isTrue,
    boolean isFalse,
    ImmutableList<NumberForm> numbers,
    ImmutableList<StringForm> strings,
    ImmutableList<ArrayForm> arrays,
    ImmutableList<ObjectForm> objects) {

  /** Beyond this a combination of conditions is out of proportion. */
  private static final int MAX_ALTERNATIVES = 4_000;

  static final Form NOTHING =
      new Form(
          false,
          false,
          false,
          Lists.immutable.empty(),
          Lists.immutable.empty(),
          Lists.immutable.empty(),
          Lists.immutable.empty());

  static final Form ANYTHING =
      new Form(
          true,
          true,
          true,
          Lists.immutable.with(NumberForm.ANY),
          Lists.immutable.with(StringForm.ANY),
          Lists.immutable.with(ArrayForm.ANY),
          Lists.immutable.with(ObjectForm.ANY));

  static Form ofNumbers(NumberForm... forms) {
    return new Form(
        false,
        false,
        false,
        Lists.immutable.with(forms),
        NOTHING.strings,
        NOTHING.arrays,
        NOTHING.objects);
  }

  static Form ofStrings(StringForm... forms) {
    return new Form(
        false,
        false,
        false,
        NOTHING.numbers,
        Lists.immutable.with(forms),
        NOTHING.arrays,
        NOTHING.objects);
  }

  static Form ofArrays(ArrayForm... forms) {
    return new Form(
        false,
        false,
        false,
        NOTHING.numbers,
        NOTHING.strings,
        Lists.immutable.with(forms),
        NOTHING.objects);
  }

  static Form ofObjects(ObjectForm... forms) {
    return new Form(
        false,
        false,
        false,
        NOTHING.numbers,
        NOTHING.strings,
        NOTHING.arrays,
        Lists.immutable.with(forms));
  }

  static Form ofLiterals(boolean isNull, boolean isTrue, boolean isFalse) {
    return new Form(
        isNull, isTrue, isFalse, NOTHING.numbers, NOTHING.strings, NOTHING.arrays, NOTHING.objects);
  }

  Form withNumbers(ImmutableList<NumberForm> other) {
    return new Form(isNull, isTrue, isFalse, other, strings, arrays, objects);
  }

  Form withStrings(ImmutableList<StringForm> other) {
    return new Form(isNull, isTrue, isFalse, numbers, other, arrays, objects);
  }

  Form withArrays(ImmutableList<ArrayForm> other) {
    return new Form(isNull, isTrue, isFalse, numbers, strings, other, objects);
  }

  Form withObjects(ImmutableList<ObjectForm> other) {
    return new Form(isNull, isTrue, isFalse, numbers, strings, arrays, other);
  }

  boolean isNothing() {
    return equals(NOTHING);
  }

  Form or(Form other) {
    return new Form(
        isNull || other.isNull,
        isTrue || other.isTrue,
        isFalse || other.isFalse,
        union(numbers, other.numbers, NumberForm.ANY),
        union(strings, other.strings, StringForm.ANY),
        union(arrays, other.arrays, ArrayForm.ANY),
        union(objects, other.objects, ObjectForm.ANY));
  }

  private static <T> ImmutableList<T> union(ImmutableList<T> left, ImmutableList<T> right, T any) {
    if (left.contains(any) || right.contains(any)) {
      return Lists.immutable.with(any);
    }
    return left.isEmpty() ? right : right.isEmpty() ? left : left.newWithAll(right).distinct();
  }

  Form and(Form other) throws GrammarException {
    if (equals(ANYTHING)) {
      return other;
    }
    if (other.equals(ANYTHING)) {
      return this;
    }
    return new Form(
        isNull && other.isNull,
        isTrue && other.isTrue,
        isFalse && other.isFalse,
        pairs(numbers, other.numbers, NumberForm::and).reject(NumberForm::isEmpty),
        pairs(strings, other.strings, StringForm::and).reject(StringForm::isEmpty),
        pairs(arrays, other.arrays, ArrayForm::and).reject(ArrayForm::isEmpty),
        pairs(objects, other.objects, ObjectForm::and).reject(ObjectForm::isEmpty));
  }

  /** The values outside. */
  Form not() throws GrammarException {
    ImmutableList<NumberForm> otherNumbers = ANYTHING.numbers;
    for (NumberForm form : numbers) {
      otherNumbers = pairs(otherNumbers, form.not(), NumberForm::and).reject(NumberForm::isEmpty);
    }
    ImmutableList<StringForm> otherStrings = ANYTHING.strings;
    for (StringForm form : strings) {
      otherStrings = pairs(otherStrings, form.not(), StringForm::and).reject(StringForm::isEmpty);
    }
    ImmutableList<ArrayForm> otherArrays = ANYTHING.arrays;
    for (ArrayForm form : arrays) {
      otherArrays = pairs(otherArrays, form.not(), ArrayForm::and).reject(ArrayForm::isEmpty);
    }
    ImmutableList<ObjectForm> otherObjects = ANYTHING.objects;
    for (ObjectForm form : objects) {
      otherObjects = pairs(otherObjects, form.not(), ObjectForm::and).reject(ObjectForm::isEmpty);
    }
    return new Form(
        !isNull, !isTrue, !isFalse, otherNumbers, otherStrings, otherArrays, otherObjects);
  }

  /** Strings of several forms as one, where one automaton can say it. */
  static StringForm merged(List<ByteAutomaton> languages) throws GrammarException {
    List<Regex> options = new ArrayList<>();
    languages.forEach(language -> options.add(new Regex.Compiled(language)));
    return StringForm.of(
        options.size() == 1
            ? languages.getFirst()
            : new Regex.Either(Lists.immutable.withAll(options)).automaton());
  }

  private interface Combination<T> {
    T of(T left, T right) throws GrammarException;
  }

  private static <T> ImmutableList<T> pairs(
      ImmutableList<T> left, ImmutableList<T> right, Combination<T> combination)
      throws GrammarException {
    if ((long) left.size() * right.size() > MAX_ALTERNATIVES) {
      throw GrammarException.of(
          "%d alternatives meet %d others, more than %d combinations"
              .formatted(left.size(), right.size(), MAX_ALTERNATIVES));
    }
    List<T> all = new ArrayList<>(left.size() * right.size());
    for (T l : left) {
      for (T r : right) {
        all.add(combination.of(l, r));
      }
    }
    return all.size() > 1 ? Lists.immutable.withAll(all).distinct() : Lists.immutable.withAll(all);
  }
}
