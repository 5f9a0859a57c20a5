package dev.espalier.reward.training;

import dev.espalier.reward.problems.TrainingText;
import dev.espalier.reward.vocabulary.BytePairVocabulary;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableBooleanList;
import org.eclipse.collections.impl.factory.Lists;
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
  private static final String SEPARATOR = "\n\n";

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

  /** A solution to learn to judge at the end of each step. */
  Example toJudge(String problem, ImmutableList<String> steps, ImmutableBooleanList right) {
    IntArrayList ids = open(problem);
    var positions = new int[steps.size()];
    var targets = new int[steps.size()];
    var weights = new float[steps.size()];
    Arrays.fill(weights, 1);
    for (int i = 0; i < positions.length; i++) {
      ids.addAll(vocabulary.encode(steps.get(i)));
      positions[i] = ids.size();
      targets[i] = right.get(i) ? 1 : 0;
      ids.add(SpecialToken.STEP.id());
    }
    return new Example(ids.toArray(), positions, targets, weights);
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
