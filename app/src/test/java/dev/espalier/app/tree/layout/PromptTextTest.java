package dev.espalier.app.tree.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = ';',
      value = {
        "<|endoftext|><|user|>How many plums?<|end|><|assistant|>; How many plums?",
        "\"<|im_start|>system\n"
            + "Be brief.<|im_end|>\n"
            + "<|im_start|>user\n"
            + "How many\n"
            + "plums?<|im_end|>\n"
            + "<|im_start|>assistant\n"
            + "\"; \"How many\n"
            + "plums?\"",
        "<s>[INST] How many plums? [/INST]; How many plums?",
        "\"<start_of_turn>user\nHow many?<end_of_turn>\n<start_of_turn>model\n\"; How many?",
        "Once upon a time; Once upon a time",
        "a < b | c > d; a < b | c > d",
        "<|endoftext|>; <|endoftext|>",
      })
  void onlyTheQuestionIsLeft(String prompt, String words) {
    assertThat(PromptText.words(prompt)).isEqualTo(words);
  }
}
