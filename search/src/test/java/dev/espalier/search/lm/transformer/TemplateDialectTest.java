package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.espalier.search.lm.weights.ModelFormatException;
import dev.espalier.search.token.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The dialect of Hugging Face's chat templates; expectations are Python's (Jinja 3.1). */
class TemplateDialectTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "a{% if true %}b{% endif %}c # abc",
        "a {%- if true -%} b {%- endif -%} c # abc",
        "a~  {% if true %}~  b~  {% endif %}~c # a~  b~c",
        "{{ 'x' }}~y # x~y",
        "{{ 'x' -}} ~ y # xy",
        "z ~ {{- 'x' }} # zx",
        "  {{ '{{' }} b # {{ b",
        "{{ {'a': 'b'}['a'] }} # b",
        "{{ 'A-b '.strip().lower() }} # a-b",
        "{{ 'xxaxx'.strip('x') }}{{ 'xxaxx'.lstrip('x') }}{{ 'xxaxx'.rstrip('x') }} # aaxxxxa",
        "{{ 'a,b,c'.split(',')[-1] }}{{ 'a,b,c'.split(',', 1)[1] }} # cb,c",
        "{{ 'one two'.title() }} # One Two",
        "{{ 'y' if 'abc'.startswith('ab') and not 'abc'.endswith('b') else 'n' }} # y",
        "{% for x in [1, 2, 3][::-1] %}{{ x }}{% endfor %} # 321",
        "{% set ns = namespace(n=[1, 2]|length - 1, s='a,b') %}{{ ns.n }}{{ ns.s }} # 1a,b",
        "{% generation %}{{ 'a' }}{% endgeneration %} # a",
        "{{ nothing }}{{ messages[0].nothing }}. # .",
        "{{ messages[0]['content'] }} # {{ 1 + 1 }} {% if %}",
      })
  void rendersAsPythonDoes(String template, String expected) throws Exception {
    // A tilde stands for a newline, which the table of cases cannot hold.
    assertThat(render(template.replace('~', '\n'))).isEqualTo(expected.replace('~', '\n'));
  }

  @Test
  void theNewlineAtTheEndOfTheFileIsNoPartOfTheTemplate() throws Exception {
    assertThat(render("a\n\n")).isEqualTo("a\n");
    assertThat(render("{% if true %}a{% endif %}\r\nb\r\n")).isEqualTo("ab");
  }

  @Test
  void aRefusalIsSaidInTheTemplatesOwnWords() throws Exception {
    ChatTemplate template = read("{{ raise_exception('no system turn') }}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.render(hello(), true))
        .withMessage("the model's chat template refuses this conversation: no system turn");
  }

  @Test
  void whatCannotBeRunIsSaid() throws Exception {
    ChatTemplate template = read("{{ 'a'.casefold() }}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> template.render(hello(), true))
        .withMessageContaining("the model's chat template failed: ")
        .withMessageContaining("casefold");
  }

  @Test
  void anOpenTagIsDamage() {
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> read("a {{ 'b }} c"))
        .withMessageContaining(folder.toString())
        .withMessageContaining("the tag \"{{ 'b }} c\" is never closed");
  }

  @Test
  void ofSeveralTemplatesTheDefaultIsTaken() throws Exception {
    var config =
        JsonMapper.builder()
            .build()
            .readTree(
                """
                {"bos_token": {"content": "<s>"}, "chat_template": [
                  {"name": "tool_use", "template": "tools"},
                  {"name": "default", "template": "{{ bos_token }}plain"}]}
                """);
    ChatTemplate template = Objects.requireNonNull(ChatTemplate.read(folder, config));
    assertThat(template.render(hello(), false)).isEqualTo("<s>plain");
  }

  private String render(String template) throws ModelFormatException, IOException {
    return read(template).render(hello(), true);
  }

  private ChatTemplate read(String template) throws ModelFormatException, IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), template);
    return Objects.requireNonNull(ChatTemplate.read(folder, null));
  }

  private static ImmutableList<ChatMessage> hello() {
    return Lists.immutable.with(ChatMessage.user("{{ 1 + 1 }} {% if %}"));
  }
}
