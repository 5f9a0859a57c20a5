package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ByteAutomaton;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.Regex;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.JsonNode;

/**
 * Works out which values a schema allows: its own assertions, and whatever applies to the same
 * value ({@code $ref}, {@code allOf}, {@code anyOf}, {@code oneOf}, {@code not}, {@code if}, …)
 * combined with them. Schemas of items and properties are only named.
 */
final class SchemaReader {

  /** What was not enforced, and why. */
  record Left(String pointer, String keyword, String reason) {}

  private final SchemaDocument document;
  private final SchemaOptions options;
  private final Assertions assertions;
  private final Map<Integer, Form> ofSchema = new HashMap<>();
  private final Map<Conjunction, Form> ofConjunction = new HashMap<>();
  private final Set<Integer> open = new HashSet<>();
  private final Set<Left> left = new LinkedHashSet<>();

  SchemaReader(SchemaDocument document, SchemaOptions options) {
    this.document = document;
    this.options = options;
    this.assertions = new Assertions(document, options, this);
  }

  /** Conditions that were left out, since the options allow it or they are annotations. */
  ImmutableList<Left> left() {
    return Lists.immutable.withAll(left);
  }

  void leave(Located at, String keyword, String reason) {
    left.add(new Left(at.pointer(), keyword, reason));
  }

  Conjunction root() {
    return Conjunction.of(document.root().number());
  }

  /** The first of the schemas that hold at once. */
  Located place(Conjunction conjunction) {
    return conjunction.isAnything()
        ? document.root()
        : document.schema(conjunction.codes().getFirst() >> 1);
  }

  Form form(Conjunction conjunction) throws GrammarException {
    Form known = ofConjunction.get(conjunction);
    if (known != null) {
      return known;
    }
    Form form = Form.ANYTHING;
    for (int code : conjunction.codes().toArray()) {
      Located schema = document.schema(code >> 1);
      Form one = form(schema);
      if ((code & 1) == 1) {
        one = reading(schema, "not", one::not);
      }
      Form both = form;
      Form next = one;
      form = reading(schema, "allOf", () -> both.and(next));
    }
    ofConjunction.put(conjunction, form);
    return form;
  }

  Form form(Located schema) throws GrammarException {
    if (schema.number() <= 1) {
      return schema.number() == 0 ? Form.ANYTHING : Form.NOTHING;
    }
    Form known = ofSchema.get(schema.number());
    if (known != null) {
      return known;
    }
    if (!open.add(schema.number())) {
      throw new SchemaRefusedException(
          schema.pointer(), "$ref", "the schema refers to itself for the same value");
    }
    Form form = read(schema);
    open.remove(schema.number());
    ofSchema.put(schema.number(), form);
    return form;
  }

  /** A part of a schema being read. */
  interface Reading<T> {
    T read() throws GrammarException;
  }

  /** Says where a problem is. */
  static <T> T reading(Located at, String keyword, Reading<T> reading) throws GrammarException {
    try {
      return reading.read();
    } catch (SchemaRefusedException e) {
      throw e;
    } catch (GrammarException e) {
      throw new SchemaRefusedException(
          at.pointer(), keyword, String.valueOf(e.getMessage()).strip());
    }
  }

  /** What a keyword says; where it cannot be enforced and may be left out, {@code otherwise}. */
  <T> T relaxable(Located at, String keyword, T otherwise, Reading<T> reading)
      throws GrammarException {
    try {
      return reading(at, keyword, reading);
    } catch (SchemaRefusedException e) {
      if (!options.relaxes(e.keyword())) {
        throw e;
      }
      left.add(new Left(e.pointer(), e.keyword(), e.reason()));
      return otherwise;
    }
  }

  private Form read(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    if (!node.isObject()) {
      throw new SchemaRefusedException(
          schema.pointer(), "schema", "a schema is an object or true or false, not " + node);
    }
    if (document.draft().refStandsAlone() && node.has("$ref")) {
      return referred(schema, "$ref");
    }
    Form form = assertions.of(schema);
    for (String keyword : List.of("$ref", "$dynamicRef", "$recursiveRef")) {
      if (node.has(keyword)) {
        form = and(schema, keyword, form, referred(schema, keyword));
      }
    }
    for (Located part : children(schema, "allOf")) {
      form = and(schema, "allOf", form, form(part));
    }
    List<Located> any = children(schema, "anyOf");
    if (!any.isEmpty()) {
      form = and(schema, "anyOf", form, union(any));
    }
    List<Located> one = children(schema, "oneOf");
    if (!one.isEmpty()) {
      Form before = form;
      Form exactlyOne = relaxable(schema, "oneOf", union(one), () -> exactlyOne(before, one));
      form = and(schema, "oneOf", form, exactlyOne);
    }
    if (node.has("not")) {
      Located not = document.child(schema, "/not", node.get("not"));
      Form outside = relaxable(schema, "not", Form.ANYTHING, () -> form(not).not());
      form = and(schema, "not", form, outside);
    }
    if (node.has("if") && (node.has("then") || node.has("else"))) {
      Form conditional = relaxable(schema, "if", Form.ANYTHING, () -> conditional(schema));
      form = and(schema, "if", form, conditional);
    }
    return and(schema, "dependencies", form, dependencies(schema));
  }

