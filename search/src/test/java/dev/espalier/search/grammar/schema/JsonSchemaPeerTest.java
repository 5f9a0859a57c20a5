package dev.espalier.search.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import dev.espalier.search.grammar.schema.SchemaOptions.Notation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Random schemas and values, decided by the grammar and by a validator that knows no grammars. */
class JsonSchemaPeerTest {

  private static final int SCHEMAS = 1_500;
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static SplittableRandom random() {
    return new SplittableRandom(Long.getLong("tests.seed", 42L));
  }

  @Test
  void aValueIsAcceptedExactlyIfItIsValid() throws GrammarException {
    SplittableRandom random = random();
    RandomSchemas schemas = new RandomSchemas(random);
    int compiled = 0;
    int valid = 0;
    for (int i = 0; i < SCHEMAS; i++) {
      String text = schemas.schema(3);
      Schema peer = REGISTRY.getSchema(text, InputFormat.JSON);
      JsonSchema schema = compiled(text, SchemaOptions.STRICT);
      compiled += schema == null ? 0 : 1;
      for (int j = 0; j < 12 && schema != null; j++) {
        JsonNode value = SchemaDocument.JSON.readTree(schemas.value(2));
        boolean expected = peer.validate(value).isEmpty();
        valid += expected ? 1 : 0;
        JsonNode ordered = schema.inDeclaredOrder(value);
        assertThat(SchemaTexts.accepts(schema, ordered.toString()))
            .as("%s under %s", value, text)
            .isEqualTo(expected);
      }
    }
    // The test would prove nothing if all were refused, or all invalid.
    assertThat(compiled).isGreaterThan(SCHEMAS * 3 / 4);
    assertThat(valid).isGreaterThan(SCHEMAS);
  }

  @Test
  void whatTheGrammarGeneratesIsValid() {
    SplittableRandom random = random();
    RandomSchemas schemas = new RandomSchemas(random);
    int generated = 0;
    for (int i = 0; i < SCHEMAS / 3; i++) {
      String text = schemas.schema(3);
      Schema peer = REGISTRY.getSchema(text, InputFormat.JSON);
      for (Notation notation : Notation.values()) {
        JsonSchema schema = compiled(text, SchemaOptions.STRICT.withNotation(notation));
        String value = schema == null ? null : generated(schema, random);
        if (value != null) {
          generated++;
          assertThat(peer.validate(value, InputFormat.JSON))
              .as("%s under %s", value, text)
              .isEmpty();
        }
      }
    }
    assertThat(generated).isGreaterThan(SCHEMAS / 4);
  }

  private static @Nullable JsonSchema compiled(String text, SchemaOptions options) {
    try {
      return JsonSchema.compile(text, options);
    } catch (GrammarException _) {
      return null;
    }
  }

  /** A random walk over bytes, which ends as soon as it may; null if it takes too long. */
  private static @Nullable String generated(JsonSchema schema, SplittableRandom random) {
    ParserState state = new Recogniser(schema.grammar()).start();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (text.size() < 300) {
      if (state.accepting() && random.nextBoolean()) {
        return text.toString(StandardCharsets.UTF_8);
      }
      ParserState next = null;
      int begin =
          random.nextInt(4) == 0
              ? random.nextInt(256)
              : " \"{[ab:,}]1-0".charAt(random.nextInt(13));
      for (int i = 0; i < 256 && next == null; i++) {
        int b = (begin + i) & 0xFF;
        next = state.advance(b);
        if (next != null) {
          text.write(b);
        }
      }
      if (next == null) {
        return state.accepting() ? text.toString(StandardCharsets.UTF_8) : null;
      }
      state = next;
    }
    return null;
  }
}
