package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import dev.espalier.search.lm.LanguageModel;
import dev.espalier.search.lm.ModelFailure;
import dev.espalier.search.lm.Wanted;
import dev.espalier.search.lm.transformer.DecoderWeights.Part;
import dev.espalier.search.lm.weights.NumberFormat;
import dev.espalier.search.lm.weights.StoredTensor;
import dev.espalier.search.token.TokenSequence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken weights and impossible requests end in words, never in the end of the process. */
class HostileModelTest {

  private static final RuntimeOptions CPU = RuntimeOptions.DEFAULT.withDevice("cpu").withSlots(256);
  private static final RandomDecoder GOOD = RandomDecoder.of("llama", 1);

  @Test
  void aMatrixOfTheWrongShapeFailsInWords() {
    DecoderSource source =
        with(
            "down",
            part ->
                new Part(
                    "down", Lists.immutable.with(tensor(3, 5, 0.1f)), false, part.transposed()));
    try (LanguageModel model = TransformerLanguageModel.open(source, CPU)) {
      assertThatExceptionOfType(ModelFailure.class)
          .isThrownBy(() -> model.evaluate(prefix(1, 2), Wanted.ALL_TOKENS))
          .withMessageContaining("evaluating 1 rows over 2 new tokens failed");
    }
  }

  @Test
  void matricesThatDoNotFitTogetherFailInWords() {
    DecoderSource source =
        with(
            "qkv",
            _ ->
                new Part(
                    "qkv",
                    Lists.immutable.with(tensor(32, 32, 0.1f), tensor(16, 31, 0.1f)),
                    false,
                    false));
    assertThatExceptionOfType(ModelFailure.class)
        .isThrownBy(() -> TransformerLanguageModel.open(source, CPU))
        .withMessageContaining("loading the weights failed");
  }

  @Test
  void weightsThatAreNoNumbersFailInWords() {
    DecoderSource source =
        with("token", part -> new Part("token", nan(part), part.vector(), part.transposed()));
    try (LanguageModel model = TransformerLanguageModel.open(source, CPU)) {
      assertThatExceptionOfType(ModelFailure.class)
          .isThrownBy(() -> model.evaluate(prefix(1, 2), Wanted.top(3)))
          .withMessageContaining("NaN");
    }
  }

  @Test
  void afterAFailureTheModelAnswersOtherQuestions() {
    DecoderSource source =
        with("token", part -> new Part("token", firstRowNan(part), false, part.transposed()));
    try (LanguageModel model =
        TransformerLanguageModel.open(
            new DecoderSource(
                source.id(),
                "",
                source.family(),
                source.context(),
                source.shape(),
                new DecoderWeights(source.weights().parts().newWith(head()), false)),
            CPU)) {
      assertThatExceptionOfType(ModelFailure.class)
          .isThrownBy(() -> model.evaluate(prefix(5, 0), Wanted.ALL_TOKENS));
      assertThat(model.evaluate(prefix(5, 6), Wanted.ALL_TOKENS).rows()).hasSize(1);
    }
  }

  @Test
  void aClosedModelRefuses() {
    LanguageModel model = TransformerLanguageModel.open(GOOD.source(), CPU);
    model.close();
    assertThatExceptionOfType(ModelFailure.class)
        .isThrownBy(() -> model.evaluate(prefix(1), Wanted.ALL_TOKENS))
        .withMessageContaining("closed");
  }

  @Test
  void itRunsOnAnyThreadButOneAtATime() throws InterruptedException {
    try (LanguageModel model = TransformerLanguageModel.open(GOOD.source(), CPU)) {
      int[] answered = new int[1];
      Thread[] threads = new Thread[4];
      for (int t = 0; t < threads.length; t++) {
        int token = t;
        threads[t] =
            new Thread(() -> {
              for (int i = 0; i < 20; i++) {
                model.evaluate(prefix(token, i), Wanted.top(2));
                synchronized (answered) {
                  answered[0]++;
                }
              }
            });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(answered[0]).isEqualTo(80);
    }
  }

  /** The native side would abort the process on any other. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BFLOAT16", "INT16", "UINT16", "UINT32", "UINT64", "COMPLEX64", "STRING", "UNKNOWN"})
  void arraysOfUnmappedTypesAreNeverMade(DataType type) {
    try (PtNDManager manager = PyTorch.newManager()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> PyTorch.array(manager, ByteBuffer.allocateDirect(64), new Shape(2), type));
    }
  }

  @Test
  void weightsMayBeCollectedOnceLoaded() {
    try (LanguageModel kept = opened()) {
      double first = kept.evaluate(prefix(1, 2), Wanted.ALL_TOKENS).rows().getOnly().logProb(0);
      for (int i = 0; i < 20; i++) {
        System.gc();
        Arena.ofAuto().allocate(1 << 20).fill((byte) -1);
      }
      double second =
          kept.evaluate(prefix(1, 2).newWith(TokenSequence.of(3)), Wanted.ALL_TOKENS)
              .rows()
              .get(0)
              .logProb(0);
      // Beside another row, the same product may round otherwise.
      assertThat(second).isCloseTo(first, within(1e-4));
      assertThat(kept.evaluate(prefix(7), Wanted.ALL_TOKENS).rows()).hasSize(1);
    }
  }

  private static LanguageModel opened() {
    return TransformerLanguageModel.open(RandomDecoder.of("gpt2", 5).source(), CPU);
  }

  private static org.eclipse.collections.api.list.ImmutableList<TokenSequence> prefix(
      int... tokens) {
    return Lists.immutable.with(TokenSequence.of(tokens));
  }

  private static DecoderSource with(String role, java.util.function.Function<Part, Part> other) {
    DecoderSource good = GOOD.source();
    return new DecoderSource(
        good.id(),
        "",
        good.family(),
        good.context(),
        good.shape(),
        new DecoderWeights(
            good.weights()
                .parts()
                .collect(part -> part.role().equals(role) ? other.apply(part) : part),
            good.weights().tiedHead()));
  }

  private static Part head() {
    return new Part(
        "head", Lists.immutable.with(tensor(RandomDecoder.VOCABULARY, 32, 0.1f)), false, false);
  }

  private static org.eclipse.collections.api.list.ImmutableList<StoredTensor> nan(Part part) {
    return part.stored().collect(s -> tensor((int) s.rows(), (int) s.columns(), Float.NaN));
  }

  private static org.eclipse.collections.api.list.ImmutableList<StoredTensor> firstRowNan(
      Part part) {
    return part.stored()
        .collect(s -> {
          StoredTensor copy = tensor((int) s.rows(), (int) s.columns(), 0);
          copy.bytes().copyFrom(s.bytes());
          for (int i = 0; i < s.columns(); i++) {
            copy.bytes().setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.NaN);
          }
          return copy;
        });
  }

  private static StoredTensor tensor(int rows, int columns, float value) {
    MemorySegment bytes = Arena.ofAuto().allocate(4L * rows * columns, 4);
    for (int i = 0; i < rows * columns; i++) {
      bytes.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }
    return new StoredTensor(
        "test", NumberFormat.F32, LongLists.immutable.with(rows, columns), bytes);
  }
}
