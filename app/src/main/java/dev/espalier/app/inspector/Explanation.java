package dev.espalier.app.inspector;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * Why a node is where it is.
 *
 * @param sentence what happened to it, in words with the deciding numbers
 * @param terms the arithmetic, in the order it is worked out
 * @param counterfactual the smallest change that would have decided otherwise, or empty
 */
public record Explanation(String sentence, ImmutableList<Term> terms, String counterfactual) {

  /**
   * One number.
   *
   * @param name symbol or short name
   * @param value as written
   * @param note what it is and where it comes from
   * @param event index of the event that wrote it, −1 if it is worked out here
   * @param decisive whether this is the number the search went by
   */
  public record Term(String name, String value, String note, int event, boolean decisive) {}
}
