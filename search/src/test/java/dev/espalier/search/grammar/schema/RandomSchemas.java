package dev.espalier.search.grammar.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random schemas and values over few names, words and numbers, so that they often meet. */
final class RandomSchemas {

  private static final String[] NAMES = {"a", "b", "ab", "x-1"};
  private static final String[] WORDS = {"", "a", "b", "ab", "aé", "\\\"", "x-1", "abba"};
  private static final String[] NUMBERS = {
    "0", "1", "-1", "2", "3", "10", "1.5", "-2.25", "0.1", "100", "7", "-0.5"
  };

  private final SplittableRandom random;

  RandomSchemas(SplittableRandom random) {
    this.random = random;
  }

  private String pick(String... options) {
    return options[random.nextInt(options.length)];
  }

  private String word() {
    return '"' + pick(WORDS) + '"';
  }

  private String number() {
    return pick(NUMBERS);
  }

  String schema(int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return pick("true", "{}", "{\"type\":\"string\"}", "{\"type\":\"integer\"}", "false");
    }
    List<String> keywords = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      keywords.add(keyword(depth));
    }
    return '{' + String.join(",", distinctByName(keywords)) + '}';
  }

  private static List<String> distinctByName(List<String> keywords) {
    List<String> kept = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String keyword : keywords) {
      String name = keyword.substring(0, keyword.indexOf(':'));
      if (!names.contains(name)) {
        names.add(name);
        kept.add(keyword);
      }
    }
    return kept;
  }

  private String keyword(int depth) {
    return switch (random.nextInt(27)) {
      case 0, 1 -> "\"type\":\"%s\"".formatted(type());
      case 2 ->
          "\"anyOf\":[{\"type\":\"null\"},{\"type\":\"%s\"}]"
              .formatted(pick("string", "object", "array"));
      case 3 -> "\"enum\":[%s,%s,%s]".formatted(word(), number(), value(1));
      case 4 -> "\"const\":" + value(2);
      case 5 -> "\"minimum\":" + number();
      case 6 -> "\"exclusiveMaximum\":" + number();
      case 7 -> "\"maximum\":" + number();
      case 8 -> "\"multipleOf\":" + pick("1", "2", "0.5", "3", "0.25");
      case 9 -> "\"minLength\":" + random.nextInt(3);
      case 10 -> "\"maxLength\":" + random.nextInt(4);
      case 11 -> "\"pattern\":\"%s\"".formatted(pick("^a", "b$", "^[ab]{1,2}$", "a|é", "^(ab)*$"));
      case 12, 13, 14 ->
          "\"properties\":{\"a\":%s,\"%s\":%s}"
              .formatted(schema(depth - 1), pick("b", "ab"), schema(depth - 1));
      case 15 -> "\"required\":[\"%s\"]".formatted(pick(NAMES));
      case 16 -> "\"additionalProperties\":" + schema(depth - 1);
      case 17 ->
          "\"patternProperties\":{\"%s\":%s}".formatted(pick("^a", "b$", "1"), schema(depth - 1));
      case 18 -> "\"minProperties\":" + random.nextInt(3);
      case 19 -> "\"maxProperties\":" + random.nextInt(3);
      case 20 -> "\"items\":" + schema(depth - 1);
      case 21 -> "\"prefixItems\":[%s,%s]".formatted(schema(depth - 1), schema(depth - 1));
      case 22 ->
          "\"minItems\":%d,\"maxItems\":%d".formatted(random.nextInt(2), 1 + random.nextInt(2));
      case 23 ->
          "\"%s\":[%s,%s]"
              .formatted(pick("anyOf", "allOf", "oneOf"), schema(depth - 1), schema(depth - 1));
      case 24 -> "\"not\":" + schema(depth - 1);
      case 25 ->
          "\"if\":%s,\"then\":%s,\"else\":%s"
              .formatted(schema(depth - 1), schema(depth - 1), schema(depth - 1));
      default ->
          pick(
              "\"contains\":" + schema(depth - 1),
              "\"propertyNames\":{\"maxLength\":1}",
              "\"dependentRequired\":{\"a\":[\"b\"]}");
    };
  }

  private String type() {
    return pick("string", "number", "integer", "object", "array", "boolean", "null");
  }

  String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> pick("null", "true", "false");
      case 1, 2 -> number();
      case 3, 4 -> word();
      case 5 -> {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          items.add(value(depth - 1));
        }
        yield "[" + String.join(",", items) + "]";
      }
      default -> {
        List<String> members = new ArrayList<>();
        for (String name : NAMES) {
          if (random.nextInt(3) == 0) {
            members.add('"' + name + "\":" + value(depth - 1));
          }
        }
        yield "{" + String.join(",", members) + "}";
      }
    };
  }
}
