package dev.espalier.search.lm.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.espalier.search.lm.transformer.LmBenchmark.Result;
import dev.espalier.search.lm.transformer.LmBenchmark.Row;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;

class LmBenchmarkTest {

  @Test
  void itMeasuresWhatFitsTheContextWithEachEngineAndFormat() {
    DecoderSource random = RandomDecoder.of("llama", 1).source();
    DecoderSource source =
        new DecoderSource(random.id(), "", random.family(), 300, random.shape(), random.weights());
    MutableList<Row> told = Lists.mutable.empty();
    Result result = LmBenchmark.run(source, RuntimeOptions.DEFAULT.withDevice("cpu"), told::add);
    assertThat(result.rows()).isEqualTo(told);
    assertThat(result.rows()).extracting(Row::slots).containsOnly(256);
    assertThat(result.rows()).extracting(Row::rows).containsExactly(1, 8, 32, 1, 8, 32, 1, 8, 32);
    assertThat(result.rows())
        .extracting(row -> row.engine() + " " + row.precision())
        .containsOnly("torchscript fp32", "torchscript bf16", "reference fp32");
    assertThat(result.rows())
        .allMatch(row -> row.prompt() > 0 && row.step() > 0 && row.floor() > 0)
        .allMatch(row -> row.outside() > 0 && row.outside() < 1);
    assertThat(result.table().lines()).hasSize(2 + 9);
  }
}
