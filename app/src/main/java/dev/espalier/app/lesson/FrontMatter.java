package dev.espalier.app.lesson;

import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Lists;

/**
 * What stands between the two lines of dashes at the top of a lesson.
 *
 * @param fields in their order
 * @param lines how many lines it takes, the dashes included
 */
record FrontMatter(ImmutableList<Field> fields, int lines) {

  private static final String FENCE = "---";

  /** Reads the top of a lesson. */
  static FrontMatter of(String file, List<String> lines) throws LessonException {
    if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
      throw new LessonException(
          file, 1, "a lesson begins with a line of three dashes and its title, as in “title: …”");
    }
    int end = 1;
    while (end < lines.size() && !lines.get(end).strip().equals(FENCE)) {
      end++;
    }
    if (end == lines.size()) {
      throw new LessonException(
          file, 1, "the head that begins here does not end with a line of three dashes");
    }
    return new FrontMatter(Field.read(file, lines.subList(1, end), 2), end + 1);
  }

  /** The value of a field, empty if there is none. */
  String value(String key) {
    Field field = fields.detect(one -> one.key().equals(key));
    return field == null ? "" : field.value();
  }

  /**
   * A line {@code key: value}.
   *
   * @param line from 1
   */
  record Field(String key, String value, int line) {

    /**
     * Reads fields, one a line. A line that begins with white space goes on with the one above;
     * empty ones and those that begin with {@code #} say nothing.
     *
     * @param first number of the first line
     */
    static ImmutableList<Field> read(String file, List<String> lines, int first)
        throws LessonException {
      MutableList<Field> fields = Lists.mutable.empty();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (Character.isWhitespace(line.charAt(0)) && fields.notEmpty()) {
          Field above = fields.removeLast();
          fields.add(new Field(above.key, (above.value + " " + line.strip()).strip(), above.line));
          continue;
        }
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new LessonException(
              file, first + i, "expected a field, as in “question: …”, found “" + line + "”");
        }
        fields.add(
            new Field(
                line.substring(0, colon).strip(), line.substring(colon + 1).strip(), first + i));
      }
      return fields.toImmutable();
    }
  }
}
