package dev.espalier.app.tree.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "<|endoftext|><|user|>How many plums?<|end|><|assistant|>; How many plums?",
        "<s>[INST] How many plums? [/INST]; How many plums?",
        "Once upon a time; Once upon a time",
        "a < b | c > d; a < b | c > d",
        "<|endoftext|>; <|endoftext|>",
      })
  void onlyTheQuestionIsLeft(String prompt, String words) {
    assertThat(PromptText.words(prompt)).isEqualTo(words);
  }

  @Test
  void rolesOnLinesOfTheirOwnGoToo() {
    String prompt =
        """
        <|im_start|>system
        Be brief.<|im_end|>
        <|im_start|>user
        How many
        plums?<|im_end|>
        <|im_start|>assistant
        """;
    assertThat(PromptText.words(prompt)).isEqualTo("How many\nplums?");
    assertThat(
            PromptText.words(
                """
                <start_of_turn>user
                How many?<end_of_turn>
                <start_of_turn>model
                """))
        .isEqualTo("How many?");
  }
}
