package dev.espalier.app.setup;

import dev.espalier.app.format.Numbers;
import dev.espalier.app.run.SearchOrder;
import dev.espalier.search.algorithm.AlgorithmDescription;
import dev.espalier.search.budget.Budget;
import dev.espalier.search.budget.CostUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;

/** A search as it is being asked for. */
public final class SetupViewModel {

  /** Enough for a search to show itself, little enough to end soon on a small machine. */
  private static final String DEFAULT_TOKENS = "4000";

  private final ImmutableList<AlgorithmDescription> algorithms;
  private final ImmutableList<Example> examples;
  private final StringProperty prompt = new SimpleStringProperty(this, "prompt", "");
  private final StringProperty seed = new SimpleStringProperty(this, "seed", "42");
  private final StringProperty knownAnswer = new SimpleStringProperty(this, "knownAnswer", "");
  private final ObjectProperty<AlgorithmDescription> algorithm;
  private final ImmutableList<BudgetFieldViewModel> budget;
  private final ConstraintViewModel constraint;
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ReadOnlyStringWrapper settingsSummary =
      new ReadOnlyStringWrapper(this, "settingsSummary", "");
  private final ReadOnlyStringWrapper budgetSummary =
      new ReadOnlyStringWrapper(this, "budgetSummary", "");

  private final ReadOnlyStringWrapper constraintSummary =
      new ReadOnlyStringWrapper(this, "constraintSummary", "");

  /** What was typed for each algorithm stays while another is looked at. */
  private final Map<String, ImmutableList<FieldViewModel>> fields = new LinkedHashMap<>();

  /** The prompt an example put there, so that an edit is noticed. */
  private String examplePrompt = "";

  /**
   * @param algorithms at least one; {@code a-star} is chosen if it is among them
   */
  public SetupViewModel(
      ImmutableList<AlgorithmDescription> algorithms, ImmutableList<Example> examples) {
    this(algorithms, examples, task -> Thread.ofVirtual().name("constraint check").start(task));
  }

  /**
   * @param checker checks constraints, beside the window or at once
   */
  SetupViewModel(
      ImmutableList<AlgorithmDescription> algorithms,
      ImmutableList<Example> examples,
      Executor checker) {
    this.algorithms = algorithms;
    this.constraint = new ConstraintViewModel(checker);
    this.examples = examples;
    for (AlgorithmDescription description : algorithms) {
      fields.put(description.name(), description.parameters().collect(FieldViewModel::new));
    }
    AlgorithmDescription first =
        Objects.requireNonNullElse(
            algorithms.detect(a -> a.name().equals("a-star")), algorithms.getFirst());
    algorithm = new SimpleObjectProperty<>(this, "algorithm", first);
    budget = Lists.immutable.of(CostUnit.values()).collect(BudgetFieldViewModel::new);
    budget.getFirst().textProperty().set(DEFAULT_TOKENS);
    prompt.addListener((_, _, now) -> {
      if (!now.equals(examplePrompt)) {
        knownAnswer.set("");
      }
      check();
    });
    seed.addListener(_ -> check());
    algorithm.addListener(_ -> check());
    fields
        .values()
        .forEach(list -> list.each(field -> field.textProperty().addListener(_ -> check())));
    budget.each(field -> field.textProperty().addListener(_ -> check()));
    constraint.checkProperty().addListener(_ -> check());
    constraint.kindProperty().addListener(_ -> check());
    constraint.textProperty().addListener(_ -> check());
    check();
  }

  private void check() {
    problem.set(firstProblem());
    settingsSummary.set(summary(fields()));
    budgetSummary.set(summary(budget));
    constraintSummary.set(constraint.summary());
  }

  private String firstProblem() {
    if (prompt().isBlank()) {
      return "Write a prompt first.";
    }
    FieldViewModel wrong = fields().detect(field -> !field.problem().isEmpty());
    if (wrong != null) {
      return wrong.parameter().name() + ": " + wrong.problem();
    }
    BudgetFieldViewModel wrongLimit = budget.detect(field -> !field.problem().isEmpty());
    if (wrongLimit != null) {
      return "Budget of " + wrongLimit.unit().label() + ": " + wrongLimit.problem();
    }
    if (!constraint.problem().isEmpty()) {
      return "Constraint: " + constraint.problem();
    }
    if (constraint.source() == null && algorithm().needsConstraint(values())) {
      ImmutableList<String> instead = algorithm().insteadOfConstraint();
      return "%s needs a constraint: say what the text must be%s."
          .formatted(
              algorithm().title(),
              instead.isEmpty() ? "" : ", or set one of " + instead.makeString(", "));
    }
    return seedProblem();
  }

