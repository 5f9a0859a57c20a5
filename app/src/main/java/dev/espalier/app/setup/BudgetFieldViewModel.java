package dev.espalier.app.setup;

import dev.espalier.search.budget.CostUnit;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The limit in one unit as it is being typed; empty means none. */
public final class BudgetFieldViewModel {

  private final CostUnit unit;
  private final StringProperty text;
  private final StringBinding problem;

  BudgetFieldViewModel(CostUnit unit) {
    this.unit = unit;
    this.text = new SimpleStringProperty(this, unit.key(), "");
    this.problem = Bindings.createStringBinding(this::fault, text);
  }

  public CostUnit unit() {
    return unit;
  }

  public StringProperty textProperty() {
    return text;
  }

  public StringBinding problemBinding() {
    return problem;
  }

  public String problem() {
    return Objects.requireNonNullElse(problem.get(), "");
  }

  private String digits() {
    return Objects.requireNonNullElse(text.get(), "").replaceAll("[\\s_,\u202F]", "");
  }

  private String fault() {
    return digits().isEmpty() || digits().matches("\\d{1,15}")
        ? ""
        : "Must be a whole number of at least 0, or nothing for no limit.";
  }

  /** Null for no limit, and while there is a problem. */
  public @Nullable Long limit() {
    return digits().isEmpty() || !problem().isEmpty() ? null : (Long) Long.parseLong(digits());
  }
}
