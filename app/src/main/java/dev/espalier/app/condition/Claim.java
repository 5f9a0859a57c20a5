package dev.espalier.app.condition;

import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.factory.Sets;

/**
 * A statement about whole searches, such as {@code count(type == "pruned") > 3}, that their events
 * make true or false.
 *
 * <p>A condition, but instead of facts it asks {@link Survey}s.
 */
public final class Claim {

  private final String source;
  private final Term.Test<Evidence> test;
  private final ImmutableSet<String> searches;

  private Claim(String source, Term.Test<Evidence> test, ImmutableSet<String> searches) {
    this.source = source;
    this.test = test;
    this.searches = searches;
  }

  /**
   * Reads a claim.
   *
   * @throws ConditionException with what is wrong where
   */
  public static Claim of(String source) throws ConditionException {
    Survey survey = new Survey();
    Term.Test<Evidence> test = new ConditionReader<>(source, survey).condition();
    return new Claim(source.strip(), test, Sets.immutable.withAll(survey.searches()));
  }

  /** The names of searches it uses. */
  public ImmutableSet<String> searches() {
    return searches;
  }

  /** Whether it is so. */
  public boolean holds(Evidence evidence) {
    return test.holds(evidence);
  }

  @Override
  public String toString() {
    return source;
  }
}
