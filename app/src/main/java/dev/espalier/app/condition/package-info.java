/**
 * Questions about a search, written in a small language that can only look.
 *
 * <p>{@link dev.espalier.app.condition.Condition} is about one event: {@link
 * dev.espalier.app.condition.Fact} is what it can ask. {@link dev.espalier.app.condition.Claim} and
 * {@link dev.espalier.app.condition.Figure} are about whole searches, whose events they count, look
 * through and compare.
 */
@NullMarked
package dev.espalier.app.condition;

import org.jspecify.annotations.NullMarked;
