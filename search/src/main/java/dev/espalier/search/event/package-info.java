/**
 * The one stream: everything a search did, as immutable events.
 *
 * <p>Algorithms emit {@link dev.espalier.search.event.SearchEvent}s; the recorder, the costs, the
 * tree on screen and the tests are folds over them, and nothing else observes a search. Events
 * carry node ids, numbers, text and typed {@link dev.espalier.search.event.Reason}s, never tensors.
 * A switch over them has no default branch, so that a new event breaks every reader at compile time
 * rather than being overlooked by one.
 */
@NullMarked
package dev.espalier.search.event;

import org.jspecify.annotations.NullMarked;
