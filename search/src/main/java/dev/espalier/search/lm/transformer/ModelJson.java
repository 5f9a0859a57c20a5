package dev.espalier.search.lm.transformer;

import dev.espalier.search.lm.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON files of a model folder, with errors that name the file. */
final class ModelJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ModelJson() {}

  static JsonNode read(Path file) throws ModelFormatException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new ModelFormatException(file, "not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    }
  }
}
