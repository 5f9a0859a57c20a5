package dev.espalier.search.lm.transformer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jinjava.javax.el.CompositeELResolver;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model's chat template, in Jinja as Hugging Face folders carry it. Messages are data: what looks
 * like a template inside of one is left as it is. Templates that would print today's date find no
 * clock here and print the date they keep for that case, so that a prompt is the same every day.
 */
final class ChatTemplate {

  /** No prompt is longer; a template that writes more is a runaway. */
  private static final long MAX_OUTPUT = 4_000_000;

  private final Jinjava jinja;
  private final String template;
  private final String start;
  private final String end;

  private ChatTemplate(String template, String start, String end) {
    this.jinja = jinja();
    this.template = template;
    this.start = start;
    this.end = end;
  }

  private static Jinjava jinja() {
    CompositeELResolver resolver = new CompositeELResolver();
    resolver.add(new TextMethods());
    resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_WRITE);
    Jinjava jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxRenderDepth(20)
                .withNestedInterpretationEnabled(false)
                .withKeepTrailingNewline(true)
                .withElResolver(resolver)
                .build());
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "refuse", String.class));
    return jinja;
  }

  /** What a template calls to refuse the messages; public, because the library reflects on it. */
  @SuppressWarnings("DoNotCallSuggester") // Only templates call it, and they may.
  public static String refuse(String why) {
    throw new Refusal(why);
  }

  /** A template's own refusal. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String why) {
      super(why);
    }
  }

  /** The template of a folder, or null if it has none. */
  static @Nullable ChatTemplate read(Path folder, @Nullable JsonNode config)
      throws ModelFormatException {
    Path file = folder.resolve("chat_template.jinja");
    if (!Files.isRegularFile(file)) {
      return of(folder, config);
    }
    try {
      return of(folder, Files.readString(file), config);
    } catch (IOException e) {
      throw new ModelFormatException(file, "it cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The template in a configuration, or null if it has none.
   *
   * @param path of the model, for errors
   */
  static @Nullable ChatTemplate of(Path path, @Nullable JsonNode config)
      throws ModelFormatException {
    String template = "";
    if (config != null && config.path("chat_template").isString()) {
      template = config.path("chat_template").asString();
    } else if (config != null) {
      for (JsonNode named : config.path("chat_template")) {
        if (named.path("name").asString("").equals("default")) {
          template = named.path("template").asString("");
        }
      }
    }
    return of(path, template, config);
  }

  private static @Nullable ChatTemplate of(Path path, String template, @Nullable JsonNode config)
      throws ModelFormatException {
    if (template.isEmpty()) {
      return null;
    }
    String translated;
    try {
      translated = TemplateDialect.translate(template);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(path, "its chat template is damaged: " + e.getMessage(), e);
    }
    return new ChatTemplate(
        translated,
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
      TemplateError first = result.getErrors().getFirst();
      @Nullable Refusal refusal = refusal(first.getException());
      throw new IllegalArgumentException(
          refusal == null
              ? "the model's chat template failed: " + first.getMessage()
              : "the model's chat template refuses this conversation: " + refusal.getMessage());
    }
    return result.getOutput();
  }

  private static @Nullable Refusal refusal(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    return null;
  }
}
