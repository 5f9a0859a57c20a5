package dev.espalier.search.grammar.bench;

import dev.espalier.search.grammar.schema.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A schema and values that are declared valid or invalid.
 *
 * @param name the file, relative to the folder, and the place in it
 * @param formats whether the declarations take formats of strings as assertions
 * @param draft which draft they mean where the schema does not say
 */
public record SchemaCase(
    String name, JsonNode schema, boolean formats, Draft draft, ImmutableList<Instance> instances) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A value and what is declared of it. */
  public record Instance(JsonNode value, boolean valid) {}

  /**
   * All cases in the files below a folder. Two layouts are known: one object with {@code schema}
   * and {@code tests} a file, as in MaskBench, and a list of such objects, as in the JSON Schema
   * test suite. Other files are passed over.
   *
   * @throws IOException if a file cannot be read; the message names it
   */
  public static ImmutableList<SchemaCase> in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
    List<SchemaCase> cases = new ArrayList<>();
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      JsonNode content;
      try {
        content = JSON.readTree(Files.readAllBytes(file));
      } catch (JacksonException e) {
        throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
      }
      if (content.isArray()) {
        boolean formats =
            name.contains("optional/format/") || name.endsWith("optional/content.json");
        for (int i = 0; i < content.size(); i++) {
          add(cases, name + "#" + i, content.get(i), formats);
        }
      } else {
        add(cases, name, content, true);
      }
    }
    return Lists.immutable.withAll(cases);
  }

  private static void add(List<SchemaCase> cases, String name, JsonNode group, boolean formats) {
    Draft draft =
        name.contains("draft7/")
            ? Draft.DRAFT_7
            : name.contains("draft2020-12/") ? Draft.DRAFT_2020_12 : Draft.UNSAID;
    JsonNode schema = group.get("schema");
    if (schema == null || !group.path("tests").isArray()) {
      return;
    }
    List<Instance> instances = new ArrayList<>();
    for (JsonNode test : group.path("tests")) {
      instances.add(new Instance(test.path("data"), test.path("valid").asBoolean(false)));
    }
    cases.add(new SchemaCase(name, schema, formats, draft, Lists.immutable.withAll(instances)));
  }

  /** The value with a space after each comma and colon, as most programs write it. */
  static String text(JsonNode value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(JsonNode value, StringBuilder text) {
    if (value.isArray()) {
      text.append('[');
      String separator = "";
      for (JsonNode item : value) {
        text.append(separator);
        write(item, text);
        separator = ", ";
      }
      text.append(']');
    } else if (value.isObject()) {
      text.append('{');
      String[] separator = {""};
      value
          .properties()
          .forEach(entry -> {
            text.append(separator[0]).append(JSON.writeValueAsString(entry.getKey())).append(": ");
            write(entry.getValue(), text);
            separator[0] = ", ";
          });
      text.append('}');
    } else if (value.isNumber()) {
      text.append(value.decimalValue().toPlainString());
    } else {
      text.append(JSON.writeValueAsString(value));
    }
  }
}
