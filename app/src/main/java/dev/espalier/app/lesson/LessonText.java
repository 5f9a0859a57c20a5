package dev.espalier.app.lesson;

import java.util.Set;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/** A lesson as plain text, for terminals. */
public final class LessonText {

  private static final TextContentRenderer RENDERER =
      TextContentRenderer.builder()
          .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
          .nodeRendererFactory(context ->
              new NodeRenderer() {
                @Override
                public Set<Class<? extends Node>> getNodeTypes() {
                  return Set.of(Told.class);
                }

                @Override
                public void render(Node node) {
                  context.getWriter().write(((Told) node).written());
                }
              })
          .build();

  private final StringBuilder text = new StringBuilder();

  private LessonText() {}

  /** All of a lesson, right answers included. */
  public static String of(Lesson lesson) {
    LessonText written = new LessonText();
    written.line(lesson.title());
    written.line("=".repeat(lesson.title().length()));
    lesson.pages().each(written::page);
    return written.text.toString();
  }

  private void page(Page page) {
    line("");
    line(page.title());
    line("-".repeat(page.title().length()));
    for (Page.Block block : page.blocks()) {
      line("");
      switch (block) {
        case Page.Prose(Node markdown) -> line(words(markdown));
        case Page.Exercise(Task task) -> task(task);
      }
    }
  }

  private void task(Task task) {
    line("Task %d: %s".formatted(task.common().number(), words(task.common().question())));
    switch (task) {
      case Task.Choose choose ->
          choose
              .choices()
              .each(choice ->
                  line("  %s %s".formatted(choice.right() ? "*" : "-", words(choice.label()))));
      case Task.Estimate estimate -> line("  * " + Prompter.written(estimate.expected()));
      case Task.Find find -> line("  * " + find.condition());
      case Task.Change change -> line("  * %s %s".formatted(change.parameter(), change.solution()));
    }
  }

  private static String words(Node markdown) {
    return RENDERER.render(markdown).strip();
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
