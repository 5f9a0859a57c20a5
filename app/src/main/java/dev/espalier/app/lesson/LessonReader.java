package dev.espalier.app.lesson;

import dev.espalier.app.condition.Search;
import dev.espalier.app.lesson.FrontMatter.Field;
import dev.espalier.app.lesson.Lesson.Recording;
import dev.espalier.app.lesson.Page.Block;
import dev.espalier.app.lesson.Page.Stage;
import dev.espalier.app.table.TableFormatException;
import dev.espalier.app.table.TableModel;
import dev.espalier.sessions.Session;
import dev.espalier.sessions.SessionFile;
import dev.espalier.sessions.SessionFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.Lists;
import org.eclipse.collections.impl.factory.Maps;
import org.jspecify.annotations.Nullable;

/** Reads lessons; see the package for how they are written. */
final class LessonReader {

  static final String ENDING = ".md";

  private static final int PAGE_LEVEL = 2;
  private static final Set<String> HEAD = Set.of("title", "summary", "session", "table", "needs");
  private static final Set<String> TABS = Set.of("tree", "lanes", "outline", "text");

  private final Place place;
  private final String file;
  private final List<String> lines;
  private final FrontMatter head;
  private final Prompter prompter;
  private final ImmutableList<Recording> recordings;
  private final MutableList<Page> pages = Lists.mutable.empty();

  // Of the page being read.
  private String title = "";
  private final MutableList<Node> order = Lists.mutable.empty();
  private int tasks;

  private LessonReader(Place place, String name) throws LessonException {
    this.place = place;
    this.file = place.named(name);
    this.lines = place.text(name).lines().toList();
    this.head = FrontMatter.of(file, lines);
    this.recordings = readRecordings();
    MutableMap<String, Recording> byName = Maps.mutable.empty();
    recordings.forEach(one -> byName.put(one.name(), one));
    this.prompter = new Prompter(file, byName.toImmutable());
  }

  /**
   * Reads a lesson with its recordings, and checks that every figure has a value and every task can
   * be solved.
   *
   * @param name its file, in {@code place}
   * @throws LessonException naming file and line
   */
  static Lesson read(Place place, String name) throws LessonException {
    LessonReader reader = new LessonReader(place, name);
    reader.checkHead();
    reader.readPages();
    return new Lesson(
        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name,
        reader.head.value("title"),
        reader.head.value("summary"),
        reader.table(),
        reader.prompter.recordings(),
        reader.pages.toImmutable());
  }

  private @Nullable TableModel table() throws LessonException {
    Field field = head.fields().detect(one -> one.key().equals("table"));
    if (field == null) {
      return null;
    }
    try {
      return TableModel.read(place.text(field.value()));
    } catch (TableFormatException e) {
      throw prompter.wrong(field.line(), field.value() + " is no table: " + e.words());
    }
  }

  private ImmutableList<Recording> readRecordings() throws LessonException {
    MutableList<Recording> read = Lists.mutable.empty();
    for (Field field : head.fields().select(one -> one.key().equals("session"))) {
      String[] parts = field.value().split("=", 2);
      String name = parts[0].strip();
      if (parts.length < 2 || !name.matches("\\p{L}+") || parts[1].isBlank()) {
        throw new LessonException(
            file,
            field.line(),
            "a session is given as “session: name = file.espalier”, its name of letters alone");
      }
      if (read.anySatisfy(one -> one.name().equals(name))) {
        throw new LessonException(file, field.line(), "there are two sessions “" + name + "”");
      }
      Session session = session(parts[1].strip(), field.line());
      read.add(
          new Recording(
              name,
              session,
              Search.of(session.log(), Objects.requireNonNullElse(session.header().answer(), ""))));
    }
    if (read.isEmpty()) {
      throw new LessonException(
          file, 1, "the head names no session, as in “session: greedy = greedy.espalier”");
    }
    return read.toImmutable();
  }

  private Session session(String name, int line) throws LessonException {
    try (InputStream in = place.open(name)) {
      return SessionFile.read(Path.of(name), in);
    } catch (NoSuchFileException _) {
      throw new LessonException(
          file, line, "there is no file " + place.named(name) + " beside the lesson");
    } catch (IOException e) {
      throw new LessonException(file, line, name + " cannot be read: " + e.getMessage());
    } catch (SessionFormatException e) {
      throw new LessonException(file, line, "the session is damaged: " + e.getMessage());
    }
  }

