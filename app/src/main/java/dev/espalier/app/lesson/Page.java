package dev.espalier.app.lesson;

import org.commonmark.node.Node;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What is read at a time.
 *
 * @param blocks prose and tasks in their order
 */
public record Page(String title, Stage stage, ImmutableList<Block> blocks) {

  /** A part of a page. */
  public sealed interface Block {}

  /** A block of Markdown, its figures filled in. */
  public record Prose(Node markdown) implements Block {}

  /** A task. */
  public record Exercise(Task task) implements Block {}

  /**
   * What the window shows while the page is read.
   *
   * @param session name of the recording
   * @param cursor place in time, −1 for the end
   * @param select node to be selected, −1 for none
   * @param tab name of the tab, or empty to leave it
   */
  public record Stage(String session, int cursor, int select, String tab) {}

  /** The tasks in their order. */
  public ImmutableList<Task> tasks() {
    return blocks.selectInstancesOf(Exercise.class).collect(Exercise::task);
  }
}
