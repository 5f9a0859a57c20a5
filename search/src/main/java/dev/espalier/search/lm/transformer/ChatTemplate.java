package dev.espalier.search.lm.transformer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.RenderResult;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A model's chat template, in Jinja as Hugging Face folders carry it. */
final class ChatTemplate {

  /** No prompt is longer; a template that writes more is a runaway. */
  private static final long MAX_OUTPUT = 4_000_000;

  private final Jinjava jinja =
      new Jinjava(
          JinjavaConfig.newBuilder()
              .withMaxOutputSize(MAX_OUTPUT)
              .withMaxRenderDepth(20)
              .withTrimBlocks(true)
              .withLstripBlocks(true)
              .withKeepTrailingNewline(true)
              .build());

  private final String template;
  private final String start;
  private final String end;

  private ChatTemplate(String template, String start, String end) {
    this.template = template;
    this.start = start;
    this.end = end;
  }

  /** The template of a folder, or null if it has none. */
  static @Nullable ChatTemplate read(Path folder, @Nullable JsonNode config)
      throws ModelFormatException {
    Path file = folder.resolve("chat_template.jinja");
    String template = "";
    if (Files.isRegularFile(file)) {
      try {
        template = Files.readString(file);
      } catch (IOException e) {
        throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
      }
    } else if (config != null && config.path("chat_template").isString()) {
      template = config.path("chat_template").asString();
    } else if (config != null) {
      for (JsonNode named : config.path("chat_template")) {
        if (named.path("name").asString("").equals("default")) {
          template = named.path("template").asString("");
        }
      }
    }
    if (template.isEmpty()) {
      return null;
    }
    return new ChatTemplate(
        template,
        config == null ? "" : HuggingFaceTokenizer.written(config.path("bos_token")),
        config == null ? "" : HuggingFaceTokenizer.written(config.path("eos_token")));
  }

  /**
   * @throws IllegalArgumentException if the template refuses the messages
   */
  String render(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put(
        "messages",
        messages
            .collect(message -> Map.of("role", message.role(), "content", message.content()))
            .castToList());
    variables.put("add_generation_prompt", generationPrompt);
    variables.put("bos_token", start);
    variables.put("eos_token", end);
    RenderResult result = jinja.renderForResult(template, variables);
    if (result.hasErrors()) {
      throw new IllegalArgumentException(
          "the model's chat template failed: " + result.getErrors().getFirst().getMessage());
    }
    return result.getOutput();
  }
}
