/**
 * Lessons: a Markdown file, recorded searches, and tasks that the recorded events grade.
 *
 * <p>A lesson is read by {@link dev.espalier.app.lesson.LessonReader} into pages of prose and
 * tasks. Every number of the prose and every right answer is asked of the recorded events when the
 * lesson is read, so that a lesson whose recording says something else is an error with file and
 * line, not a lesson that lies.
 *
 * <h2>The file</h2>
 *
 * <pre>{@code
 * ---
 * title: Greedy's trap
 * summary: The likeliest next token need not begin the likeliest text.
 * session: greedy = greedys-trap-greedy.espalier
 * session: beam = greedys-trap-beam.espalier
 * ---
 *
 * ## A page begins with a heading of the second level
 *
 * Prose, in which `= greedy.last(total)` is a figure of a recording and `= exp(beam.last(total)) as
 * percent` one written otherwise; `= question` is the problem as it was asked.
 *
 * ```stage
 * session: greedy
 * at: first(event, type == "popped")
 * ```
 *
 * ```predict
 * question: Which word comes first?
 * hold: first(event, type == "rooted")
 * choice: “nice”
 * if: first(text, type == "grown") == "nice"
 * choice: “dog”
 * if: first(text, type == "grown") == "dog"
 * right: It is the most probable one.
 * ```
 * }</pre>
 *
 * <p>Fenced blocks hold a field a line; a line that begins with a space goes on with the field
 * above it. A {@code stage} says what the window shows while its page is read: {@code session},
 * {@code at} (a place in time), {@code select} (a node) and {@code tab}. The tasks are:
 *
 * <ul>
 *   <li>{@code predict}: time is held at {@code hold} and what comes later is not there, until an
 *       answer is given; then it goes to {@code reveal}. Answers are {@code choice}s, each followed
 *       by the claim ({@code if}) that makes it right and, if you like, by what to say of it
 *       ({@code because}); or one {@code number}, right within {@code within}.
 *   <li>{@code find}: the reader goes to an event for which the condition {@code event} holds, or
 *       selects a node of which some event fulfils {@code node}.
 *   <li>{@code change}: the reader changes {@code parameter} of the recorded search and runs it,
 *       until the claim {@code until} holds for the new search; {@code solution} is a value that
 *       does.
 * </ul>
 *
 * <p>All take a {@code question}, and may take {@code session}, {@code hint}, {@code right} and
 * {@code wrong}. Claims, conditions and figures are those of {@link dev.espalier.app.condition}.
 */
@NullMarked
package dev.espalier.app.lesson;

import org.jspecify.annotations.NullMarked;
