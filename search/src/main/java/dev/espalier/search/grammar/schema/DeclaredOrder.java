package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the properties of a value in the order in which a schema declares them. */
final class DeclaredOrder {

  private final SchemaReader reader;

  DeclaredOrder(SchemaReader reader) {
    this.reader = reader;
  }

  JsonNode of(JsonNode value) throws GrammarException {
    return of(value, Set.of(reader.root()));
  }

  private JsonNode of(JsonNode value, Set<Conjunction> schemas) throws GrammarException {
    if (value.isArray()) {
      ArrayNode array = SchemaDocument.JSON.createArrayNode();
      for (int i = 0; i < value.size(); i++) {
        Set<Conjunction> items = new LinkedHashSet<>();
        for (Conjunction schema : schemas) {
          for (ArrayForm form : reader.form(schema).arrays()) {
            items.add(form.item(i));
          }
        }
        array.add(of(value.get(i), items));
      }
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    List<ObjectForm> forms = new ArrayList<>();
    for (Conjunction schema : schemas) {
      reader.form(schema).objects().forEach(forms::add);
    }
    ObjectNode object = SchemaDocument.JSON.createObjectNode();
    for (String name : order(value, forms)) {
      Set<Conjunction> values = new LinkedHashSet<>();
      forms.forEach(form -> values.add(form.property(name).value()));
      object.set(name, of(value.path(name), values));
    }
    return object;
  }

  /** Repeatedly the first name that no form wants after another that is still to come. */
  private static List<String> order(JsonNode value, List<ObjectForm> forms) {
    Set<String> rest = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      rest.add(entry.getKey());
    }
    List<List<String>> orders = new ArrayList<>();
    for (ObjectForm form : forms) {
      orders.add(
          new ArrayList<>(form.declared().keySet().stream().filter(rest::contains).toList()));
    }
    List<String> order = new ArrayList<>();
    while (!rest.isEmpty()) {
      String next =
          rest.stream()
              .filter(name -> orders.stream().allMatch(o -> o.indexOf(name) <= 0))
              .findFirst()
              .orElseGet(() -> rest.iterator().next());
      order.add(next);
      rest.remove(next);
      orders.forEach(o -> o.remove(next));
    }
    return order;
  }
}
