package dev.espalier.app.lesson.pane;

/** Which tasks were solved, from one start to the next. */
public interface LessonProgress {

  /** Whether a task was ever solved. */
  boolean solved(String lesson, int task);

  /** Remembers a task as solved. */
  void solve(String lesson, int task);

  /** How many tasks a lesson has; 0 while it was never opened. */
  int tasks(String lesson);

  /** Remembers how many tasks a lesson has. */
  void tasks(String lesson, int count);
}
