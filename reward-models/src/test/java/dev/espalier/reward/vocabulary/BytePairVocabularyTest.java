package dev.espalier.reward.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.TrainingText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairVocabularyTest {

  private static BytePairVocabulary vocabulary =
      BytePairTraining.learn(Stream.empty(), TokenizerFolder.SPECIALS, 261);

  @BeforeAll
  static void learn() {
    vocabulary = BytePairTraining.learn(texts(), TokenizerFolder.SPECIALS, 600);
  }

  private static Stream<String> texts() {
    return LongStream.range(0, 1_500)
        .mapToObj(i -> TrainingText.number(i, ProblemMix.STANDARD, 3))
        .map(text -> text.prompt() + "\n\n" + text.completion());
  }

  private static String decoded(int[] tokens) {
    return new String(bytes(tokens), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int[] tokens) {
    var out = new java.io.ByteArrayOutputStream();
    for (int token : tokens) {
      int special = TokenizerFolder.SPECIALS.size();
      if (token < special) {
        out.writeBytes(TokenizerFolder.SPECIALS.get(token).getBytes(StandardCharsets.UTF_8));
      } else if (token < special + 256) {
        out.write(token - special);
      } else {
        var merge = vocabulary.merges().get(token - special - 256);
        out.writeBytes(bytes(new int[] {merge.left()}));
        out.writeBytes(bytes(new int[] {merge.right()}));
      }
    }
    return out.toByteArray();
  }

  @Test
  void everyTextComesBack() {
    Stream.concat(texts(), Stream.of("é😀 \t x\n\n\n12 034", "<|step|>a<|end|>", ""))
        .forEach(text -> assertThat(decoded(vocabulary.encode(text))).isEqualTo(text));
  }

  @Test
  void digitsStandAlone() {
    assertThat(vocabulary.encode("1203")).hasSize(4);
    assertThat(vocabulary.encode(" 84")).hasSize(2);
  }

  @Test
  void aBlankLineIsOneTokenWhateverStandsBefore() {
    int[] alone = vocabulary.encode("\n\n");
    assertThat(alone).hasSize(1);
    for (String before : new String[] {"plums.", "}.", "x", "7"}) {
      int[] tokens = vocabulary.encode(before + "\n\n");
      assertThat(tokens[tokens.length - 1]).isEqualTo(alone[0]);
    }
  }

  @Test
  void frequentWordsAreOneToken() {
    assertThat(vocabulary.encode(" there are")).hasSize(2);
  }

  @Test
  void specialTokensHaveTheirIds() {
    int[] ids =
        IntStream.range(0, 5)
            .map(i -> vocabulary.encode(TokenizerFolder.SPECIALS.get(i))[0])
            .toArray();
    assertThat(ids).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void whatWasWrittenEncodesTheSame(@TempDir Path folder) throws IOException {
    TokenizerFolder.write(vocabulary, folder, 512);
    BytePairVocabulary read = TokenizerFolder.read(folder);
    texts()
        .limit(200)
        .forEach(
            text -> assertThat(Arrays.equals(read.encode(text), vocabulary.encode(text))).isTrue());
  }
}
