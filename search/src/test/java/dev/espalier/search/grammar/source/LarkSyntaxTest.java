package dev.espalier.search.grammar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.grammar.GrammarException;
import dev.espalier.search.grammar.ParserState;
import dev.espalier.search.grammar.Recogniser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LarkSyntaxTest {

  static boolean accepts(GrammarSource source, String text) throws GrammarException {
    ParserState state =
        new Recogniser(source.compile()).start().advance(text.getBytes(StandardCharsets.UTF_8));
    return state != null && state.accepting();
  }

  private static final String CALCULATOR =
      """
      // Sums of products, Lark's own example in small.
      start: sum
      ?sum: product
          | sum "+" product   -> add
          | sum "-" product   -> sub
      ?product: atom
          | product "*" atom
      ?atom: NUMBER
           | "-" atom
           | "(" sum ")"
      %import common.NUMBER
      %import common.WS_INLINE
      %ignore WS_INLINE
      """;

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "1+2*3, true",
    "' 1 + ( 2 * -3 ) ', true",
    "1.5e3 * (2), true",
    "1 +, false",
    "(1, false",
    "'', false",
    "1 2, false"
  })
  void aCalculatorReadsSums(String text, boolean accepted) throws GrammarException {
    assertThat(accepts(GrammarSource.lark(CALCULATOR), text)).isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          start: "ab"i                    ¦ Ab    ¦ true
          start: "ab"                     ¦ Ab    ¦ false
          start: "a".."c"+                ¦ abc   ¦ true
          start: "a".."c"+                ¦ abd   ¦ false
          start: /[0-9]{2}/               ¦ 12    ¦ true
          start: /a.c/i                   ¦ AxC   ¦ true
          start: /a\\/b/                  ¦ a/b   ¦ true
          start: "a"~2..3                 ¦ aa    ¦ true
          start: "a"~2..3                 ¦ aaaa  ¦ false
          start: "a"{,2} "b"{2,}          ¦ bbb   ¦ true
          start: ["a"] "b"                ¦ b     ¦ true
          start: ("a" | "b")* "c"         ¦ abbac ¦ true
          start: "\\u00e9\\n"?            ¦ é     ¦ false
          start: %json {"enum": [1, "}"]} ¦ "}"   ¦ true
          start: "x" %json {"type": "null"} "y" ¦ xnully ¦ true
          """)
  void eachNotationMeansWhatLarkMeans(String grammar, String text, boolean accepted)
      throws GrammarException {
    assertThat(accepts(GrammarSource.lark(grammar), text)).isEqualTo(accepted);
  }

  @Test
  void terminalsMayBeIntersectedAndNegated() throws GrammarException {
    GrammarSource source =
        GrammarSource.lark(
            """
            start: WORD ":" SHORT
            WORD: /[a-z]+/ & ~("if" | "else")
            SHORT: /[a-z]*/ & /.{2}/
            """);
    assertThat(accepts(source, "iff:ab")).isTrue();
    assertThat(accepts(source, "if:ab")).isFalse();
    assertThat(accepts(source, "else:ab")).isFalse();
    assertThat(accepts(source, "x:abc")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          start: "a                ¦ line 1, column 8: a \" without its closing \"
          start: other             ¦ line 1, column 8: the rule "other" is not defined
          start: A                 ¦ line 1, column 8: the terminal A is not defined
          start: ("a"              ¦ line 1, column 8: a ( without its )
          start.5: "a"             ¦ line 1, column 6: priorities are not supported
          start[lazy]: "a"         ¦ line 1, column 6: attributes of rules are not supported
          start: "b".."a"          ¦ line 1, column 13: a range that runs backwards
          start: /(?=a)/           ¦ line 1, column 8: in what begins here: line 1, column 1: look-around is not supported
          %import python.NAME      ¦ line 1, column 1: only common can be imported from, not "python"
          begin: "a"               ¦ there is no rule "start" to begin with
          start: %json {"uniqueItems": true} ¦ line 1, column 14: in what begins here: at #: uniqueItems:
          """)
  void aWrongGrammarIsShownWithItsPlace(String grammar, String problem) {
    assertThatThrownBy(() -> GrammarSource.lark(grammar).compile())
        .isInstanceOf(GrammarException.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void aTerminalMayNotBePartOfItself() {
    assertThatThrownBy(() -> GrammarSource.lark("start: A\nA: \"(\" A? \")\"").compile())
        .hasMessage(
            "line 2, column 8: the terminal A is part of itself; only rules may be%nA: \"(\" A? \")\"%n       ^"
                .formatted());
  }
}
