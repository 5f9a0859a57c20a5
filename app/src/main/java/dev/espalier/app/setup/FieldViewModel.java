package dev.espalier.app.setup;

import dev.espalier.search.algorithm.Parameter;
import java.util.Objects;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** One parameter as it is being typed. */
public final class FieldViewModel {

  private final Parameter parameter;
  private final StringProperty text;
  private final StringBinding problem;
  private final BooleanBinding changed;

  FieldViewModel(Parameter parameter) {
    this.parameter = parameter;
    this.text = new SimpleStringProperty(this, parameter.name(), parameter.byDefault());
    this.problem =
        new StringBinding() {
          {
            bind(text);
          }

          @Override
          protected String computeValue() {
            return fault();
          }
        };
    this.changed = text.isNotEqualTo(parameter.byDefault());
  }

  private String fault() {
    try {
      parameter.check(text());
      return "";
    } catch (IllegalArgumentException e) {
      return parameter instanceof Parameter.Text
          ? "%s is wrong: %s.".formatted(parameter.name(), cause(e))
          : "Must be " + parameter.range() + ".";
    }
  }

  private static String cause(IllegalArgumentException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }

  public Parameter parameter() {
    return parameter;
  }

  public StringProperty textProperty() {
    return text;
  }

  public String text() {
    return Objects.requireNonNullElse(text.get(), "");
  }

  /** What is wrong with the text, or empty. */
  public StringBinding problemBinding() {
    return problem;
  }

  public String problem() {
    return Objects.requireNonNullElse(problem.get(), "");
  }

  /** Whether it differs from the default. */
  public BooleanBinding changedBinding() {
    return changed;
  }

  public boolean changed() {
    return changed.get();
  }

  public void reset() {
    text.set(parameter.byDefault());
  }

  /** The value in its canonical form; only for a field without a problem. */
  String value() {
    return parameter.check(text());
  }

  /** Moves a number by so many steps, staying in range; anything else stays as it is. */
  public void nudge(int steps) {
    switch (parameter) {
      case Parameter.Whole whole -> {
        if (problem().isEmpty()) {
          long n = Long.parseLong(value());
          long moved = Math.clamp(n + steps, whole.min(), whole.max());
          text.set(Long.toString(moved));
        }
      }
      case Parameter.Real real -> {
        if (problem().isEmpty() && !value().equals("inf")) {
          double moved = Double.parseDouble(value()) + 0.1 * steps;
          double clamped = Math.clamp(Math.rint(moved * 1e6) / 1e6, real.min(), real.max());
          text.set(real.check(Double.toString(clamped)));
        }
      }
      case Parameter.Choice _, Parameter.Switch _, Parameter.Order _, Parameter.Text _ -> {
        // chosen, not stepped
      }
    }
  }
}
