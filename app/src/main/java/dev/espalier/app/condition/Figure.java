package dev.espalier.app.condition;

import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.factory.Sets;

/**
 * A number or a text that whole searches give, such as {@code max(reward, type == "finished")};
 * asks {@link Survey}s as a claim does.
 */
public final class Figure {

  private final Term<Evidence> term;
  private final ImmutableSet<String> searches;

  private Figure(Term<Evidence> term, ImmutableSet<String> searches) {
    this.term = term;
    this.searches = searches;
  }

  /**
   * Reads a figure.
   *
   * @throws ConditionException with what is wrong where
   */
  public static Figure of(String source) throws ConditionException {
    Survey survey = new Survey();
    Term<Evidence> term = new ConditionReader<>(source, survey).value();
    return new Figure(term, Sets.immutable.withAll(survey.searches()));
  }

  /** The names of searches it uses. */
  public ImmutableSet<String> searches() {
    return searches;
  }

  public boolean isText() {
    return term instanceof Term.Text<Evidence>;
  }

  /** The number; NaN if there is none, and for texts. */
  public double number(Evidence evidence) {
    return term instanceof Term.Count<Evidence>(Term.Quantity<Evidence> quantity)
        ? quantity.of(evidence)
        : Double.NaN;
  }

  /** The text; empty if there is none, and for numbers. */
  public String words(Evidence evidence) {
    return term instanceof Term.Text<Evidence>(Term.Words<Evidence> words)
        ? words.of(evidence)
        : "";
  }
}