  private Form referred(Located schema, String keyword) throws GrammarException {
    String reference = schema.node().path(keyword).asString("");
    return relaxable(
        schema, keyword, Form.ANYTHING, () -> form(document.resolve(schema, keyword, reference)));
  }

  private static Form and(Located schema, String keyword, Form left, Form right)
      throws GrammarException {
    return reading(schema, keyword, () -> left.and(right));
  }

  private List<Located> children(Located schema, String keyword) throws SchemaRefusedException {
    List<Located> children = new ArrayList<>();
    JsonNode list = schema.node().path(keyword);
    if (list.isMissingNode()) {
      return children;
    }
    if (!list.isArray() || list.isEmpty()) {
      throw new SchemaRefusedException(schema.pointer(), keyword, "expected a list of schemas");
    }
    for (int i = 0; i < list.size(); i++) {
      children.add(document.child(schema, "/" + keyword + "/" + i, list.get(i)));
    }
    return children;
  }

  private Form union(List<Located> schemas) throws GrammarException {
    Form union = Form.NOTHING;
    for (Located schema : schemas) {
      union = union.or(form(schema));
    }
    return union;
  }

  /** Each alternative, without those others that it can meet. */
  private Form exactlyOne(Form context, List<Located> options) throws GrammarException {
    Form union = Form.NOTHING;
    for (int i = 0; i < options.size(); i++) {
      Form alone = context.and(form(options.get(i)));
      for (int j = 0; j < options.size() && !alone.isNothing(); j++) {
        if (j == i) {
          continue;
        }
        Form other = form(options.get(j));
        if (new Inhabitation(this).isInhabited(alone.and(other))) {
          alone = alone.and(other.not());
        }
      }
      union = union.or(alone);
    }
    return union;
  }

  private Form conditional(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    Form condition = form(document.child(schema, "/if", node.get("if")));
    Form then = Form.ANYTHING;
    Form otherwise = Form.ANYTHING;
    if (node.has("then")) {
      then = form(document.child(schema, "/then", node.get("then")));
    }
    if (node.has("else")) {
      otherwise = form(document.child(schema, "/else", node.get("else")));
    }
    return condition.and(then).or(condition.not().and(otherwise));
  }

  private Form dependencies(Located schema) throws GrammarException {
    Form form = Form.ANYTHING;
    List<String> keywords =
        document.draft().refStandsAlone()
            ? List.of("dependencies")
            : List.of("dependentRequired", "dependentSchemas", "dependencies");
    for (String keyword : keywords) {
      for (Map.Entry<String, JsonNode> entry : schema.node().path(keyword).properties()) {
        Form before = form;
        form =
            relaxable(schema, keyword, form, () -> before.and(dependency(schema, keyword, entry)));
      }
    }
    return form;
  }

  /** Without the property, or with it and what it asks for. */
  private Form dependency(Located schema, String keyword, Map.Entry<String, JsonNode> entry)
      throws GrammarException {
    String name = entry.getKey();
    ObjectForm present = ObjectForm.with(name, new ObjectForm.Property(Conjunction.ANYTHING, true));
    ObjectForm absent = ObjectForm.with(name, new ObjectForm.Property(Conjunction.NOTHING, false));
    Form with = Form.ofObjects(present);
    if (entry.getValue().isArray()) {
      for (JsonNode other : entry.getValue()) {
        with =
            with.and(
                Form.ofObjects(
                    ObjectForm.with(
                        other.asString(), new ObjectForm.Property(Conjunction.ANYTHING, true))));
      }
    } else {
      String path = "/" + keyword + "/" + SchemaDocument.escaped(name);
      with = with.and(form(document.child(schema, path, entry.getValue())));
    }
    return Form.ANYTHING.withObjects(Lists.immutable.with(absent)).or(with);
  }

  /** The names that a schema for names allows. */
  ByteAutomaton names(Located schema) throws GrammarException {
    List<ByteAutomaton> languages = new ArrayList<>();
    for (StringForm strings : form(schema).strings()) {
      languages.add(strings.spelled());
    }
    return languages.isEmpty() ? Regex.either().automaton() : Form.merged(languages).spelled();
  }
}
