package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.schema.SchemaDocument.Located;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Keywords whose values are numbers. */
final class Counts {

  private static final int MAX_COUNT = 1_000_000_000;

  private Counts() {}

  static @Nullable BigDecimal number(Located schema, String keyword) throws SchemaRefusedException {
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
  static int count(Located schema, String keyword) throws SchemaRefusedException {
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
}
