package dev.espalier.app.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.app.setup.Syntax.Ink;
import dev.espalier.app.setup.Syntax.Span;
import dev.espalier.search.constraint.ConstraintSource.Kind;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntaxTest {

  private static Ink inkOf(Syntax syntax, String text, String part) {
    int at = text.indexOf(part);
    Span span = syntax.spans(text).detect(one -> one.from() <= at && at < one.to());
    assertThat(span).as(part).isNotNull();
    return span.ink();
  }

  @Test
  void rulesStringsAndOperatorsOfAGrammarAreTold() {
    String text = "root ::= term (\" + \" term)* # sum\nterm ::= [0-9]+";
    assertThat(inkOf(Syntax.GBNF, text, "root")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.GBNF, text, "::=")).isEqualTo(Ink.OPERATOR);
    assertThat(inkOf(Syntax.GBNF, text, "\" + \"")).isEqualTo(Ink.STRING);
    assertThat(inkOf(Syntax.GBNF, text, "term (")).isEqualTo(Ink.PLAIN);
    assertThat(inkOf(Syntax.GBNF, text, "# sum")).isEqualTo(Ink.COMMENT);
    assertThat(inkOf(Syntax.GBNF, text, "[0-9]")).isEqualTo(Ink.STRING);
  }

  @Test
  void specialTokensNumbersAndCommandsOfAPromptAreTold() {
    String text = "<|user|>Ann has 1,250 plums in room B12; write \\boxed{-3.5}.";
    assertThat(inkOf(Syntax.PROMPT, text, "<|user|>")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.PROMPT, text, "1,250")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.PROMPT, text, "12;")).isEqualTo(Ink.PLAIN);
    assertThat(inkOf(Syntax.PROMPT, text, "\\boxed")).isEqualTo(Ink.OPERATOR);
    assertThat(inkOf(Syntax.PROMPT, text, "-3.5")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.PROMPT, text, "Ann")).isEqualTo(Ink.PLAIN);
  }

  @Test
  void terminalsAndDirectivesOfLarkAreTold() {
    String text = "start: NUMBER /a+/i\n%ignore WS // no blanks\nNUMBER: \"1\"";
    assertThat(inkOf(Syntax.LARK, text, "start")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.LARK, text, "NUMBER /")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.LARK, text, "/a+/i")).isEqualTo(Ink.STRING);
    assertThat(inkOf(Syntax.LARK, text, "%ignore")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.LARK, text, "// no")).isEqualTo(Ink.COMMENT);
    assertThat(inkOf(Syntax.LARK, text, "NUMBER: ")).isEqualTo(Ink.NAME);
  }

  @Test
  void keysAndValuesOfASchemaAreTold() {
    String text = "{\"type\": \"object\", \"a\\\"b\" : -1.5e3, \"x\": true";
    assertThat(inkOf(Syntax.JSON, text, "\"type\"")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.JSON, text, "\"object\"")).isEqualTo(Ink.STRING);
    assertThat(inkOf(Syntax.JSON, text, "\"a\\\"b\"")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.JSON, text, "-1.5e3")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.JSON, text, "true")).isEqualTo(Ink.NUMBER);
  }

  @Test
  void partsOfAnExpressionAreTold() {
    String text = "[a\\]b]{2,3}(\\d+|x)?";
    assertThat(inkOf(Syntax.REGEX, text, "[a")).isEqualTo(Ink.STRING);
    assertThat(inkOf(Syntax.REGEX, text, "{2,3}")).isEqualTo(Ink.NUMBER);
    assertThat(inkOf(Syntax.REGEX, text, "\\d")).isEqualTo(Ink.NAME);
    assertThat(inkOf(Syntax.REGEX, text, "|")).isEqualTo(Ink.OPERATOR);
    assertThat(inkOf(Syntax.REGEX, text, "x)")).isEqualTo(Ink.PLAIN);
  }

  /** Whatever is typed, no letter is lost or shown twice. */
  @ParameterizedTest
  @EnumSource
  void everyLetterIsInOnePart(Syntax syntax) {
    String letters = "ab0:=|\"'\\[](){}#/*+?%.,-\n\t é";
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      ImmutableList<Span> spans = syntax.spans(text.toString());
      StringBuilder again = new StringBuilder();
      int at = 0;
      for (Span span : spans) {
        assertThat(span.from()).as(text.toString()).isGreaterThanOrEqualTo(at);
        String gap = text.substring(at, span.from());
        assertThat(gap.replace("\n", "")).as(text.toString()).isEmpty();
        assertThat(text.substring(span.from(), span.to())).doesNotContain("\n");
        again.append(gap).append(text, span.from(), span.to());
        at = span.to();
      }
      again.append(text.substring(at));
      assertThat(text.substring(at).replace("\n", "")).isEmpty();
      assertThat(again).hasToString(text.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasASyntax(Kind kind) {
    assertThat(Syntax.of(kind)).isNotEqualTo(Syntax.NONE);
    assertThat(Syntax.of(null)).isEqualTo(Syntax.NONE);
  }
}
