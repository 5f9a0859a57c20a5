package dev.espalier.search.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.answer.AnswerExtraction.Extracted;
import dev.espalier.search.answer.AnswerExtraction.Place;
import org.junit.jupiter.api.Test;

class AnswerExtractionTest {
  @Test
  void theLastBoxCounts() {
    assertThat(AnswerExtraction.extract("\\boxed{1} and so \\boxed{\\frac{1}{2}}."))
        .isEqualTo(new Extracted("\\frac{1}{2}", Place.BOX));
  }

  @Test
  void bracesInABoxAreMatched() {
    assertThat(AnswerExtraction.lastBox("a \\boxed{x_{1}} b")).isEqualTo("x_{1}");
  }

  @Test
  void aBoxThatDoesNotCloseGoesToTheEnd() {
    assertThat(AnswerExtraction.lastBox("\\boxed{3")).isEqualTo("3");
  }

  @Test
  void aBoxWithoutBracesGoesToTheDollarSign() {
    assertThat(AnswerExtraction.lastBox("so $\\boxed 42$ it is")).isEqualTo("42");
  }

  @Test
  void theFinalSentenceGoesBeforeABox() {
    assertThat(
            AnswerExtraction.extract(
                "\\boxed{1} Therefore, the final answer is $\\frac{3}{4}$. I hope it is correct."))
        .isEqualTo(new Extracted("\\frac{3}{4}", Place.FINAL_SENTENCE));
  }

  @Test
  void aSentenceGivesWhatFollowsIt() {
    assertThat(AnswerExtraction.extract("We add. The answer is: 84."))
        .isEqualTo(new Extracted("84", Place.ANSWER_SENTENCE));
  }

  @Test
  void otherwiseTheLastNumberCountsWithoutItsCommas() {
    assertThat(AnswerExtraction.extract("First 12, then 1,234.5 and no more"))
        .isEqualTo(new Extracted("1234.5", Place.LAST_NUMBER));
  }

  @Test
  void aTextWithoutAnyHasNoAnswer() {
    assertThat(AnswerExtraction.extract("I do not know")).isNull();
    assertThat(AnswerExtraction.extract("\\boxed{}")).isNull();
    assertThat(AnswerExtraction.extract("")).isNull();
  }

  @Test
  void lineBreaksFinalPointAndSlashAreDropped() {
    assertThat(AnswerExtraction.extract("\\boxed{\n  7\n }"))
        .isEqualTo(new Extracted("7", Place.BOX));
    assertThat(AnswerExtraction.extract("The answer is 7/"))
        .isEqualTo(new Extracted("7", Place.ANSWER_SENTENCE));
  }

  @Test
  void theGoldAnswerOfGsm8kStandsAfterFourHashes() {
    assertThat(AnswerExtraction.gsm8kGold("So 2 + 2 = <<2+2=4>>4.\n#### 70,000"))
        .isEqualTo("70000");
  }

  @Test
  void theStrictRuleOfGsm8kNeedsTheHashes() {
    assertThat(AnswerExtraction.gsm8kStrict("#### -1,200.")).isEqualTo("-1200");
    assertThat(AnswerExtraction.gsm8kStrict("The answer is 5")).isNull();
  }

  @Test
  void theFlexibleRuleOfGsm8kTakesTheLastNumber() {
    assertThat(AnswerExtraction.gsm8kFlexible("He has $1,234.50 and 5 or so: $18."))
        .isEqualTo("18");
    assertThat(AnswerExtraction.gsm8kFlexible("It is 7")).isEqualTo("7");
  }

  @Test
  void veryLongTextsAreRead() {
    String noise = "{9.".repeat(300_000);
    assertThat(AnswerExtraction.extract("\\boxed{" + noise)).isNotNull();
    assertThat(AnswerExtraction.extract(noise + "7"))
        .isEqualTo(new Extracted("9.7", Place.LAST_NUMBER));
    assertThat(AnswerExtraction.extract("-".repeat(500_000) + "1".repeat(500_000))).isNotNull();
  }
}
