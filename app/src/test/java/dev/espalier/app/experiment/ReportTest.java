package dev.espalier.app.experiment;

import static dev.espalier.app.experiment.SyntheticRows.contender;
import static dev.espalier.app.experiment.SyntheticRows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.espalier.app.run.RunRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {

  @TempDir Path folder;

  /** Forty problems, two seeds; the dearer a contender, the more often it is right. */
  static MutableList<Row> rows() {
    SplittableRandom random = new SplittableRandom(5);
    MutableList<Row> rows = Lists.mutable.empty();
    for (int problem = 0; problem < 40; problem++) {
      for (long seed = 1; seed <= 2; seed++) {
        String id = "p" + problem;
        rows.add(
            row(
                id,
                contender("greedy"),
                "",
                seed,
                random.nextDouble() < 0.45,
                60 + random.nextInt(20),
                0));
        for (int samples = 1; samples <= 64; samples *= 4) {
          rows.add(
              row(
                  id,
                  contender("best-of-n", "samples", "" + samples),
                  "",
                  seed,
                  random.nextDouble() < 0.4 + 0.07 * Math.log(samples),
                  (60L + random.nextInt(20)) * samples,
                  samples));
        }
        for (int budget = 100; budget <= 2_500; budget *= 5) {
          for (String w : new String[] {"0", "1"}) {
            rows.add(
                row(
                    id,
                    contender("a-star", "w", w),
                    "tokens=" + budget,
                    seed,
                    random.nextDouble() < 0.3 + 0.08 * Math.log(budget / 50.0),
                    budget + random.nextInt(40),
                    budget / 15));
          }
        }
      }
    }
    return rows;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void theOrderOfTheRowsDoesNotMatter() throws IOException, RunRefused {
    MutableList<Row> rows = rows();
    ImmutableList<Path> one =
        new Report(rows.toImmutable()).write(folder.resolve("a"), "best-of-n:samples=16");
    rows.shuffleThis(new Random(9));
    ImmutableList<Path> other =
        new Report(rows.toImmutable()).write(folder.resolve("b"), "best-of-n:samples=16");
    assertThat(one.collect(Path::getFileName))
        .extracting(Path::toString)
        .containsExactly(
            "report.md",
            "summary.csv",
            "accuracy-by-tokens.svg",
            "accuracy-by-prm-passes.svg",
            "accuracy-by-model-rows.svg");
    for (int i = 0; i < one.size(); i++) {
      assertThat(text(other.get(i))).isEqualTo(text(one.get(i)));
    }
  }

  @Test
  void aRunThatIsThereTwiceCountsOnce() throws IOException, RunRefused {
    MutableList<Row> rows = rows();
    Report one = new Report(rows.toImmutable());
    rows.addAll(rows.take(100));
    assertThat(new Report(rows.toImmutable()).summary()).isEqualTo(one.summary());
  }

  @Test
  void theFiguresAreThoseOfTheRows() throws IOException, RunRefused {
    MutableList<Row> rows = rows();
    new Report(rows.toImmutable()).write(folder, null);
    ImmutableList<String> lines =
        Lists.immutable.withAll(text(folder.resolve("summary.csv")).lines().toList());
    assertThat(lines).hasSize(1 + 1 + 4 + 6);
    ImmutableList<String> names = Lists.immutable.with(lines.getFirst().split(",", -1));
    for (String line : lines.drop(1)) {
      ImmutableList<String> cells = Lists.immutable.with(line.split(",", -1));
      assertThat(cells).hasSameSizeAs(names);
      MutableList<Row> of =
          rows.select(row ->
              row.contender().toString().equals(cells.get(names.indexOf("contender")))
                  && row.budget().equals(cells.get(names.indexOf("budget"))));
      assertThat(of).hasSize(80);
      assertThat(cells.get(names.indexOf("accuracy")))
          .isEqualTo("%.6f".formatted(of.count(row -> Boolean.TRUE.equals(row.correct())) / 80.0));
      assertThat(cells.get(names.indexOf("generated_tokens")))
          .isEqualTo("%.6f".formatted(of.sumOfLong(r -> r.costs().generatedTokens()) / 80.0));
    }
  }

  @Test
  void thePicturesAreXmlWithAPointForEveryContender() throws Exception {
    new Report(rows().toImmutable()).write(folder, null);
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    Files.readAllBytes(folder.resolve("accuracy-by-tokens.svg"))));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    // One title of the whole and one a point.
    assertThat(svg.getElementsByTagName("title").getLength()).isEqualTo(1 + 11);
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(3);
    assertThat(text(folder.resolve("accuracy-by-prm-passes.svg"))).doesNotContain("greedy");
  }

  @Test
  void theReferenceIsSetBesideTheOthers() throws IOException, RunRefused {
    new Report(rows().toImmutable()).write(folder, "best-of-n:samples=16");
    String page = text(folder.resolve("report.md"));
    assertThat(page)
        .contains(
            "## Beside best-of-n:samples=16", "## To be right as often as best-of-n:samples=16")
        .containsPattern("\\| a-star:w=1 \\| \\d+ \\| \\d+\\.\\d\\d \\[")
        .contains("![accuracy by tokens](accuracy-by-tokens.svg)");
  }

  @Test
  void anUnknownReferenceIsRefusedWithTheNamesThereAre() throws RunRefused {
    Report report = new Report(rows().toImmutable());
    assertThatThrownBy(() -> report.write(folder, "best-of-n"))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("\"best-of-n:samples=16\"");
    assertThatThrownBy(() -> report.write(folder, "a-star:w=0"))
        .isInstanceOf(RunRefused.class)
        .hasMessageContaining("more than one")
        .hasMessageContaining("\"a-star:w=0 @ tokens=100\"");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theDivergenceIsTheMeanOfTheRunsThatEstimateIt() throws RunRefused {
    Row plain = row("p", contender("gcd"), "", 1, null, 5, 0);
    Row far = SyntheticRows.diverging(row("q", contender("gcd"), "", 1, null, 5, 0), 0.5);
    Row near = SyntheticRows.diverging(row("r", contender("gcd"), "", 1, null, 5, 0), 0.25);
    Summary summary = new Report(Lists.immutable.with(plain, far, near)).summary();
    assertThat(summary.lines().getFirst().divergence()).isEqualTo(0.375);
    assertThat(summary.table()).contains("KL, nats", "0.375");
    assertThat(new Report(Lists.immutable.with(plain)).summary().table()).doesNotContain("KL");
  }

  @Test
  void theDivergenceIsMeasuredByTheMassThatIsKnown() throws IOException, RunRefused {
    double z = Math.log(0.4);
    double near = Math.log(0.401);
    Row gcd = SyntheticRows.sampled(row("p", contender("gcd"), "", 1, null, 5, 0), -3, -1, z, near);
    Row smc =
        SyntheticRows.sampled(
            row("p", contender("smc-awrs"), "", 1, null, 5, 0), -1, -1, z, Double.NaN);
    Report report = new Report(Lists.immutable.with(gcd, smc));
    double middle = Math.log(0.4005);
    assertThat(report.summary().lines().get(0).divergence()).isCloseTo(middle + 3, within(1e-9));
    assertThat(report.summary().lines().get(1).divergence()).isCloseTo(middle + 1, within(1e-9));
    report.write(folder, null);
    assertThat(text(folder.resolve("report.md"))).contains("for 1 of 1 targets");
    assertThat(text(folder.resolve("summary.csv"))).contains("divergence_low");
  }

  @Test
  void whereNoMassIsKnownAllRunsEstimateIt() throws RunRefused {
    double nan = Double.NaN;
    Row a =
        SyntheticRows.sampled(
            row("p", contender("gcd"), "", 1, null, 5, 0), -3, Math.log(0.2), nan, nan);
    Row b =
        SyntheticRows.sampled(
            row("p", contender("cars"), "", 1, null, 5, 0), -1, Math.log(0.4), nan, nan);
    // Bounds too far from each other are none.
    Row wide =
        SyntheticRows.sampled(
            row("p", contender("asap"), "", 1, null, 5, 0), -2, Math.log(0.3), -9, -0.1);
    Summary summary = new Report(Lists.immutable.with(a, b, wide)).summary();
    assertThat(summary.lines().collect(Summary.Line::contender).collect(Contender::algorithm))
        .containsExactly("asap", "cars", "gcd");
    double estimate = Math.log((0.2 + 0.4 + 0.3) / 3);
    double[] distances = {2, 1, 3};
    for (int i = 0; i < distances.length; i++) {
      assertThat(summary.lines().get(i).divergence())
          .isCloseTo(estimate + distances[i], within(1e-9));
    }
  }

  @Test
  void withoutAnswersThereIsNoPicture() throws IOException, RunRefused {
    ImmutableList<Row> rows =
        Lists.immutable.with(
            row("p", contender("greedy"), "", 1, null, 5, 0),
            row("q", contender("greedy"), "", 1, null, 7, 0));
    assertThat(new Report(rows).write(folder, null)).hasSize(2);
    assertThat(text(folder.resolve("report.md"))).contains("| greedy | 2 | 6.0 |");
  }
}
