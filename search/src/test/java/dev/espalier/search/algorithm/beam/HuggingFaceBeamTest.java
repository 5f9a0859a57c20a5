package dev.espalier.search.algorithm.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.Problem;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.Searches.Done;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.Result;
import dev.espalier.search.lm.TableLanguageModel;
import dev.espalier.search.token.ChatMessage;
import dev.espalier.search.token.TokenSequence;
import dev.espalier.search.token.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.set.primitive.ImmutableIntSet;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Beam and greedy search give what Hugging Face transformers 5.18 gave; hf_beam.py asked it. */
class HuggingFaceBeamTest {

  record Golden(int vocabulary, List<Integer> prompt, int maxTokens, List<Table> models) {}

  record Table(List<Integer> ends, List<Float> logits, List<Run> runs) {}

  record Run(int width, double lengthPenalty, String earlyStopping, List<Text> texts) {}

  record Text(List<Integer> tokens, @Nullable Double score) {}

  record Case(Golden golden, int model, Run run) {
    Table table() {
      return golden.models().get(model);
    }

    @Override
    public String toString() {
      return "model %d, width %d, penalty %s, early stopping %s"
          .formatted(model, run.width(), run.lengthPenalty(), run.earlyStopping());
    }
  }

  static Stream<Case> cases() throws IOException {
    try (InputStream json = HuggingFaceBeamTest.class.getResourceAsStream("hf_beam.json")) {
      Golden golden = JsonMapper.shared().readValue(Objects.requireNonNull(json), Golden.class);
      return Stream.iterate(0, i -> i + 1)
          .limit(golden.models().size())
          .flatMap(
              i -> golden.models().get(i).runs().stream().map(run -> new Case(golden, i, run)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameTextsAndScores(Case one) {
    Run run = one.run();
    Map<String, String> settings = new HashMap<>();
    settings.put("max-tokens", String.valueOf(one.golden().maxTokens()));
    // That library makes one beam a greedy search, which knows neither penalty nor stopping.
    boolean greedy = run.width() == 1;
    if (!greedy) {
      settings.put("width", String.valueOf(run.width()));
      settings.put("length-penalty", String.valueOf(run.lengthPenalty()));
      settings.put("early-stopping", run.earlyStopping());
    }
    Done done =
        Searches.run(
            AlgorithmCatalogue.named(greedy ? "greedy" : "beam").create(settings),
            new Problem("", "", tokens(one.golden().prompt()), 1),
            models(one));
    assertThat(done.results().collect(Result::tokens))
        .isEqualTo(Lists.immutable.withAll(run.texts()).collect(text -> tokens(text.tokens())));
    for (int i = 0; i < run.texts().size(); i++) {
      Double score = run.texts().get(i).score();
      if (score != null) {
        assertThat(done.results().get(i).score()).isCloseTo(score, within(2e-5));
      }
    }
  }

  private static ImmutableIntList tokens(List<Integer> ids) {
    return IntLists.immutable.withAll(ids.stream().mapToInt(Integer::intValue));
  }

  private static Models models(Case one) {
    int size = one.golden().vocabulary();
    double[] logits = one.table().logits().stream().mapToDouble(Float::doubleValue).toArray();
    return new Models(
        new TableLanguageModel("table", size, 100, prefix -> row(prefix, size, logits)),
        new Ends(size, tokens(one.table().ends()).toSet().toImmutable()),
        null);
  }

  /** Log-probabilities by the last two tokens. */
  private static float[] row(TokenSequence prefix, int size, double[] logits) {
    int begin = (prefix.parent().last() * size + prefix.last()) * size;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.exp(logits[begin + i]);
    }
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = (float) (logits[begin + i] - Math.log(sum));
    }
    return row;
  }

  private record Ends(int vocabularySize, ImmutableIntSet endTokens) implements Tokenizer {
    @Override
    public ImmutableIntList encode(String text) {
      throw new UnsupportedOperationException("tokens alone");
    }

    @Override
    public byte[] bytes(int token) {
      return endTokens.contains(token) ? new byte[0] : new byte[] {(byte) ('0' + token)};
    }

    @Override
    public String label(int token) {
      return String.valueOf(token);
    }

    @Override
    public boolean hasChatTemplate() {
      return false;
    }

    @Override
    public String chat(ImmutableList<ChatMessage> messages, boolean generationPrompt) {
      throw new IllegalStateException("no chat template");
    }
  }
}
