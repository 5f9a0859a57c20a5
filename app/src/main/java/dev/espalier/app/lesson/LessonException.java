package dev.espalier.app.lesson;

/** A lesson cannot be used; the message names the file and the line and says what is wrong. */
public final class LessonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;

  /**
   * @param line from 1; 0 where it is about the whole file
   */
  public LessonException(String file, int line, String words) {
    super(line == 0 ? "%s: %s".formatted(file, words) : "%s:%d: %s".formatted(file, line, words));
    this.file = file;
    this.line = line;
  }

  public String file() {
    return file;
  }

  /** From 1; 0 where it is about the whole file. */
  public int line() {
    return line;
  }

  /** The message for the user. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
