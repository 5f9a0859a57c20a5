package dev.espalier.reward.training;

import dev.espalier.reward.problems.ErrorPlace;
import dev.espalier.reward.problems.StepChecker;
import dev.espalier.reward.problems.TrainingText;
import dev.espalier.reward.problems.WordProblem;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.list.mutable.primitive.FloatArrayList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * Lays texts out as the token sequences that the bundled models see.
 *
 * <pre>{@code
 * language model: <|endoftext|><|user|>problem<|end|><|assistant|>step, blank line, step …<|end|>
 * plain text:     <|endoftext|>text<|end|>
 * reward model:   <|endoftext|><|user|>problem<|end|><|assistant|>step<|step|>step<|step|>…
 * }</pre>
 */
final class Documents {
  static final String SEPARATOR = "\n\n";

  /** Of a token's verdict beside that of a step's end. */
  private static final float TOKEN_WEIGHT = 0.2f;

  private final BytePairVocabulary vocabulary;

  Documents(BytePairVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  BytePairVocabulary vocabulary() {
    return vocabulary;
  }

  /** The steps of a solution, blank ones left out. */
  static ImmutableList<String> steps(String solution) {
    return Lists.immutable
        .with(solution.split(SEPARATOR, -1))
        .collect(String::strip)
        .reject(String::isEmpty);
  }

  /** The tokens up to where the answer to a prompt begins. */
  int[] opening(String prompt) {
    return open(prompt).toArray();
  }

  /** A text to learn to continue. */
  Example toPredict(TrainingText text, float promptWeight) {
    IntArrayList ids = text.prompt().isEmpty() ? start() : open(text.prompt());
    int prompt = ids.size();
    ids.addAll(vocabulary.encode(text.completion()));
    ids.add(SpecialToken.END.id());
    return Example.nextTokens(ids.toArray(), prompt, promptWeight);
  }

  /**
   * A solution to be judged at the end of each step.
   *
   * @param right for each step, whether it and all before it are right
   */
  Example toJudge(String problem, ImmutableList<String> steps, ImmutableBooleanList right) {
    var labels = new Labels(open(problem));
    for (int i = 0; i < steps.size(); i++) {
      labels.skip(vocabulary.encode(steps.get(i)));
      labels.add(SpecialToken.STEP.id(), right.get(i));
    }
    return labels.example();
  }

  /**
   * A solution to learn to judge: at the end of each step and, with less weight, at every token of
   * which it is known whether all up to it is right. The end of a step alone shows too seldom what
   * to look at; the token at which an equation turns wrong shows it at once (as in Cobbe et al.,
   * "Training Verifiers to Solve Math Word Problems", arXiv 2110.14168).
   */
  Example toLearnToJudge(WordProblem problem, ImmutableList<String> steps) {
    ImmutableBooleanList right = StepChecker.check(problem, steps);
    var labels = new Labels(open(problem.text()));
    for (int i = 0; i < steps.size(); i++) {
      int rightUpTo = rightUpTo(problem, steps, right, i);
      int end = 0;
      for (int token : vocabulary.encode(steps.get(i))) {
        end += vocabulary.decode(token).length();
        if (!right.get(i) && rightUpTo == ErrorPlace.UNKNOWN) {
          labels.skip(token);
        } else {
          labels.add(token, end <= rightUpTo);
        }
      }
      labels.add(SpecialToken.STEP.id(), right.get(i));
    }
    return labels.example();
  }

  /** Weight in the loss of the verdict at a token. */
  static float verdictWeight(int token) {
    return token == SpecialToken.STEP.id() ? 1 : TOKEN_WEIGHT;
  }

  /** Number of characters of a step up to which all is right; after an error, none are. */
  private static int rightUpTo(
      WordProblem problem, ImmutableList<String> steps, ImmutableBooleanList right, int step) {
    if (right.get(step)) {
      return Integer.MAX_VALUE;
    }
    boolean first = step == 0 || right.get(step - 1);
    return first ? ErrorPlace.in(problem, steps.take(step), steps.get(step)) : 0;
  }

  /** A sequence as it grows, some of its tokens with a label. */
  private static final class Labels {
    private final IntArrayList ids;
    private final IntArrayList positions = new IntArrayList();
    private final IntArrayList targets = new IntArrayList();
    private final FloatArrayList weights = new FloatArrayList();

    Labels(IntArrayList ids) {
      this.ids = ids;
    }

    void skip(int... tokens) {
      ids.addAll(tokens);
    }

    void add(int token, boolean right) {
      positions.add(ids.size());
      ids.add(token);
      targets.add(right ? 1 : 0);
      weights.add(verdictWeight(token));
    }

    Example example() {
      return new Example(ids.toArray(), positions.toArray(), targets.toArray(), weights.toArray());
    }
  }

  private static IntArrayList start() {
    return IntArrayList.newListWith(SpecialToken.START.id());
  }

  private IntArrayList open(String prompt) {
    IntArrayList ids = start();
    ids.add(SpecialToken.USER.id());
    ids.addAll(vocabulary.encode(prompt));
    ids.add(SpecialToken.END.id());
    ids.add(SpecialToken.ASSISTANT.id());
    return ids;
  }
}
