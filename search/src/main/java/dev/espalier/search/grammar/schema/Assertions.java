package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.CodePoints;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a schema says of a value itself, its items and its properties. */
final class Assertions {

  /** Beside these, what {@code unevaluated…} means depends on how a value came to be valid. */
  private static final List<String> IN_PLACE =
      List.of(
          "$ref",
          "$dynamicRef",
          "$recursiveRef",
          "allOf",
          "anyOf",
          "oneOf",
          "if",
          "dependentSchemas",
          "not");

  /** A pattern for one run of characters of a class, and nothing else. */
  private static final Pattern RUN =
      Pattern.compile(
          "\\^(\\[(?:[^\\\\\\]]|\\\\.)+\\]|\\\\[dDwWsS])(\\*|\\+|\\{(\\d{1,6})(?:(,)(\\d{0,6}))?\\})?\\$");

  private static final int MAX_COUNT = 1_000_000_000;

  private final SchemaDocument document;
  private final SchemaOptions options;
  private final SchemaReader reader;

  Assertions(SchemaDocument document, SchemaOptions options, SchemaReader reader) {
    this.document = document;
    this.options = options;
    this.reader = reader;
  }

  Form of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    Form form = types(schema);
    if (node.has("const")) {
      form = form.and(constants(schema, "const", List.of(node.get("const"))));
    }
    if (node.has("enum")) {
      JsonNode values = node.get("enum");
      if (!values.isArray()) {
        throw new SchemaRefusedException(schema.pointer(), "enum", "expected a list of values");
      }
      List<JsonNode> list = new ArrayList<>();
      values.forEach(list::add);
      form = form.and(constants(schema, "enum", list));
    }
    if (!form.numbers().isEmpty()) {
      form = form.and(Form.ANYTHING.withNumbers(Lists.immutable.with(numbers(schema))));
    }
    if (!form.strings().isEmpty()) {
      form = form.and(Form.ANYTHING.withStrings(Lists.immutable.with(strings(schema))));
    }
    if (!form.arrays().isEmpty()) {
      form = form.and(Form.ANYTHING.withArrays(Lists.immutable.with(arrays(schema))));
    }
    if (!form.objects().isEmpty()) {
      form = form.and(Form.ANYTHING.withObjects(Lists.immutable.with(objects(schema))));
    }
    return form;
  }

  private static Form types(Located schema) throws SchemaRefusedException {
    JsonNode type = schema.node().get("type");
    if (type == null) {
      return Form.ANYTHING;
    }
    Form form = Form.NOTHING;
    for (JsonNode name : type.isArray() ? type : Lists.immutable.with(type)) {
      form =
          form.or(
              switch (name.asString("")) {
                case "null" -> Form.ofLiterals(true, false, false);
                case "boolean" -> Form.ofLiterals(false, true, true);
                case "number" -> Form.ofNumbers(NumberForm.ANY);
                case "integer" -> Form.ofNumbers(NumberForm.INTEGER);
                case "string" -> Form.ofStrings(StringForm.ANY);
                case "array" -> Form.ofArrays(ArrayForm.ANY);
                case "object" -> Form.ofObjects(ObjectForm.ANY);
                case "any" -> Form.ANYTHING;
                default ->
                    throw new SchemaRefusedException(
                        schema.pointer(), "type", "there is no type " + name);
              });
    }
    return form;
  }

  // --- constants ---

  private Form constants(Located schema, String keyword, List<JsonNode> values)
      throws GrammarException {
    Form form = Form.NOTHING;
    List<Regex> strings = new ArrayList<>();
    Set<NumberForm> numbers = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      JsonNode value = values.get(i);
      String path = "/" + keyword + (keyword.equals("enum") ? "/" + i : "");
      if (value.isString()) {
        strings.add(Regex.text(value.stringValue()));
      } else if (value.isNumber()) {
        numbers.add(NumberForm.just(value.decimalValue()));
      } else if (value.isArray()) {
        form = form.or(Form.ofArrays(constant(schema, path, (ArrayNode) value)));
      } else if (value.isObject()) {
        form = form.or(Form.ofObjects(constant(schema, path, (ObjectNode) value)));
      } else {
        form =
            form.or(
                Form.ofLiterals(
                    value.isNull(),
                    value.isBoolean() && value.booleanValue(),
                    value.isBoolean() && !value.booleanValue()));
      }
    }
    if (!strings.isEmpty()) {
      Regex either = new Regex.Either(Lists.immutable.withAll(strings));
      form = form.or(Form.ofStrings(StringForm.of(either.automaton())));
    }
    return form.or(Form.NOTHING.withNumbers(Lists.immutable.withAll(numbers)));
  }

  private ArrayForm constant(Located schema, String path, ArrayNode value) {
    ImmutableList<Conjunction> items = Lists.immutable.empty();
    for (int i = 0; i < value.size(); i++) {
      items = items.newWith(constant(schema, path + "/" + i, value.get(i)));
    }
    return new ArrayForm(
        items, Conjunction.NOTHING, value.size(), value.size(), Lists.immutable.empty());
  }

  private ObjectForm constant(Located schema, String path, ObjectNode value) {
    Map<String, ObjectForm.Property> declared = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String place = path + "/" + SchemaDocument.escaped(entry.getKey());
      declared.put(
          entry.getKey(), new ObjectForm.Property(constant(schema, place, entry.getValue()), true));
    }
    return new ObjectForm(declared, Lists.immutable.empty(), 0, ObjectForm.UNBOUNDED);
  }

  private Conjunction constant(Located schema, String path, JsonNode value) {
    ObjectNode constant = SchemaDocument.JSON.createObjectNode();
    constant.set("const", value);
    return Conjunction.of(document.child(schema, path, constant).number());
  }

  // --- numbers ---

  private NumberForm numbers(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    NumberForm form = NumberForm.ANY;
    BigDecimal min = number(schema, "minimum");
    if (min != null) {
      form = form.atLeast(min, node.path("exclusiveMinimum").asBoolean(false));
    }
    BigDecimal max = number(schema, "maximum");
    if (max != null) {
      form = form.atMost(max, node.path("exclusiveMaximum").asBoolean(false));
    }
    if (node.path("exclusiveMinimum").isNumber()) {
      form = form.atLeast(node.path("exclusiveMinimum").decimalValue(), true);
    }
    if (node.path("exclusiveMaximum").isNumber()) {
      form = form.atMost(node.path("exclusiveMaximum").decimalValue(), true);
    }
    BigDecimal divisor = number(schema, "multipleOf");
    if (divisor != null) {
      if (divisor.signum() <= 0) {
        throw new SchemaRefusedException(
            schema.pointer(), "multipleOf", divisor.toPlainString() + " is not above 0");
      }
      form = multiples(schema, form, divisor);
    }
    return form;
  }

  private NumberForm multiples(Located schema, NumberForm form, BigDecimal divisor)
      throws GrammarException {
    return reader.relaxable(
        schema,
        "multipleOf",
        form,
        () -> {
          NumberText.check(divisor);
          return form.multiplesOf(divisor);
        });
  }

  private static @Nullable BigDecimal number(Located schema, String keyword)
      throws SchemaRefusedException {
    JsonNode value = schema.node().get(keyword);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new SchemaRefusedException(
          schema.pointer(), keyword, "expected a number, not " + value);
    }
    return value.decimalValue();
  }

  /** A count, or −1 where the keyword is absent. */
  private static int count(Located schema, String keyword) throws SchemaRefusedException {
    BigDecimal value = number(schema, keyword);
    if (value == null) {
      return -1;
    }
    if (value.signum() < 0 || !NumberForm.isMultiple(value, BigDecimal.ONE)) {
      throw new SchemaRefusedException(
          schema.pointer(), keyword, "expected a whole number from 0, not " + value);
    }
    return value.min(BigDecimal.valueOf(MAX_COUNT)).intValue();
  }

  // --- strings ---

  private StringForm strings(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    StringForm form =
        StringForm.ofLength(Math.max(0, count(schema, "minLength")), count(schema, "maxLength"));
    if (node.has("pattern")) {
      StringForm before = form;
      form =
          reader.relaxable(
              schema, "pattern", form, () -> before.and(pattern(node.path("pattern").asString())));
    }
    for (String keyword : List.of("contentEncoding", "contentMediaType")) {
      if (node.has(keyword)) {
        content(schema, keyword);
      }
    }
    JsonNode format = node.path("format");
    if (!format.isString()) {
      return form;
    }
    if (!options.formats()) {
      reader.leave(schema, "format", "formats are taken as annotations");
      return form;
    }
    StringForm before = form;
    return reader.relaxable(
        schema, "format", form, () -> before.and(format(schema, format.stringValue())));
  }

  /** Drafts after 7 call it an annotation; before them it may be an assertion. */
  private void content(Located schema, String keyword) throws GrammarException {
    String reason = "what the content of a string must be is not enforced";
    if (document.draft() != Draft.DRAFT_7 || !options.formats()) {
      reader.leave(schema, keyword, reason);
      return;
    }
    reader.relaxable(
        schema,
        keyword,
        false,
        () -> {
          throw GrammarException.of(reason);
        });
  }

  private StringForm format(Located schema, String name) throws GrammarException {
    ByteAutomaton language = Formats.named(name);
    if (language == null) {
      reader.leave(
          schema, "format", "no draft defines \"" + name + "\"; it is taken as an annotation");
      return StringForm.ANY;
    }
    return StringForm.of(language);
  }

  /** Strings in which a pattern is found; a run of characters of one class is kept as such. */
  static StringForm pattern(String pattern) throws GrammarException {
    Matcher run = RUN.matcher(pattern);
    if (run.matches() && Regex.matching(run.group(1)) instanceof Regex.Chars(CodePoints set)) {
      String count = run.group(2) == null ? "" : run.group(2);
      return switch (count) {
        case "" -> new StringForm(set, 1, 1, null);
        case "*" -> new StringForm(set, 0, Regex.Repeat.UNBOUNDED, null);
        case "+" -> new StringForm(set, 1, Regex.Repeat.UNBOUNDED, null);
        default -> {
          int min = Integer.parseInt(run.group(3));
          String upper = run.group(5);
          int max =
              run.group(4) == null
                  ? min
                  : upper == null || upper.isEmpty()
                      ? Regex.Repeat.UNBOUNDED
                      : Integer.parseInt(upper);
          if (max >= 0 && max < min) {
            throw GrammarException.of("a repetition from " + min + " to " + max);
          }
          yield new StringForm(set, min, max, null);
        }
      };
    }
    return StringForm.of(Regex.containing(pattern).automaton());
  }

  // --- arrays ---

  private ArrayForm arrays(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    ImmutableList<Conjunction> prefix = Lists.immutable.empty();
    Conjunction rest = Conjunction.ANYTHING;
    boolean list = node.path("items").isArray();
    String listed = list ? "items" : "prefixItems";
    JsonNode firsts = node.path(listed);
    for (int i = 0; i < firsts.size(); i++) {
      prefix = prefix.newWith(child(schema, "/" + listed + "/" + i, firsts.get(i)));
    }
    String further = list ? "additionalItems" : "items";
    if (node.has(further)) {
      rest = child(schema, "/" + further, node.get(further));
    }
    if (node.has("unevaluatedItems")) {
      Conjunction before = rest;
      rest =
          reader.relaxable(
              schema, "unevaluatedItems", rest, () -> unevaluatedItems(schema, further, before));
    }
    int min = Math.max(0, count(schema, "minItems"));
    int max = count(schema, "maxItems");
    ArrayForm form =
        new ArrayForm(
            prefix, rest, min, max < 0 ? ArrayForm.UNBOUNDED : max, Lists.immutable.empty());
    if (node.has("contains") && document.draft() != Draft.DRAFT_4) {
      ArrayForm before = form;
      form = reader.relaxable(schema, "contains", form, () -> containing(schema, before));
    }
    if (node.path("uniqueItems").asBoolean(false) && form.max() > 1) {
      reader.relaxable(
          schema,
          "uniqueItems",
          false,
          () -> {
            throw GrammarException.of(
                "that no two items are equal is beyond a context-free grammar");
          });
    }
    return form;
  }

  private Conjunction unevaluatedItems(Located schema, String further, Conjunction rest)
      throws GrammarException {
    JsonNode node = schema.node();
    if (node.has(further)) {
      return rest;
    }
    if (node.has("contains") || IN_PLACE.stream().anyMatch(node::has)) {
      throw GrammarException.of(
          "which items count as evaluated depends on the other keywords beside it");
    }
    return child(schema, "/unevaluatedItems", node.get("unevaluatedItems"));
  }

  private ArrayForm containing(Located schema, ArrayForm form) throws GrammarException {
    JsonNode node = schema.node();
    boolean counted = document.draft().countsContained();
    if (counted && node.has("maxContains")) {
      throw new SchemaRefusedException(
          schema.pointer(), "maxContains", "at most so many items of a kind are not enforced");
    }
    int times = counted && node.has("minContains") ? count(schema, "minContains") : 1;
    return times == 0
        ? form
        : form.containing(
            new ArrayForm.Contained(child(schema, "/contains", node.get("contains")), times));
  }

  private Conjunction child(Located schema, String path, JsonNode node) {
    return Conjunction.of(document.child(schema, path, node).number());
  }

  // --- objects ---

  private ObjectForm objects(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    Map<ByteAutomaton, Conjunction> patterns = patterns(schema);
    Map<String, ObjectForm.Property> declared = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("properties").properties()) {
      String path = "/properties/" + SchemaDocument.escaped(entry.getKey());
      Conjunction value = child(schema, path, entry.getValue());
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
    int max = count(schema, "maxProperties");
    ObjectForm form =
        new ObjectForm(
            declared,
            others,
            Math.max(0, count(schema, "minProperties")),
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
      Conjunction value = child(schema, path, entry.getValue());
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
      return child(schema, "/additionalProperties", node.get("additionalProperties"));
    }
    if (!node.has("unevaluatedProperties")) {
      return Conjunction.ANYTHING;
    }
    return reader.relaxable(
        schema,
        "unevaluatedProperties",
        Conjunction.ANYTHING,
        () -> {
          if (IN_PLACE.stream().anyMatch(node::has)) {
            throw GrammarException.of(
                "which properties count as evaluated depends on the other keywords beside it");
          }
          return child(schema, "/unevaluatedProperties", node.get("unevaluatedProperties"));
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
