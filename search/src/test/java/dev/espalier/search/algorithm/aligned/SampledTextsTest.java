package dev.espalier.search.algorithm.aligned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.search.algorithm.Models;
import dev.espalier.search.algorithm.fixture.Searches;
import dev.espalier.search.algorithm.fixture.ToyText;
import dev.espalier.search.catalogue.AlgorithmCatalogue;
import dev.espalier.search.event.SearchEvent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a fold over events says of a sampler, beside what enumerating its texts says. */
class SampledTextsTest {

  private static final Models MODELS = Toys.A.matching(Toys.A_LANGUAGE);
  private static final ExactDistribution EXACT = Toys.exact(MODELS, 10);

  private static SampledTexts run(String name, long seed, String... settings) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      given.put(settings[i], settings[i + 1]);
    }
    SampledTexts texts = SampledTexts.NONE;
    for (SearchEvent event :
        Searches.run(AlgorithmCatalogue.named(name).create(given), ToyText.problem(seed), MODELS)
            .events()) {
      texts = texts.plus(event);
    }
    return texts;
  }

  @Test
  void maskingIsAsFarFromTheModelAsEnumerationSays() {
    double sum = 0;
    double squares = 0;
    int runs = 4_000;
    for (int seed = 0; seed < runs; seed++) {
      SampledTexts texts = run("gcd", seed, "samples", "1");
      assertThat(texts.draws()).isEqualTo(1);
      double divergence = texts.divergence(EXACT.logTotal());
      sum += divergence;
      squares += divergence * divergence;
    }
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - EXACT.divergenceOf(EXACT.logMasked())) / error).isLessThan(4);
  }

  /** With one particle the weights are those of masking, and the bound is the divergence. */
  @Test
  void oneMaskedParticleIsMasking() {
    double sum = 0;
    double squares = 0;
    int runs = 4_000;
    for (int seed = 0; seed < runs; seed++) {
      SampledTexts texts = run("smc-awrs", seed, "particles", "1", "sampler", "mask");
      assertThat(texts.kind()).isEqualTo(SampledTexts.Kind.PARTICLES);
      double divergence = texts.divergence(EXACT.logTotal());
      sum += divergence;
      squares += divergence * divergence;
    }
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / runs);
    assertThat(Math.abs(mean - EXACT.divergenceOf(EXACT.logMasked())) / error).isLessThan(4);
  }

  @Test
  void manyParticlesAreNear() {
    double one = 0;
    double many = 0;
    for (int seed = 0; seed < 200; seed++) {
      one += run("smc-awrs", seed, "particles", "1").divergence(EXACT.logTotal()) / 200;
      many += run("smc-awrs", seed, "particles", "64").divergence(EXACT.logTotal()) / 200;
    }
    assertThat(many).isLessThan(one / 4).isGreaterThan(-0.01);
  }

  /** An exact sampler: what it accepts has the share Z of what it draws, and equal weights. */
  @Test
  void exactDrawsAreAtNoDistance() {
    SampledTexts texts = run("cars", 7, "samples", "2000", "max-draws", "100000");
    assertThat(texts.texts()).isEqualTo(2_000);
    assertThat(texts.divergence(EXACT.logTotal())).isCloseTo(0, within(0.05));
    assertThat(texts.logTotal()).isCloseTo(EXACT.logTotal(), within(0.05));
  }

  @Test
  void whatLearnsComesNearer() {
    double masked = run("gcd", 3, "samples", "400").divergence(EXACT.logTotal());
    double learned = run("asap", 3, "samples", "400").divergence(EXACT.logTotal());
    assertThat(learned).isLessThan(masked / 10);
  }

  @Test
  void otherSearchesSayNothing() {
    SampledTexts texts = run("greedy", 1);
    assertThat(texts.kind()).isEqualTo(SampledTexts.Kind.NONE);
    assertThat(texts.logTotal()).isNaN();
    assertThat(texts.divergence(0)).isNaN();
  }
}
