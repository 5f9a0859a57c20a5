package dev.espalier.search.grammar.schema;

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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code const} and {@code enum} say: the values themselves. */
final class Constants {

  private final SchemaDocument document;

  Constants(SchemaDocument document) {
    this.document = document;
  }

  Form of(Located schema, String keyword, List<JsonNode> values) throws GrammarException {
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
}
