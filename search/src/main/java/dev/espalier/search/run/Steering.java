package dev.espalier.search.run;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * A wish for one place of a text: that certain tokens stand there, or that they do not.
 *
 * @param before all tokens before the place, those of the prompt included
 * @param tokens that are forced or forbidden there, one after the other; at least one
 * @param forbid whether they must not stand there
 */
public record Steering(ImmutableIntList before, ImmutableIntList tokens, boolean forbid) {

  public Steering {
    if (before.isEmpty() || tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "steering needs tokens before the place (%d given) and tokens for it (%d given)"
              .formatted(before.size(), tokens.size()));
    }
  }
}
