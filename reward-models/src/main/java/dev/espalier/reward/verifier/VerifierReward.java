package dev.espalier.reward.verifier;

import dev.espalier.search.answer.AnswerEquality;
import dev.espalier.search.answer.AnswerExtraction;
import dev.espalier.search.answer.AnswerExtraction.Extracted;
import dev.espalier.search.answer.AnswerExtraction.Place;
import dev.espalier.search.reward.RewardDescription;
import dev.espalier.search.reward.RewardModel;
import dev.espalier.search.reward.Solution;
import dev.espalier.search.reward.StepScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges by rule, without a model.
 *
 * <pre>{@code
 * for each step
 *   if it states the final answer and that of the problem is known: 1 if they are equal, else 0
 *   else if an equation of numbers in it is false:                  0
 *   else if it has one that is true:                                1
 *   else:                                                           1/2, no opinion
 *   once a step is 0, every later one is 0: it stands on an error
 * }</pre>
 *
 * <p>With answers it is the outcome verifier of Cobbe et al., "Training Verifiers to Solve Math
 * Word Problems", arXiv 2110.14168 (2021), with the rule in place of the model; a search guided by
 * it knows the answer, so it is for study, not for solving.
 */
public final class VerifierReward implements RewardModel {

  private static final double RIGHT = 1;
  private static final double WRONG = 0;
  private static final double NO_OPINION = 0.5;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String NUMBER = "-?\\d[\\d,]*(?:\\.\\d+)?";

  /** Numbers joined by the four operations, an equals sign, and a number that ends there. */
  private static final Pattern EQUATION =
      Pattern.compile(
          "((?:\\(\\s*)*"
              + NUMBER
              + "(?:\\s*\\)*\\s*[-+*/\u00d7\u00f7\u2212]\\s*(?:\\(\\s*)*"
              + NUMBER
              + ")+\\s*\\)*)"
              + "\\s*=\\s*("
              + NUMBER
              + ")(?![\\d,.]*\\d|\\s*[-+*/\u00d7\u00f7\u2212]\\s*\\d)");

  private final Map<String, String> answers;
  private final String id;

  private VerifierReward(String id, Map<String, String> answers) {
    this.id = id;
    this.answers = Map.copyOf(answers);
  }

  /** A verifier that knows no answers and checks arithmetic alone. */
  public static VerifierReward ofArithmetic() {
    return new VerifierReward("verifier", Map.of());
  }

  /**
   * A verifier that knows answers.
   *
   * @param answers by problem, as the user writes it
   */
  public static VerifierReward of(Map<String, String> answers) {
    Map<String, String> stripped = new LinkedHashMap<>();
    answers.forEach((problem, answer) -> stripped.put(problem.strip(), answer));
    return new VerifierReward("verifier", stripped);
  }

  /**
   * A verifier that knows the answers of a problem file: JSON lines with {@code prompt} and {@code
   * answer}.
   *
   * @throws IOException if it cannot be read; the message names the file and the line
   */
  public static VerifierReward read(Path problems) throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(problems);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        JsonNode line = JSON.readTree(lines.get(i));
        JsonNode prompt = line.path("prompt");
        JsonNode answer = line.path("answer");
        if (!prompt.isString() || !answer.isValueNode() || answer.isNull()) {
          throw new IOException(
              "%s, line %d: it needs a \"prompt\" and an \"answer\"".formatted(problems, i + 1));
        }
        answers.put(prompt.asString().strip(), answer.asString());
      } catch (JacksonException e) {
        throw new IOException(
            "%s, line %d: not valid JSON: %s".formatted(problems, i + 1, e.getOriginalMessage()),
            e);
      }
    }
    return new VerifierReward("verifier of " + problems.getFileName(), answers);
  }

  @Override
  public RewardDescription description() {
    return new RewardDescription(id, "", "rule");
  }

  @Override
  public ImmutableList<StepScores> score(ImmutableList<Solution> solutions) {
    return solutions.collect(this::judge);
  }

  private StepScores judge(Solution solution) {
    if (solution.steps().isEmpty()) {
      throw new IllegalArgumentException("a solution without a step cannot be judged");
    }
    String answer = answers.get(solution.problem().strip());
    double[] scores = new double[solution.steps().size()];
    boolean failed = false;
    for (int i = 0; i < scores.length; i++) {
      double own = judge(solution.steps().get(i), answer);
      failed |= own == WRONG;
      scores[i] = failed ? WRONG : own;
    }
    // It reads no tokens.
    return new StepScores(
        DoubleLists.immutable.with(scores), IntLists.immutable.with(new int[scores.length]));
  }

  private static double judge(String step, @Nullable String answer) {
    Boolean sums = equationsHold(step);
    if (sums != null && !sums) {
      return WRONG;
    }
    Extracted stated = AnswerExtraction.extract(step);
    if (answer != null && stated != null && stated.place() != Place.LAST_NUMBER) {
      return AnswerEquality.STRICT.equal(stated.answer(), answer) ? RIGHT : WRONG;
    }
    return sums == null ? NO_OPINION : RIGHT;
  }

  /** Whether all equations of numbers in a text hold, or null if it has none. */
  private static @Nullable Boolean equationsHold(String step) {
    Boolean hold = null;
    Matcher equation = EQUATION.matcher(step);
    while (equation.find()) {
      hold = AnswerEquality.STRICT.equal(plain(equation.group(1)), plain(equation.group(2)));
      if (!hold) {
        return false;
      }
    }
    return hold;
  }

  private static String plain(String expression) {
    return expression
        .replace(",", "")
        .replace('\u00d7', '*')
        .replace('\u00f7', '/')
        .replace('\u2212', '-');
  }

  @Override
  public void close() {}
}
