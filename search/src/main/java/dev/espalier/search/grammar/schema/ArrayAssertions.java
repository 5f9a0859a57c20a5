package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.databind.JsonNode;

/** What a schema says of arrays and their items. */
final class ArrayAssertions {

  private final SchemaDocument document;
  private final SchemaReader reader;

  ArrayAssertions(SchemaDocument document, SchemaReader reader) {
    this.document = document;
    this.reader = reader;
  }

  ArrayForm of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    ImmutableList<Conjunction> prefix = Lists.immutable.empty();
    Conjunction rest = Conjunction.ANYTHING;
    boolean list = node.path("items").isArray();
    String listed = list ? "items" : "prefixItems";
    JsonNode firsts = node.path(listed);
    for (int i = 0; i < firsts.size(); i++) {
      prefix = prefix.newWith(document.conjunction(schema, "/" + listed + "/" + i, firsts.get(i)));
    }
    String further = list ? "additionalItems" : "items";
    if (node.has(further)) {
      rest = document.conjunction(schema, "/" + further, node.get(further));
    }
    if (node.has("unevaluatedItems")) {
      Conjunction before = rest;
      rest =
          reader.relaxable(
              schema, "unevaluatedItems", rest, () -> unevaluatedItems(schema, further, before));
    }
    int min = Math.max(0, Counts.count(schema, "minItems"));
    int max = Counts.count(schema, "maxItems");
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
    if (node.has("contains") || SchemaDocument.IN_PLACE.stream().anyMatch(node::has)) {
      throw GrammarException.of(
          "which items count as evaluated depends on the other keywords beside it");
    }
    return document.conjunction(schema, "/unevaluatedItems", node.get("unevaluatedItems"));
  }

  private ArrayForm containing(Located schema, ArrayForm form) throws GrammarException {
    JsonNode node = schema.node();
    boolean counted = document.draft().countsContained();
    if (counted && node.has("maxContains")) {
      throw new SchemaRefusedException(
          schema.pointer(), "maxContains", "at most so many items of a kind are not enforced");
    }
    int times = counted && node.has("minContains") ? Counts.count(schema, "minContains") : 1;
    return times == 0
        ? form
        : form.containing(
            new ArrayForm.Contained(
                document.conjunction(schema, "/contains", node.get("contains")), times));
  }
}
