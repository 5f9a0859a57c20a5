/**
 * A lesson beside the tree: its pages, its tasks, and the window steered by them.
 *
 * <p>{@link dev.espalier.app.lesson.pane.LessonViewModel} knows which lesson is open, what was
 * answered and what the window has to show; {@link dev.espalier.app.lesson.pane.LessonView} is what
 * the reader sees of it.
 */
@NullMarked
package dev.espalier.app.lesson.pane;

import org.jspecify.annotations.NullMarked;
