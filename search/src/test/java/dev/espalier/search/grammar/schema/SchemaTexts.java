package dev.espalier.search.grammar.schema;

import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import java.nio.charset.StandardCharsets;

/** Asks the grammar of a schema about a text. */
final class SchemaTexts {

  private SchemaTexts() {}

  static boolean accepts(JsonSchema schema, String text) {
    ParserState state =
        new Recogniser(schema.grammar()).start().advance(text.getBytes(StandardCharsets.UTF_8));
    return state != null && state.accepting();
  }
}