  /** What the fields of the algorithm say; only where none has a problem. */
  private Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    fields().each(field -> values.put(field.parameter().name(), field.value()));
    return values;
  }

  private String seedProblem() {
    try {
      Long.parseLong(seedText());
      return "";
    } catch (NumberFormatException _) {
      return "Seed: must be a whole number.";
    }
  }

  private static String summary(ImmutableList<FieldViewModel> fields) {
    if (fields.isEmpty()) {
      return "none";
    }
    ImmutableList<FieldViewModel> changed = fields.select(FieldViewModel::changed);
    return changed.isEmpty()
        ? "defaults"
        : changed.collect(f -> f.parameter().name() + " " + f.text()).makeString(", ");
  }

  private static String summary(Iterable<BudgetFieldViewModel> fields) {
    StringBuilder summary = new StringBuilder();
    for (BudgetFieldViewModel field : fields) {
      Long limit = field.limit();
      if (limit != null) {
        summary.append(summary.isEmpty() ? "" : ", ");
        summary.append(Numbers.count(limit)).append(' ').append(shortName(field.unit()));
      }
    }
    return summary.isEmpty() ? "no limit" : summary.toString();
  }

  private static String shortName(CostUnit unit) {
    return switch (unit) {
      case TOKENS -> "tokens";
      case ROWS -> "rows";
      case CALLS -> "calls";
      case PRM -> "PRM passes";
      case PRM_TOKENS -> "PRM tokens";
      case CHECKS -> "checks";
    };
  }

  public ImmutableList<AlgorithmDescription> algorithms() {
    return algorithms;
  }

  public ImmutableList<Example> examples() {
    return examples;
  }

  public StringProperty promptProperty() {
    return prompt;
  }

  public String prompt() {
    return Objects.requireNonNullElse(prompt.get(), "");
  }

  public StringProperty seedProperty() {
    return seed;
  }

  private String seedText() {
    return Objects.requireNonNullElse(seed.get(), "").strip();
  }

  /** The right answer to the prompt, empty where it is not known. */
  public StringProperty knownAnswerProperty() {
    return knownAnswer;
  }

  public ObjectProperty<AlgorithmDescription> algorithmProperty() {
    return algorithm;
  }

  public AlgorithmDescription algorithm() {
    return Objects.requireNonNull(algorithm.get());
  }

  /** The parameters of the chosen algorithm. */
  public ImmutableList<FieldViewModel> fields() {
    return Objects.requireNonNull(fields.get(algorithm().name()));
  }

  public ImmutableList<BudgetFieldViewModel> budget() {
    return budget;
  }

  /** What keeps the search from being run, in words, or empty. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public String problem() {
    return problem.get();
  }

  /** The parameters that were changed, on one line. */
  public ReadOnlyStringProperty settingsSummaryProperty() {
    return settingsSummary.getReadOnlyProperty();
  }

  /** The limits, on one line. */
  public ReadOnlyStringProperty budgetSummaryProperty() {
    return budgetSummary.getReadOnlyProperty();
  }

  /** What the text must be, on one line. */
  public ReadOnlyStringProperty constraintSummaryProperty() {
    return constraintSummary.getReadOnlyProperty();
  }

  public ConstraintViewModel constraint() {
    return constraint;
  }

  public void use(Example example) {
    examplePrompt = example.prompt();
    prompt.set(example.prompt());
    knownAnswer.set(example.answer());
  }

  /** Puts another seed there. */
  public void drawSeed(RandomGenerator random) {
    seed.set(Integer.toString(random.nextInt(1, 100_000)));
  }

  /** Fills the form as a search was asked for; what the program does not know is left out. */
  public void use(SearchOrder order) {
    AlgorithmDescription known = algorithms.detect(a -> a.name().equals(order.algorithm()));
    if (known != null) {
      algorithm.set(known);
      fields()
          .each(field ->
              field
                  .textProperty()
                  .set(
                      Objects.requireNonNullElse(
                          order.settings().get(field.parameter().name()),
                          field.parameter().byDefault())));
    }
    examplePrompt = order.prompt();
    prompt.set(order.prompt());
    knownAnswer.set(order.knownAnswer());
    seed.set(Long.toString(order.seed()));
    constraint.use(order.constraint());
    budget.each(field -> {
      Long limit = order.budget().limits().get(field.unit());
      field.textProperty().set(limit == null ? "" : Long.toString(limit));
    });
  }

  /**
   * The search asked for.
   *
   * @throws IllegalStateException while there is a {@link #problem}
   */
  public SearchOrder order() {
    if (!problem().isEmpty()) {
      throw new IllegalStateException(problem());
    }
    MutableMap<String, String> settings = Maps.mutable.empty();
    fields().each(field -> settings.put(field.parameter().name(), field.value()));
    MutableMap<CostUnit, Long> limits = Maps.mutable.empty();
    budget.each(field -> {
      Long limit = field.limit();
      if (limit != null) {
        limits.put(field.unit(), limit);
      }
    });
    return new SearchOrder(
        prompt(),
        algorithm().name(),
        settings.toImmutable(),
        Long.parseLong(seedText()),
        new Budget(limits.toImmutable()),
        Objects.requireNonNullElse(knownAnswer.get(), ""),
        constraint.source());
  }
}
