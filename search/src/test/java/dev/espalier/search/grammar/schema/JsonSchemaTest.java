package dev.espalier.search.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.schema.SchemaOptions.Notation;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {

  private static boolean accepts(String schema, String text) throws GrammarException {
    return SchemaTexts.accepts(JsonSchema.compile(schema, SchemaOptions.STRICT), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          {"uniqueItems": true}                                      ¦ ''             ¦ uniqueItems
          {"properties": {"a": {"items": {"uniqueItems": true}}}}    ¦ /properties/a/items ¦ uniqueItems
          {"properties": {"a": {"$ref": "other.json"}}}              ¦ /properties/a  ¦ $ref
          {"$ref": "#/$defs/none"}                                   ¦ ''             ¦ $ref
          {"pattern": "(?=a)b"}                                      ¦ ''             ¦ pattern
          {"format": "idn-email"}                                    ¦ ''             ¦ format
          {"contains": true, "maxContains": 2}                       ¦ ''             ¦ maxContains
          {"$ref": "#/$defs/a", "$defs": {"a": {}}, "unevaluatedProperties": false} ¦ '' ¦ unevaluatedProperties
          {"not": {"additionalProperties": {"type": "null"}}}        ¦ ''             ¦ not
          {"$schema": "https://example.org/mine"}                    ¦ ''             ¦ $schema
          {"type": "strange"}                                        ¦ ''             ¦ type
          {"multipleOf": 123456789}                                  ¦ ''             ¦ multipleOf
          {"allOf": [{"$ref": "#"}]}                                 ¦ ''             ¦ $ref
          """)
  void whatCannotBeEnforcedIsRefusedByName(String schema, String pointer, String keyword) {
    assertThatThrownBy(() -> JsonSchema.compile(schema, SchemaOptions.STRICT))
        .asInstanceOf(type(SchemaRefusedException.class))
        .satisfies(e -> {
          assertThat(e.pointer()).isEqualTo(pointer);
          assertThat(e.keyword()).isEqualTo(keyword);
          assertThat(e).hasMessageStartingWith("at #" + pointer + ": " + keyword + ": ");
        });
  }

  @Test
  void aKeywordIsLeftOutWhereTheOptionsSaySo() throws GrammarException {
    String text = "{\"type\": \"array\", \"items\": {\"const\": 1}, \"uniqueItems\": true}";
    JsonSchema schema = JsonSchema.compile(text, SchemaOptions.STRICT.relaxing("uniqueItems"));
    assertThat(schema.left())
        .singleElement()
        .satisfies(left -> assertThat(left.keyword()).isEqualTo("uniqueItems"));
    assertThat(SchemaTexts.accepts(schema, "[1, 1]")).isTrue();
    assertThat(SchemaTexts.accepts(schema, "[2]")).isFalse();
  }

  @Test
  void aFormatThatNoDraftDefinesIsListed() throws GrammarException {
    JsonSchema schema = JsonSchema.compile("{\"format\": \"html-selector\"}", SchemaOptions.STRICT);
    assertThat(schema.left())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).contains("html-selector"));
  }

  @Test
  void propertiesComeAsDeclaredWithOthersBetween() throws GrammarException {
    String schema = "{\"properties\": {\"a\": {}, \"b\": {}}, \"required\": [\"a\"]}";
    assertThat(accepts(schema, "{\"a\": 1, \"b\": 2}")).isTrue();
    assertThat(accepts(schema, "{\"x\": 0, \"a\": 1, \"y\": 0, \"b\": 2, \"z\": 0}")).isTrue();
    assertThat(accepts(schema, "{\"b\": 2, \"a\": 1}")).isFalse();
    assertThat(accepts(schema, "{\"b\": 2}")).isFalse();
    assertThat(accepts(schema, "{\"a\": 1, \"a\": 1}")).isFalse();
  }

  @Test
  void aSchemaMayReferToItself() throws GrammarException {
    String schema =
        """
        {"type": "object", "properties": {"next": {"$ref": "#"}, "n": {"type": "integer"}},
         "required": ["n"], "additionalProperties": false}\
        """;
    assertThat(accepts(schema, "{\"next\": {\"next\": {\"n\": 1}, \"n\": 2}, \"n\": 3}")).isTrue();
    assertThat(accepts(schema, "{\"next\": {\"next\": {}, \"n\": 2}, \"n\": 3}")).isFalse();
  }

  @Test
  void aSchemaThatOnlyEndlessValuesSatisfyIsRefused() {
    assertThatThrownBy(() ->
            JsonSchema.compile(
                "{\"type\": \"array\", \"items\": {\"$ref\": \"#\"}, \"minItems\": 1}",
                SchemaOptions.STRICT))
        .isInstanceOf(GrammarException.class)
        .hasMessageContaining("no text satisfies");
  }

  @Test
  void brokenJsonIsShownWithItsPlace() {
    assertThatThrownBy(() -> JsonSchema.compile("{\n  \"type\": }", SchemaOptions.STRICT))
        .isInstanceOf(GrammarException.class)
        .hasMessageContaining("line 2, column ")
        .hasMessageContaining("^");
  }

  @Test
  void canonicalNotationWritesEachValueOneWay() throws GrammarException {
    SchemaOptions canonical = SchemaOptions.STRICT.withNotation(Notation.CANONICAL);
    JsonSchema number = JsonSchema.compile("{\"type\": \"integer\", \"minimum\": 0}", canonical);
    assertThat(SchemaTexts.accepts(number, "1")).isTrue();
    assertThat(SchemaTexts.accepts(number, "1.0")).isFalse();
    assertThat(SchemaTexts.accepts(number, "-0")).isFalse();
    JsonSchema any = JsonSchema.compile("{}", canonical);
    assertThat(SchemaTexts.accepts(any, "{\"a\":[1,\"é\\n\"]}")).isTrue();
    assertThat(SchemaTexts.accepts(any, "{\"a\": 1}")).isFalse();
    assertThat(SchemaTexts.accepts(any, "\"\\u00e9\"")).isFalse();
    assertThat(SchemaTexts.accepts(any, "1.50")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          "a\\ud83d\\ude00b"  ¦ true
          "\\ud83d"           ¦ false
          "\\ude00\\ud83d"    ¦ false
          "\\u00E9\\n\\/"     ¦ true
          "\\x41"             ¦ false
          1e5                 ¦ true
          01                  ¦ false
          -                   ¦ false
          [1,]                ¦ false
          {"a":1,}            ¦ false
          """)
  void jsonIsReadExactly(String text, boolean valid) throws GrammarException {
    assertThat(accepts("{}", text)).isEqualTo(valid);
  }

  @Test
  void boundsAndDivisorsDecideLikeArithmetic() throws GrammarException {
    SplittableRandom random = new SplittableRandom(Long.getLong("tests.seed", 3L));
    for (int i = 0; i < 150; i++) {
      BigDecimal min = BigDecimal.valueOf(random.nextInt(-2_000, 2_000), random.nextInt(4));
      BigDecimal max = min.add(BigDecimal.valueOf(random.nextInt(1, 3_000), random.nextInt(3)));
      boolean strict = random.nextBoolean();
      BigDecimal divisor = BigDecimal.valueOf(random.nextInt(1, 60), random.nextInt(3));
      String schema =
          "{\"type\":\"number\",\"%s\":%s,\"maximum\":%s,\"multipleOf\":%s}"
              .formatted(
                  strict ? "exclusiveMinimum" : "minimum",
                  min.toPlainString(),
                  max.toPlainString(),
                  divisor.toPlainString());
      JsonSchema compiled;
      try {
        compiled = JsonSchema.compile(schema, SchemaOptions.STRICT);
      } catch (GrammarException e) {
        assertThat(e).hasMessageContaining("no text satisfies");
        continue;
      }
      for (int j = 0; j < 60; j++) {
        BigDecimal value =
            random.nextBoolean()
                ? divisor.multiply(BigDecimal.valueOf(random.nextInt(-300, 300)))
                : min.add(BigDecimal.valueOf(random.nextInt(-50, 200), random.nextInt(3)));
        boolean expected =
            value.compareTo(min) >= (strict ? 1 : 0)
                && value.compareTo(max) <= 0
                && value.remainder(divisor).signum() == 0;
        assertThat(SchemaTexts.accepts(compiled, value.toPlainString()))
            .as("%s under %s", value.toPlainString(), schema)
            .isEqualTo(expected);
      }
    }
  }
}
