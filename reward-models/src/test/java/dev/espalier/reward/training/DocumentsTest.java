package dev.espalier.reward.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.reward.problems.ProblemMix;
import dev.espalier.reward.problems.Split;
import dev.espalier.reward.problems.StepChecker;
import dev.espalier.reward.problems.TrainingText;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.problems.WordProblems;
import dev.espalier.reward.vocabulary.BytePairTraining;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import dev.espalier.reward.vocabulary.TokenizerFolder;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.BooleanLists;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final BytePairVocabulary VOCABULARY =
      BytePairTraining.learn(
          LongStream.range(0, 200)
              .mapToObj(i -> TrainingText.number(i, ProblemMix.STANDARD, 3))
              .map(text -> text.prompt() + "\n\n" + text.completion()),
          TokenizerFolder.SPECIALS,
          400);
  private static final Documents DOCUMENTS = new Documents(VOCABULARY);

  @Test
  void aPromptStandsBetweenTheMarksOfTheUserAndTheAssistant() {
    int[] ids = DOCUMENTS.opening("How many?");
    assertThat(ids).startsWith(0, 1).endsWith(3, 2);
    assertThat(VOCABULARY.decode(ids)).isEqualTo("How many?");
  }

  @Test
  void aCompletionEndsWithTheEndTokenAndWeighsMoreThanThePrompt() {
    TrainingText text =
        new TrainingText(TrainingText.Kind.EXPRESSION, "Say one.", "The answer is 1.");
    Example example = DOCUMENTS.toPredict(text, 0.1f);
    int last = example.targets().length - 1;
    assertThat(example.targets()[last]).isEqualTo(3);
    assertThat(example.weights()[last]).isEqualTo(1);
    assertThat(example.weights()[0]).isEqualTo(0.1f);
    assertThat(example.targets().length).isEqualTo(example.ids().length - 1);
  }

  @Test
  void aPlainTextHasNoMarksOfSpeakers() {
    TrainingText text = new TrainingText(TrainingText.Kind.STORY, "", "Once there was a cat.");
    assertThat(DOCUMENTS.toPredict(text, 0).ids()).startsWith(0).endsWith(3).doesNotContain(1, 2);
  }

  @Test
  void stepsAreStrippedAndBlankOnesLeftOut() {
    assertThat(Documents.steps("\n\n 1 + 1 = 2 \n\n\n\nThe end.\n\n"))
        .containsExactly("1 + 1 = 2", "The end.");
  }

  @Test
  void eachStepIsJudgedAtItsSeparatorAndTheLastHasOneToo() {
    ImmutableList<String> steps = Lists.immutable.with("1 + 1 = 2", "2 + 2 = 5");
    Example example =
        DOCUMENTS.toJudge("How many?", steps, BooleanLists.immutable.with(true, false));
    assertThat(example.targets()).containsExactly(1, 0);
    assertThat(Arrays.stream(example.positions()).map(i -> example.ids()[i])).containsOnly(4);
    assertThat(example.positions()[1]).isEqualTo(example.ids().length - 1);
    assertThat(example.ids()).containsOnlyOnce(3);
  }

  @Test
  void aSolutionToLearnFromSaysAtEachTokenWhetherAllUpToItIsRight() {
    WordProblem problem = new WordProblems(ProblemMix.STANDARD, Split.TRAINING, 4).problem(0);
    ImmutableList<String> truth = Documents.steps(problem.solution());
    long result = problem.steps().getFirst().result();
    ImmutableList<String> steps =
        Lists.immutable
            .with(truth.getFirst().replace("= " + result, "= " + (result + 1)))
            .newWithAll(truth.drop(1));
    Example example = DOCUMENTS.toLearnToJudge(problem, steps);
    String sound = "";
    boolean wrong = false;
    for (int i = 0; i < example.positions().length; i++) {
      int id = example.ids()[example.positions()[i]];
      assertThat(example.weights()[i]).isEqualTo(id == 4 ? 1 : 0.2f);
      assertThat(wrong && example.targets()[i] == 1).as("right after an error").isFalse();
      wrong |= example.targets()[i] == 0;
      sound += wrong ? "" : VOCABULARY.decode(id);
    }
    assertThat(truth.getFirst()).startsWith(sound);
    assertThat(sound).contains("= ").doesNotContain("= " + (result + 1));
    Example plain = DOCUMENTS.toJudge(problem.text(), steps, StepChecker.check(problem, steps));
    assertThat(example.ids()).containsExactly(plain.ids());
  }
}
