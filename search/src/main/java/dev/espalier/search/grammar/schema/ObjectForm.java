package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * A set of objects.
 *
 * @param declared properties with a name of their own, in the order in which they come; not to be
 *     changed
 * @param others what properties of other names may be; names that are in no class are forbidden,
 *     the classes have no name in common
 * @param max {@link #UNBOUNDED} for no end
 */
record ObjectForm(Map<String, Property> declared, ImmutableList<Names> others, int min, int max) {

  static final int UNBOUNDED = Integer.MAX_VALUE;

  static final ObjectForm ANY =
      new ObjectForm(
          Map.of(),
          Lists.immutable.with(new Names(JsonText.ANY_STRING, Conjunction.ANYTHING)),
          0,
          UNBOUNDED);

  /** A value that is nothing forbids the property. */
  record Property(Conjunction value, boolean required) {

    Property and(Property other) {
      return new Property(value.and(other.value), required || other.required);
    }
  }

  /**
   * @param names the names as characters in UTF-8
   */
  record Names(ByteAutomaton names, Conjunction value) {}

  ObjectForm {
    declared = Collections.unmodifiableMap(new LinkedHashMap<>(declared));
  }

  static ObjectForm ofSize(int min, int max) {
    return new ObjectForm(Map.of(), ANY.others, min, max);
  }

  /** One property, all else free. */
  static ObjectForm with(String name, Property property) throws GrammarException {
    return new ObjectForm(
        Map.of(name, property),
        Lists.immutable.with(new Names(JsonText.anyStringBut(List.of(name)), Conjunction.ANYTHING)),
        0,
        UNBOUNDED);
  }

  boolean isEmpty() {
    return min > max
        || declared.values().stream().anyMatch(p -> p.required() && p.value().isNothing())
        || declared.values().stream().filter(Property::required).count() > max;
  }

  /** What a property of any name may be. */
  Property property(String name) {
    Property known = declared.get(name);
    if (known != null) {
      return known;
    }
    Names in = others.detect(names -> names.names().accepts(name));
    return new Property(in == null ? Conjunction.NOTHING : in.value(), false);
  }

  ObjectForm and(ObjectForm other) throws GrammarException {
    if (equals(ANY)) {
      return other;
    }
    if (other.equals(ANY)) {
      return this;
    }
    Map<String, Property> both = new LinkedHashMap<>();
    for (String name : declared.keySet()) {
      both.put(name, property(name).and(other.property(name)));
    }
    for (String name : other.declared.keySet()) {
      both.putIfAbsent(name, property(name).and(other.property(name)));
    }
    List<Names> classes = new ArrayList<>();
    for (Names left : others) {
      for (Names right : other.others) {
        ByteAutomaton names =
            left.names().equals(right.names()) ? left.names() : left.names().and(right.names());
        if (!names.isEmpty()) {
          classes.add(new Names(names, left.value().and(right.value())));
        }
      }
    }
    return new ObjectForm(
        both,
        Lists.immutable.withAll(classes),
        /* min= */ Math.max(min, other.min),
        /* max= */ Math.min(max, other.max));
  }

  /**
   * The objects outside, as a union.
   *
   * @throws UndecidedException if that cannot be said
   */
  ImmutableList<ObjectForm> not() throws GrammarException {
    ImmutableList<ObjectForm> outside = Lists.immutable.empty();
    if (min > 0) {
      outside = outside.newWith(ofSize(0, min - 1));
    }
    if (max != UNBOUNDED) {
      outside = outside.newWith(ofSize(max + 1, UNBOUNDED));
    }
    ByteAutomaton free = JsonText.ANY_STRING;
    for (Map.Entry<String, Property> entry : declared.entrySet()) {
      Property property = entry.getValue();
      free = free.minus(Regex.text(entry.getKey()).automaton());
      if (property.required()) {
        outside = outside.newWith(with(entry.getKey(), new Property(Conjunction.NOTHING, false)));
      }
      for (int code : property.value().codes().toArray()) {
        outside = outside.newWith(with(entry.getKey(), new Property(Conjunction.not(code), true)));
      }
    }
    for (Names names : others) {
      if (!names.value().isAnything()) {
        throw new UndecidedException("what some property without a name of its own must not be");
      }
      free = free.minus(names.names());
    }
    if (!free.isEmpty()) {
      throw new UndecidedException("that there is some property beside those declared");
    }
    return outside;
  }
}
