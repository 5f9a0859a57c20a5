package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.JsonNode;

/** What a schema says of objects and their properties. */
final class ObjectAssertions {

  private final SchemaDocument document;
  private final SchemaReader reader;

  ObjectAssertions(SchemaDocument document, SchemaReader reader) {
    this.document = document;
    this.reader = reader;
  }

  ObjectForm of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    Map<ByteAutomaton, Conjunction> patterns = patterns(schema);
    Map<String, ObjectForm.Property> declared = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("properties").properties()) {
      String path = "/properties/" + SchemaDocument.escaped(entry.getKey());
      Conjunction value = document.conjunction(schema, path, entry.getValue());
      declared.put(entry.getKey(), new ObjectForm.Property(value, false));
    }
    Conjunction additional = additional(schema);
    Set<String> required = required(schema);
    for (String name : required) {
      declared.putIfAbsent(name, new ObjectForm.Property(additional, true));
    }
    declared.replaceAll((name, property) ->
        new ObjectForm.Property(
            matching(
                patterns, name, node.path("properties").has(name), property.value(), additional),
            required.contains(name)));
    ImmutableList<ObjectForm.Names> others =
        others(schema, declared.keySet(), patterns, additional);
    int max = Counts.count(schema, "maxProperties");
    ObjectForm form =
        new ObjectForm(
            declared,
            others,
            Math.max(0, Counts.count(schema, "minProperties")),
            max < 0 ? ObjectForm.UNBOUNDED : max);
    if (!node.has("propertyNames") || document.draft() == Draft.DRAFT_4) {
      return form;
    }
    return reader.relaxable(
        schema,
        "propertyNames",
        form,
        () -> {
          Located of = document.child(schema, "/propertyNames", node.get("propertyNames"));
          return named(form, reader.names(of));
        });
  }

  /** A declared property also obeys the patterns its name matches; an undeclared one only those. */
  private static Conjunction matching(
      Map<ByteAutomaton, Conjunction> patterns,
      String name,
      boolean declared,
      Conjunction value,
      Conjunction additional) {
    Conjunction all = declared ? value : Conjunction.ANYTHING;
    boolean matched = declared;
    for (Map.Entry<ByteAutomaton, Conjunction> pattern : patterns.entrySet()) {
      if (pattern.getKey().accepts(name)) {
        all = all.and(pattern.getValue());
        matched = true;
      }
    }
    return matched ? all : additional;
  }

  private static Set<String> required(Located schema) throws SchemaRefusedException {
    Set<String> required = new LinkedHashSet<>();
    JsonNode names = schema.node().path("required");
    if (names.isArray()) {
      for (JsonNode name : names) {
        if (!name.isString()) {
          throw new SchemaRefusedException(
              schema.pointer(), "required", "expected names, not " + name);
        }
        required.add(name.stringValue());
      }
    }
    return required;
  }

  private Map<ByteAutomaton, Conjunction> patterns(Located schema) throws GrammarException {
    Map<ByteAutomaton, Conjunction> patterns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : schema.node().path("patternProperties").properties()) {
      String path = "/patternProperties/" + SchemaDocument.escaped(entry.getKey());
      Conjunction value = document.conjunction(schema, path, entry.getValue());
      reader.relaxable(
          schema,
          "patternProperties",
          Conjunction.ANYTHING,
          () -> {
            patterns.merge(Regex.containing(entry.getKey()).automaton(), value, Conjunction::and);
            return value;
          });
    }
    return patterns;
  }

  private Conjunction additional(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    if (node.has("additionalProperties")) {
      return document.conjunction(
          schema, "/additionalProperties", node.get("additionalProperties"));
    }
    if (!node.has("unevaluatedProperties")) {
      return Conjunction.ANYTHING;
    }
    return reader.relaxable(
        schema,
        "unevaluatedProperties",
        Conjunction.ANYTHING,
        () -> {
          if (SchemaDocument.IN_PLACE.stream().anyMatch(node::has)) {
            throw GrammarException.of(
                "which properties count as evaluated depends on the other keywords beside it");
          }
          return document.conjunction(
              schema, "/unevaluatedProperties", node.get("unevaluatedProperties"));
        });
  }

  /** Names without a property of their own, told apart by which patterns they match. */
  private static ImmutableList<ObjectForm.Names> others(
      Located schema,
      Set<String> declared,
      Map<ByteAutomaton, Conjunction> patterns,
      Conjunction additional)
      throws GrammarException {
    if (patterns.isEmpty() && additional.isNothing()) {
      return Lists.immutable.empty();
    }
    return SchemaReader.reading(
        schema,
        patterns.isEmpty() ? "additionalProperties" : "patternProperties",
        () -> {
          ByteAutomaton unmatched = JsonText.anyStringBut(declared);
          List<ObjectForm.Names> classes = new ArrayList<>();
          for (Map.Entry<ByteAutomaton, Conjunction> pattern : patterns.entrySet()) {
            List<ObjectForm.Names> split = new ArrayList<>();
            for (ObjectForm.Names names : classes) {
              add(
                  split,
                  names.names().and(pattern.getKey()),
                  names.value().and(pattern.getValue()));
              add(split, names.names().minus(pattern.getKey()), names.value());
            }
            add(split, unmatched.and(pattern.getKey()), pattern.getValue());
            unmatched = unmatched.minus(pattern.getKey());
            classes = split;
          }
          add(classes, unmatched, additional);
          return Lists.immutable.withAll(classes);
        });
  }

  private static void add(List<ObjectForm.Names> classes, ByteAutomaton names, Conjunction value) {
    if (!names.isEmpty() && !value.isNothing()) {
      classes.add(new ObjectForm.Names(names, value));
    }
  }

  private static ObjectForm named(ObjectForm form, ByteAutomaton allowed) throws GrammarException {
    Map<String, ObjectForm.Property> declared = new LinkedHashMap<>(form.declared());
    declared.replaceAll((name, property) ->
        allowed.accepts(name)
            ? property
            : new ObjectForm.Property(Conjunction.NOTHING, property.required()));
    List<ObjectForm.Names> others = new ArrayList<>();
    for (ObjectForm.Names names : form.others()) {
      add(others, names.names().and(allowed), names.value());
    }
    return new ObjectForm(declared, Lists.immutable.withAll(others), form.min(), form.max());
  }
}
