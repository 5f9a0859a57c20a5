package dev.espalier.search.grammar.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.espalier.search.grammar.GrammarException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GbnfTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          root ::= "a" "b"                    ¦ ab      ¦ true
          root ::= [a-c]+                     ¦ abcab   ¦ true
          root ::= [^a-c]                     ¦ é       ¦ true
          root ::= [^a-c]                     ¦ b       ¦ false
          root ::= [^é]                       ¦ ê       ¦ true
          root ::= [\\x41\\u00e9\\U0001F600]+ ¦ Aé😀    ¦ true
          root ::= .                          ¦ 😀      ¦ true
          root ::= "\\"\\\\"                  ¦ "\\     ¦ true
          root ::= "a"{2,3}                   ¦ aaa     ¦ true
          root ::= "a"{2,3}                   ¦ aaaa    ¦ false
          root ::= "a"{2,}                    ¦ aaaaa   ¦ true
          root ::= "a"{3}                     ¦ aa      ¦ false
          root ::= ("a" | "b")* "c"         ¦ abac    ¦ true
          root ::= ["\\]-]+                   ¦ "]-     ¦ true
          """)
  void eachNotationMeansWhatLlamaCppMeans(String grammar, String text, boolean accepted)
      throws GrammarException {
    assertThat(LarkSyntaxTest.accepts(GrammarSource.gbnf(grammar), text)).isEqualTo(accepted);
  }

  @Test
  void rulesRunOverLinesWhereTheyMust() throws GrammarException {
    GrammarSource chess =
        GrammarSource.gbnf(
            """
            # moves of a game
            root  ::= "1. " move " " move "\\n"
                      # a rule ends with its line, except in a group or after a bar
            move  ::= (pawn |
              nonpawn |
              castle) [+#]?
            pawn  ::= ([a-h] "x")? [a-h] [1-8] ("=" [NBKQR])?
            nonpawn ::= [NBKQR] [a-h]? [1-8]? "x"? [a-h] [1-8]
            castle ::= "O-O" "-O"?
            """
                .replace("          # a rule", "# a rule"));
    assertThat(LarkSyntaxTest.accepts(chess, "1. e4 Nxf6+\n")).isTrue();
    assertThat(LarkSyntaxTest.accepts(chess, "1. O-O-O exd8=Q#\n")).isTrue();
    assertThat(LarkSyntaxTest.accepts(chess, "1. e9 e5\n")).isFalse();
  }

  @Test
  void rulesMayBeginWithThemselves() throws GrammarException {
    GrammarSource sum = GrammarSource.gbnf("root ::= root \"+\" n | n\nn ::= [0-9]");
    assertThat(LarkSyntaxTest.accepts(sum, "1+2+3+4")).isTrue();
    assertThat(LarkSyntaxTest.accepts(sum, "1+")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          root ::= "a               ¦ line 1, column 10: a " without its closing "
          root ::= [a-              ¦ line 1, column 10: a [ without its ]
          root ::= other            ¦ line 1, column 10: the rule "other" is not defined
          root ::= "a"{3,2}         ¦ line 1, column 13: a repetition from 3 to 2
          root ::= "a"{999999}      ¦ line 1, column 13: a repetition count above 100000
          root ::= "\\q"            ¦ line 1, column 11: the escape \\q is not known
          root ::= *                ¦ line 1, column 10: nothing to repeat before "*"
          root := "a"               ¦ line 1, column 6: expected ::= after the rule name "root"
          other ::= "a"             ¦ there is no rule "root" to start from; there are other
          root ::= root             ¦ no text satisfies the grammar
          """)
  void aWrongGrammarIsShownWithItsPlace(String grammar, String problem) {
    assertThatThrownBy(() -> GrammarSource.gbnf(grammar).compile())
        .isInstanceOf(GrammarException.class)
        .hasMessageStartingWith(problem);
  }
}
