package dev.espalier.search.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.answer.Comparison.Rung;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerEqualityTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "42; 42; TEXT",
        "\\dfrac{1}{2}; 1/2; TEXT",
        "k=5; 5; TEXT",
        "5\\text{ cm}; 5; TEXT",
        "Mia; mia; TEXT",
        "0.25; \\frac14; RATIONAL",
        "1,234; 1234; TEXT",
        "1{,}234; 1234; TEXT",
        "3.0; 3; RATIONAL",
        "1,234; 1234.0; RATIONAL",
        "\\frac{34}{16}; \\frac{17}{8}; RATIONAL",
        "2^{10}; 1024; RATIONAL",
        "1\\frac12; 1.5; RATIONAL",
        "1 \\frac{1}{2}; 1.5; RATIONAL",
        "5!; 120; RATIONAL",
        "-\\frac{1}{-2}; 0.5; RATIONAL",
        "1.5e3; 1500; RATIONAL",
        "\\$18.00; 18; RATIONAL",
        "(1,4.5); (1,\\frac92); STRUCTURE",
        "[0, \\frac{1}{2}); [0,0.5); STRUCTURE",
        "\\{1,2,3\\}; \\{3, 1.0, 2\\}; STRUCTURE",
        "1, 2; 2, 1; STRUCTURE",
        "1 and 3/2; 1.5, 1; STRUCTURE",
        "(-\\infty,0.5]\\cup[1,\\infty); (-\\infty,\\frac12]\\cup[1,\\infty); STRUCTURE",
        "1\\pm\\sqrt{2}; 1+\\sqrt{2}, 1-\\sqrt 2; STRUCTURE",
        "\\begin{pmatrix}1\\\\ 0.5\\end{pmatrix}; \\begin{bmatrix}1\\\\\\frac12\\end{bmatrix}; STRUCTURE",
        "\\emptyset; \\{\\}; STRUCTURE",
        "x_1 = 0.25; \\frac14; EQUATION",
        "y=2x+1; 2x+1=y; EQUATION",
        "x-3=y; y-x=-3; EQUATION",
        "\\sqrt{12}; 2\\sqrt{3}; NUMERIC",
        "\\sqrt[3]{-8}; -2; NUMERIC",
        "\\frac{\\sqrt2}{2}; \\frac{1}{\\sqrt{2}}; NUMERIC",
        "(x+1)^2; x^2+2x+1; NUMERIC",
        "\\sin^2 x+\\cos^2 x; 1; NUMERIC",
        "\\log_2 8; 3; NUMERIC",
        "\\ln e^2; 2; NUMERIC",
        "2\\pi r; 2r\\pi; NUMERIC",
        "n!; n(n-1)!; NUMERIC",
        "\\sin 2x; 2\\sin x\\cos x; NUMERIC",
        "|{-3}|+\\pi; 3+\\pi; NUMERIC",
        "2xy; 2yx; NUMERIC",
        "x**2; x*x; NUMERIC",
      })
  void equalAnswersAreFoundOnTheirRung(String a, String b, Rung rung) {
    assertThat(AnswerEquality.STRICT.compare(a, b)).isEqualTo(new Comparison(true, rung));
    assertThat(AnswerEquality.STRICT.compare(b, a)).isEqualTo(new Comparison(true, rung));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\frac{34}{16}; 4; RATIONAL",
        "0.333333333333; \\frac13; RATIONAL",
        "10\\%; 0.1; RATIONAL",
        "7; 700; RATIONAL",
        "10^{30}; 10^{30}+1; RATIONAL",
        "(1,2); [1,2]; STRUCTURE",
        "(1,2); (2,1); STRUCTURE",
        "(1,2); (1,2,3); STRUCTURE",
        "(1,2); \\{1,2\\}; STRUCTURE",
        "(1,2); 1,2; STRUCTURE",
        "1,2; 1,3; STRUCTURE",
        "1,1,2; 1,2,2; STRUCTURE",
        "1\\frac12; 0.5; RATIONAL",
        "x_1=3; 4; EQUATION",
        "x+2n+1; x+1; NUMERIC",
        "\\pi; 3.14159265; NUMERIC",
        "x^2; x; NUMERIC",
      })
  void differentAnswersAreFoundOnTheirRung(String a, String b, Rung rung) {
    assertThat(AnswerEquality.STRICT.compare(a, b)).isEqualTo(new Comparison(false, rung));
    assertThat(AnswerEquality.STRICT.compare(b, a)).isEqualTo(new Comparison(false, rung));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Mia; Tom",
        "Mia; aiM",
        "on; no",
        "5 apples; 5 pears",
        "x<3; x\\le 3",
        "2x=4; x=2",
        "(1,; 1",
        "\\foo{2}; 2",
        "1 234; 1234.5",
        "i^2; -1",
        "\\frac{1}{0}; \\frac{2}{0}",
        "2^{10^{10}}; 2^{10^{10}}+1",
        "\\sqrt{-1-x^2}; \\sqrt{-1-x}",
        "a=b=5; 6",
      })
  void whatCannotBeDecidedIsUnverifiedAndNotEqual(String a, String b) {
    assertThat(AnswerEquality.STRICT.compare(a, b)).isEqualTo(Comparison.UNVERIFIED);
    assertThat(AnswerEquality.STRICT.compare(b, a)).isEqualTo(Comparison.UNVERIFIED);
  }

  @Test
  void fractionsEqualThemselvesInAllWritings() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500; i++) {
      int above = random.nextInt(-200, 200);
      int below = random.nextInt(1, 60);
      int factor = random.nextInt(2, 9);
      List<String> writings =
          List.of(
              above + "/" + below,
              "\\frac{" + above + "}{" + below + "}",
              "\\dfrac{" + above * factor + "}{" + below * factor + "}",
              "-\\frac{" + -above + "}{" + below + "}",
              "(" + above + ")/(" + below + ")");
      for (String a : writings) {
        for (String b : writings) {
          assertThat(AnswerEquality.STRICT.equal(a, b)).as(a + " and " + b).isTrue();
        }
      }
    }
  }

  @Test
  void comparingFractionsIsComparingTheirProducts() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      int a = random.nextInt(1, 12);
      int b = random.nextInt(1, 12);
      int c = random.nextInt(1, 12);
      int d = random.nextInt(1, 12);
      String left = "\\frac{" + a + "}{" + b + "}";
      String right = c + "/" + d;
      assertThat(AnswerEquality.STRICT.equal(left, right)).isEqualTo(a * d == b * c);
      assertThat(AnswerEquality.STRICT.equal(right, left)).isEqualTo(a * d == b * c);
    }
  }

  @Test
  void qwenTakesAHundredthAndAHundredfold() {
    assertThat(AnswerEquality.QWEN.equal("0.1", "10\\%")).isTrue();
    assertThat(AnswerEquality.QWEN.equal("50", "0.5")).isTrue();
    assertThat(AnswerEquality.QWEN.equal("50", "0.6")).isFalse();
  }

  @Test
  void qwenTakesNumbersThatAreNear() {
    assertThat(AnswerEquality.QWEN.equal("3.1416", "\\pi")).isTrue();
    assertThat(AnswerEquality.QWEN.equal("3.15", "\\pi")).isFalse();
  }

  @Test
  void groupsGoByTheirFirstRepresentative() {
    assertThat(
            AnswerGroup.of(
                Lists.immutable.of("1/2", "", "3", "0.5", " ", "\\frac{6}{2}", "Mia"),
                AnswerEquality.STRICT))
        .containsExactly(
            new AnswerGroup("1/2", IntLists.immutable.of(0, 3)),
            new AnswerGroup("", IntLists.immutable.of(1, 4)),
            new AnswerGroup("3", IntLists.immutable.of(2, 5)),
            new AnswerGroup("Mia", IntLists.immutable.of(6)));
  }

  @Test
  void groupsAreNotMergedThroughAMember() {
    // Each is near its neighbour, the ends are not near each other.
    assertThat(
            AnswerGroup.of(Lists.immutable.of("1.0000", "1.00008", "1.00016"), AnswerEquality.QWEN)
                .collect(AnswerGroup::members))
        .containsExactly(IntLists.immutable.of(0, 1), IntLists.immutable.of(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{",
        "\\{",
        "-",
        "2^",
        "1+",
        "((1)",
        "\\frac",
        "\\sqrt{",
        "9",
        "!",
        "|",
        "1,",
        "\\pm",
        "x_",
        "\\sin",
        "5!",
        "=",
        "\\text{",
        "\\begin{pmatrix}",
        "e9",
        "\\cup",
        "1/"
      })
  void hostileAnswersAreComparedWithinBounds(String part) {
    for (int times : new int[] {50, 1300, 100_000}) {
      String answer = part.repeat(times);
      assertThat(AnswerEquality.STRICT.equal(answer, "7")).isFalse();
      assertThat(AnswerEquality.STRICT.equal("7", answer + "1")).isFalse();
      assertThat(AnswerEquality.QWEN.equal(answer + "2", "7")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^{9^{9^{9}}}",
        "(((9!)!)!)!",
        "10^{99999}",
        "1e999",
        "1e99999",
        "9999999999!",
        "0.5^{-32000}",
        "\\sqrt[0]{2}",
        "0^0",
        "0^{-1}",
        "\\log_1 2"
      })
  void hugeAndUndefinedNumbersAreNotEqualToASmallOne(String answer) {
    assertThat(AnswerEquality.STRICT.equal(answer, "7")).isFalse();
  }

  @Test
  void deeplyNestedTuplesStopBeingFollowed() {
    String a = "(1,".repeat(400) + "2" + ")".repeat(400);
    String b = "(1,".repeat(400) + "2.0" + ")".repeat(400);
    assertThat(AnswerEquality.STRICT.compare(a, b)).isEqualTo(Comparison.UNVERIFIED);
  }
}
