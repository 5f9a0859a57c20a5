package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** What a schema says of numbers. */
final class NumberAssertions {

  private final SchemaReader reader;

  NumberAssertions(SchemaReader reader) {
    this.reader = reader;
  }

  NumberForm of(Located schema) throws GrammarException {
    JsonNode node = schema.node();
    NumberForm form = NumberForm.ANY;
    BigDecimal min = Counts.number(schema, "minimum");
    if (min != null) {
      form = form.atLeast(min, node.path("exclusiveMinimum").asBoolean(false));
    }
    BigDecimal max = Counts.number(schema, "maximum");
    if (max != null) {
      form = form.atMost(max, node.path("exclusiveMaximum").asBoolean(false));
    }
    if (node.path("exclusiveMinimum").isNumber()) {
      form = form.atLeast(node.path("exclusiveMinimum").decimalValue(), true);
    }
    if (node.path("exclusiveMaximum").isNumber()) {
      form = form.atMost(node.path("exclusiveMaximum").decimalValue(), true);
    }
    BigDecimal divisor = Counts.number(schema, "multipleOf");
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
}