  private void checkHead() throws LessonException {
    for (Field field : head.fields()) {
      if (!HEAD.contains(field.key())) {
        throw prompter.wrong(
            field.line(),
            "the head has no “%s”; it may have title, summary, table, session, needs"
                .formatted(field.key()));
      }
      if (field.key().equals("needs")
          && !prompter
              .claim(field.value(), field.line())
              .holds(prompter.evidence(recordings.getFirst()))) {
        throw prompter.wrong(
            field.line(), "the recordings do not show “%s”".formatted(field.value()));
      }
    }
    if (head.value("title").isEmpty()) {
      throw prompter.wrong(1, "the head has no title, as in “title: Greedy's trap”");
    }
  }

  private void readPages() throws LessonException {
    // Blank lines in place of the head keep the numbers of lines right.
    String body =
        "\n".repeat(head.lines()) + String.join("\n", lines.subList(head.lines(), lines.size()));
    Node document = Prompter.MARKDOWN.parse(body);
    for (Node node : children(document)) {
      if (node instanceof Heading heading && heading.getLevel() == PAGE_LEVEL) {
        endPage();
        title = text(heading);
      } else if (title.isEmpty()) {
        throw prompter.wrong(
            line(node), "a page begins with a heading of the second level, as in “## The trap”");
      } else {
        order.add(node);
      }
    }
    endPage();
    if (pages.isEmpty()) {
      throw prompter.wrong(head.lines(), "there are no pages after the head");
    }
  }

  private void endPage() throws LessonException {
    if (title.isEmpty()) {
      return;
    }
    Stage stage = stage();
    Recording own = prompter.recording(stage.session(), 0);
    MutableList<Block> blocks = Lists.mutable.empty();
    for (Node node : order) {
      if (node instanceof FencedCodeBlock fence && TaskReader.KINDS.contains(info(fence))) {
        tasks++;
        TaskReader reader =
            new TaskReader(prompter, info(fence), fields(fence), line(fence), stage.session());
        blocks.add(new Page.Exercise(reader.task(tasks)));
      } else if (!(node instanceof FencedCodeBlock fence && info(fence).equals("stage"))) {
        Document part = new Document();
        part.appendChild(node);
        prompter.fill(part, own, this::lineOf);
        blocks.add(new Page.Prose(part));
      }
    }
    pages.add(new Page(title, stage, blocks.toImmutable()));
    order.clear();
  }

  /** What the page says to show; else the end of what the page before showed. */
  private Stage stage() throws LessonException {
    Stage before = pages.isEmpty() ? null : pages.getLast().stage();
    String session = before == null ? recordings.getFirst().name() : before.session();
    ImmutableList<Field> fields = Lists.immutable.empty();
    for (Node node : order) {
      if (node instanceof FencedCodeBlock fence && info(fence).equals("stage")) {
        if (fields.notEmpty()) {
          throw prompter.wrong(line(fence), "the page has a stage already");
        }
        fields = fields(fence);
      }
    }
    int cursor = -1;
    int select = -1;
    String tab = "";
    // The session first, whatever the order: the other fields are about it.
    for (Field field : fields) {
      if (field.key().equals("session")) {
        session = prompter.recording(field.value(), field.line()).name();
      }
    }
    Recording own = prompter.recording(session, 0);
    for (Field field : fields) {
      switch (field.key()) {
        case "session" -> {}
        case "at" -> cursor = prompter.cursor(field.value(), own, field.line());
        case "select" -> select = (int) prompter.number(field.value(), own, field.line());
        case "tab" -> {
          tab = field.value();
          if (!TABS.contains(tab)) {
            throw prompter.wrong(
                field.line(),
                "there is no tab “%s”; there are tree, lanes, outline, text".formatted(tab));
          }
        }
        default ->
            throw prompter.wrong(
                field.line(),
                "a stage has no “%s”; it may have session, at, select, tab".formatted(field.key()));
      }
    }
    return new Stage(session, cursor, select, tab);
  }

  private ImmutableList<Field> fields(FencedCodeBlock fence) throws LessonException {
    return Field.read(file, fence.getLiteral().lines().toList(), line(fence) + 1);
  }

  private static String info(FencedCodeBlock fence) {
    return Objects.requireNonNullElse(fence.getInfo(), "").strip();
  }

  private static ImmutableList<Node> children(Node parent) {
    MutableList<Node> children = Lists.mutable.empty();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNext()) {
      children.add(n);
    }
    return children.toImmutable();
  }

  private static String text(Node heading) {
    StringBuilder text = new StringBuilder();
    for (Node n = heading.getFirstChild(); n != null; n = n.getNext()) {
      text.append(n instanceof Text words ? words.getLiteral() : text(n));
    }
    return text.toString();
  }

  private static int line(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 0 : spans.getFirst().getLineIndex() + 1;
  }

  /** The line of an inline, from itself or from the block around it. */
  private int lineOf(Node node) {
    for (Node n = node; n != null; n = n.getParent()) {
      int line = line(n);
      if (line > 0) {
        return line;
      }
    }
    return head.lines();
  }
}
