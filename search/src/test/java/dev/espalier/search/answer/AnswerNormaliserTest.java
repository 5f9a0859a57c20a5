package dev.espalier.search.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerNormaliserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\dfrac{1}{2}; \\dfrac{1}{2}; \\frac{1}{2}; \\frac{1}{2}",
        "0.5; 0.5; \\frac{1}{2}; 0.5",
        "1/2; 1/2; \\frac{1}{2}; \\frac{1}{2}",
        "1,234; 1234; 1,234; 1,234",
        "10\\%; 10\\%; 10; 10",
        "(1,\\infty); (1,\\iny); (1,\\infty); (1,\\infty)",
        "5\\text{ cm}; 5; 5; 5",
        "3.0; 3.0; 3.0; 3",
      })
  void theThreeNormalFormsAreAsInTheTable(
      String answer, String minerva, String hendrycks, String qwen) {
    assertThat(AnswerNormaliser.MINERVA.normalise(answer)).isEqualTo(minerva);
    assertThat(AnswerNormaliser.HENDRYCKS.normalise(answer)).isEqualTo(hendrycks);
    assertThat(AnswerNormaliser.QWEN.normalise(answer)).isEqualTo(qwen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ".5; 0.5 as text",
        "k=7; 7",
        "\\sqrt3; \\sqrt{3}",
        "\\frac12; \\frac{1}{2}",
        "\\frac1{72}; \\frac{1}{72}",
        "\\left(3,4\\right); (3,4)",
        "90^\\circ; 90",
        "\\$30; 30",
        "a / b; a/b",
        "10 000; 10000",
      })
  void hendrycksWritesOutShorthand(String answer, String expected) {
    String form = AnswerNormaliser.HENDRYCKS.normalise(answer);
    // Half is the one decimal that becomes a fraction.
    assertThat(form).isEqualTo(expected.equals("0.5 as text") ? "\\frac{1}{2}" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x = 12 square cm; 12",
        "\\text{east}; east",
        "\\boxed{7}; 7",
        "the price is $x+1$ today; x+1",
        "\\frac34; \\frac{3}{4}",
        "12,345,678; 12345678",
      })
  void minervaUnwraps(String answer, String expected) {
    assertThat(AnswerNormaliser.MINERVA.normalise(answer)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "seven; 7",
        "12 apples; 12",
        "5 km; 5",
        "x\\in[0,1]; [0,1]",
        "(C); C",
        "7.50; 7.50",
        "7.; 7",
        "\\begin{bmatrix}1\\end{bmatrix}; \\begin{pmatrix}1\\end{pmatrix}",
      })
  void qwenDropsUnitsAndNames(String answer, String expected) {
    assertThat(AnswerNormaliser.QWEN.normalise(answer)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'\\frac'", "'\\frac1'", "'\\sqrt'", "'{'", "'$'", "'\\text{'", "'='", "'/'", "''"})
  void brokenAnswersHaveSomeFormInAll(String answer) {
    for (AnswerNormaliser normaliser : AnswerNormaliser.values()) {
      assertThat(normaliser.normalise(answer)).hasSizeLessThanOrEqualTo(answer.length() + 4);
    }
  }
}
