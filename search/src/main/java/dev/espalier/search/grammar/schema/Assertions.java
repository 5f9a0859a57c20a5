package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.JsonNode;

/** What a schema says of a value itself, its items and its properties. */
final class Assertions {

  private final Constants constants;
  private final NumberAssertions numbers;
  private final StringAssertions strings;
  private final ArrayAssertions arrays;
  private final ObjectAssertions objects;

  Assertions(SchemaDocument document, SchemaOptions options, SchemaReader reader) {
    constants = new Constants(document);
    numbers = new NumberAssertions(reader);
    strings = new StringAssertions(document, options, reader);
    arrays = new ArrayAssertions(document, reader);
    objects = new ObjectAssertions(document, reader);
  }

  Form of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    Form form = types(schema);
    if (node.has("const")) {
      form = form.and(constants.of(schema, "const", List.of(node.get("const"))));
    }
    if (node.has("enum")) {
      JsonNode values = node.get("enum");
      if (!values.isArray()) {
        throw new SchemaRefusedException(schema.pointer(), "enum", "expected a list of values");
      }
      List<JsonNode> list = new ArrayList<>();
      values.forEach(list::add);
      form = form.and(constants.of(schema, "enum", list));
    }
    if (!form.numbers().isEmpty()) {
      form = form.and(Form.ANYTHING.withNumbers(Lists.immutable.with(numbers.of(schema))));
    }
    if (!form.strings().isEmpty()) {
      form = form.and(Form.ANYTHING.withStrings(Lists.immutable.with(strings.of(schema))));
    }
    if (!form.arrays().isEmpty()) {
      form = form.and(Form.ANYTHING.withArrays(Lists.immutable.with(arrays.of(schema))));
    }
    if (!form.objects().isEmpty()) {
      form = form.and(Form.ANYTHING.withObjects(Lists.immutable.with(objects.of(schema))));
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
}
