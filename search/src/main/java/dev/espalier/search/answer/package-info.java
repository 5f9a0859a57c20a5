/**
 * Final answers: finding them in a text, writing them in a normal form, and telling whether two are
 * the same.
 *
 * <p>{@link dev.espalier.search.answer.AnswerExtraction} takes the answer out of a solution. {@link
 * dev.espalier.search.answer.AnswerNormaliser} gives the normal forms by which published results
 * were graded, quirks included. {@link dev.espalier.search.answer.AnswerEquality} climbs a ladder
 * from equal text to numeric evaluation and says on which rung it decided; what it cannot decide it
 * calls unverified, and unverified is not equal. {@link dev.espalier.search.answer.AnswerGroup}
 * collects equal answers for votes.
 *
 * <p>Answers come from models and may be anything: the work on each is bounded in length, depth and
 * size of numbers.
 */
@NullMarked
package dev.espalier.search.answer;

import org.jspecify.annotations.NullMarked;
