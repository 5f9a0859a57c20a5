package dev.espalier.reward.problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Problems as a file of JSON lines, each with {@code id}, {@code prompt} and {@code answer}. */
public final class ProblemFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A line of the file; the order of the fields is the order in the file. */
  private record Line(String id, String prompt, String answer) {}

  private ProblemFile() {}

  /** The first {@code count} different held-out problems of a mix. */
  public static List<WordProblem> heldOut(ProblemMix mix, long seed, int count) {
    WordProblems problems = new WordProblems(mix, Split.HELD_OUT, seed);
    Set<String> seen = new LinkedHashSet<>();
    List<WordProblem> chosen = new ArrayList<>();
    for (long index = 0; chosen.size() < count; index++) {
      WordProblem problem = problems.problem(index);
      if (seen.add(problem.id())) {
        chosen.add(problem);
      }
    }
    return chosen;
  }

  /**
   * Writes problems, one a line.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, List<WordProblem> problems) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (WordProblem problem : problems) {
      lines
          .append(
              JSON.writeValueAsString(
                  new Line(problem.id(), problem.text(), Long.toString(problem.answer()))))
          .append('\n');
    }
    Files.writeString(file, lines);
  }
}
